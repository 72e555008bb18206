"""What a partial refund would take back from whom, before anybody confirms it (SCREENS C3)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Sum

from backend.common.actor import Actor
from backend.common.errors import Invalid
from orders.models import LineSource, Order, RefundClaim
from orders.queries.claims import claimable
from orders.queries.payments import MoneyPart
from orders.queries.worth import packages_gone, sources_of, worth_of
from orders.rules import refunding as rules
from orders.rules.waterfall import PART_NAMES, Fees, Parts, cut

COLUMNS = (
    "payment_fee_fen", "packaging_fen", "station_fen", "cooperative_fen", "village_fen",
    "household_fen",
)  # fmt: skip
SHOWN = (
    "household", "purchase", "cooperative", "station", "village", "packaging", "payment_fee",
)  # fmt: skip
PURCHASE = "purchase"


class AskedPart(Protocol):
    """Packages of a line; the amount is open where all of them are meant."""

    @property
    def position(self) -> int: ...
    @property
    def quantity(self) -> int: ...
    @property
    def amount_fen(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class SourceBack:
    """What one household's part of a line gives back; nothing is split before completion."""

    source: LineSource
    share_fen: int
    parts: list[MoneyPart]


@dataclass(frozen=True, slots=True)
class RefundPreview:
    amount_fen: int
    # True where the money has been split: each receiver then owes its part.
    completed: bool
    sources: list[SourceBack]
    parts: list[MoneyPart]


def parts_left(source: LineSource, share_fen: int) -> Parts:
    """What each receiver still has of the source, in proportion to the fen taken from it."""
    sums = source.splits.aggregate(**{column: Sum(column) for column in COLUMNS})
    left = {column.removesuffix("_fen"): sums[column] or 0 for column in COLUMNS}
    if source.mode == PURCHASE:
        left |= _apart(source, left["cooperative"])
    return rules.parts_back(share_fen, Parts(**left))


def _apart(source: LineSource, both_fen: int) -> dict[str, int]:
    """收购: the row keeps the cooperative's fee and its repaid purchase in one figure."""
    fees = Fees.of(source.line.fee_rule, source.village_rule)
    fee_fen = min(cut(source.share_fen, fees=fees, packages_fen=0).cooperative, both_fen)
    return {"cooperative": fee_fen, "purchase": both_fen - fee_fen}


def preview_of_asked(*, order: Order, asked: Sequence[AskedPart], actor: Actor) -> RefundPreview:
    """By amount, as quality and goodwill refunds are taken."""
    left = {one.line.position: one for one in claimable(order=order, actor=actor)}
    taken: list[rules.Taken] = []
    for i, one in enumerate(asked):
        there = left.get(one.position)
        most = there.packages if there else 0
        if there is None or not 1 <= one.quantity <= most:
            raise Invalid(fields={f"lines.{i}.quantity": f"最多可退 {most} 件"})
        amount_fen = one.amount_fen
        if amount_fen is None:
            amount_fen = there.worth_fen * one.quantity // most
        sources = sources_of(order_id=order.pk).filter(line=there.line.pk)
        taken += rules.take(amount_fen, worth_of(sources))
    return _preview(order, taken)


def preview_of_claim(claim: RefundClaim) -> RefundPreview:
    """A claim that waits: packages for a return, an amount for everything else."""
    taken: list[rules.Taken] = []
    for line in claim.lines.select_related("line"):
        worth = worth_of(sources_of(order_id=claim.order_id).filter(line=line.line_id))
        if claim.kind == RefundClaim.Kind.RETURN:
            gone = packages_gone(line_ids=[line.line_id]).get(line.line_id, 0)
            taken += rules.take_packages(line.quantity, line.line.quantity - gone, worth)
        else:
            taken += rules.take(line.amount_fen, worth)
    return _preview(claim.order, taken)


def _preview(order: Order, taken: Sequence[rules.Taken]) -> RefundPreview:
    completed = order.status == Order.Status.COMPLETED
    keys = [one.source_id for one in taken]
    found = LineSource.objects.filter(pk__in=keys).select_related(
        "line__fee_rule", "village_rule", "lot"
    )
    by_key = {source.pk: source for source in found}
    backs = [
        SourceBack(
            by_key[one.source_id],
            one.share_fen,
            _named([parts_left(by_key[one.source_id], one.share_fen)]) if completed else [],
        )
        for one in taken
    ]
    return RefundPreview(
        amount_fen=sum(one.share_fen for one in taken),
        completed=completed,
        sources=backs,
        parts=_summed(back.parts for back in backs),
    )


def _named(parts: Iterable[Parts]) -> list[MoneyPart]:
    rows = list(parts)
    sums = {name: sum(getattr(row, name) for row in rows) for name in SHOWN}
    return [MoneyPart(name, PART_NAMES[name], fen) for name, fen in sums.items() if fen]


def _summed(lists: Iterator[list[MoneyPart]]) -> list[MoneyPart]:
    sums: dict[str, int] = {}
    for part in (one for parts in lists for one in parts):
        sums[part.part] = sums.get(part.part, 0) + part.amount_fen
    return [MoneyPart(name, PART_NAMES[name], sums[name]) for name in SHOWN if name in sums]
