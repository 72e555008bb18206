"""A household's statement: every sale, what was taken from it and why, what is still owed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from backend.ledger import queries as ledger
from cooperatives.models import Cooperative, Household, Receipt
from orders.models import Payout, SourceSplit
from orders.rules.waterfall import PART_NAMES

UNDER_WAY = ("approved", "sent", "unknown")
DEDUCTIONS = ("payment_fee", "packaging", "station", "cooperative", "village")


@dataclass(frozen=True, slots=True)
class StatementLine:
    on: date
    product_name: str
    grade_name: str
    mode_name: str
    weight_g: int
    lot_code: str
    gross_fen: int
    deductions: tuple[tuple[str, int], ...]
    net_fen: int
    running_fen: int = 0


@dataclass(frozen=True, slots=True)
class WaitingLot:
    """Goods weighed in and not sold yet; nothing is owed for them before."""

    on: date
    product_name: str
    grade_name: str
    lot_code: str
    weight_g: int


@dataclass(frozen=True, slots=True)
class PaidOut:
    """Money on its way to the household, arrived, or come back; `on` is None while it is under
    way."""

    on: date | None
    amount_fen: int
    way: str
    state_name: str
    failure: str


@dataclass(frozen=True, slots=True)
class Statement:
    household: Household
    from_on: date
    to_on: date
    lines: list[StatementLine]
    waiting: list[WaitingLot]
    payouts: list[PaidOut]
    # Of the whole account today: earned and not settled, settled and not paid, still to give back.
    unsettled_fen: int
    settled_fen: int
    owing_fen: int

    @property
    def balance_fen(self) -> int:
        """What the household gets in the end: the sum of the three."""
        return self.unsettled_fen + self.settled_fen - self.owing_fen

    @property
    def gross_fen(self) -> int:
        return sum(line.gross_fen for line in self.lines)

    @property
    def net_fen(self) -> int:
        return sum(line.net_fen for line in self.lines)

    @property
    def deducted(self) -> list[tuple[str, int]]:
        sums = dict.fromkeys((PART_NAMES[part] for part in DEDUCTIONS), 0)
        for line in self.lines:
            for name, amount in line.deductions:
                sums[name] += amount
        return list(sums.items())


def statement_content(found: Statement) -> dict[str, Any]:
    """What a printed statement's mark covers: the sales of the period, to the gram and the fen.

    Not the balance of today, nor unsold goods: they move on after the sheet is printed.
    """
    return {
        "household": str(found.household.uid),
        "from_on": found.from_on.isoformat(),
        "to_on": found.to_on.isoformat(),
        "lines": [
            [line.on.isoformat(), line.lot_code, line.product_name, line.grade_name,
             line.weight_g, line.gross_fen, list(line.deductions), line.net_fen]
            for line in found.lines
        ],
    }  # fmt: skip


def household_statement(
    household: Household, *, from_on: date, to_on: date, cooperative: Cooperative | None = None
) -> Statement:
    """Both days included. Four statements: sales, weigh-ins, payouts, the balance of the ledger.

    With a cooperative only what was brought to it; the balance is the whole account's.
    """
    receipts, splits = _receipts(household, from_on, to_on), _splits(household, from_on, to_on)
    if cooperative:
        receipts = receipts.filter(cooperative=cooperative)
        splits = splits.filter(source__cooperative=cooperative)
    bought = [_bought(r) for r in receipts if _is_bought_within(r, from_on, to_on)]
    sold = [_sold(split) for split in splits]
    lines = sorted([*sold, *bought], key=lambda line: (line.on, line.lot_code))
    return Statement(
        household=household,
        from_on=from_on,
        to_on=to_on,
        lines=_with_running_total(lines),
        waiting=[_waiting(r) for r in receipts if r.mode == Receipt.Mode.CONSIGNMENT],
        payouts=list(_payouts(household, from_on, to_on, cooperative)),
        **_account(str(household.uid)),
    )


def _account(uid: str) -> dict[str, int]:
    """Three accounts of the ledger in one statement."""
    found = ledger.owed_by_kind([uid, f"household:{uid}"])
    return {
        "unsettled_fen": found.get("household", 0),
        "settled_fen": found.get("settled", 0),
        "owing_fen": -found.get("carry_over", 0),
    }


def _payouts(
    household: Household, from_on: date, to_on: date, cooperative: Cooperative | None
) -> Iterator[PaidOut]:
    """What is under way now, and what ended within the period."""
    within = Q(done_at__gte=_start(from_on), done_at__lt=_start(to_on + timedelta(days=1)))
    found = Payout.objects.filter(
        within & Q(state__in=("paid", "failed", "returned")) | Q(state__in=UNDER_WAY),
        household=household,
    ).select_related("run")
    if cooperative:
        found = found.filter(run__cooperative=cooperative)
    for row in found.order_by("done_at", "pk"):
        yield PaidOut(
            on=timezone.localdate(row.done_at) if row.done_at else None,
            amount_fen=row.amount_fen, way=row.account_shown or row.run.get_method_display(),
            state_name=row.get_state_display(), failure=row.failure,
        )  # fmt: skip


def _splits(household: Household, from_on: date, to_on: date) -> QuerySet[SourceSplit]:
    return (
        SourceSplit.objects.filter(
            household=household, split_on__range=(from_on, to_on), source__mode="consignment"
        )
        .select_related("source__line", "source__lot__receipt__product")
        .order_by("split_on", "id")
    )


def _receipts(household: Household, from_on: date, to_on: date) -> QuerySet[Receipt]:
    """What was bought at the scale within the period, and what of the rest is not yet sold."""
    bought = Q(
        mode=Receipt.Mode.PURCHASE,
        weighed_at__gte=_start(from_on),
        weighed_at__lt=_start(to_on + timedelta(days=1)),
    )
    unsold = Q(mode=Receipt.Mode.CONSIGNMENT) & (Q(lot__available_g__gt=0) | Q(lot__held_g__gt=0))
    return (
        Receipt.objects.standing()
        .filter(bought | unsold, household=household)
        .select_related("product", "lot")
        .order_by("weighed_at", "id")
    )


def _start(on: date) -> datetime:
    return timezone.make_aware(datetime(on.year, on.month, on.day))  # noqa: DTZ001


def _is_bought_within(receipt: Receipt, from_on: date, to_on: date) -> bool:
    on = timezone.localdate(receipt.weighed_at)
    return receipt.mode == Receipt.Mode.PURCHASE and from_on <= on <= to_on


def _sold(split: SourceSplit) -> StatementLine:
    receipt = split.source.lot.receipt
    return StatementLine(
        on=split.split_on,
        product_name=split.source.line.product_name,
        grade_name=receipt.get_grade_display(),
        mode_name="退款冲减" if split.refund_id else receipt.get_mode_display(),
        weight_g=split.weight_g,
        lot_code=split.source.lot.code,
        gross_fen=split.share_fen,
        deductions=tuple((PART_NAMES[part], getattr(split, f"{part}_fen")) for part in DEDUCTIONS),
        net_fen=split.household_fen,
    )


def _bought(receipt: Receipt) -> StatementLine:
    """收购: the whole price was credited at the weigh-in, with nothing taken from it."""
    return StatementLine(
        on=timezone.localdate(receipt.weighed_at),
        product_name=receipt.product.name,
        grade_name=receipt.get_grade_display(),
        mode_name=receipt.get_mode_display(),
        weight_g=receipt.net_g,
        lot_code=receipt.lot.code,
        gross_fen=receipt.amount_fen,
        deductions=(),
        net_fen=receipt.amount_fen,
    )


def _waiting(receipt: Receipt) -> WaitingLot:
    return WaitingLot(
        on=timezone.localdate(receipt.weighed_at),
        product_name=receipt.product.name,
        grade_name=receipt.get_grade_display(),
        lot_code=receipt.lot.code,
        weight_g=receipt.lot.available_g + receipt.lot.held_g,
    )


def _with_running_total(lines: list[StatementLine]) -> list[StatementLine]:
    totals = accumulate(line.net_fen for line in lines)
    return [replace(line, running_fen=total) for line, total in zip(lines, totals, strict=True)]
