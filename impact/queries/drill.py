"""From a village's measured figure to its households, and from a household to its receipts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from backend.common.actor import Actor
from backend.common.errors import NotFound
from cooperatives.models import Household, Product, Receipt
from impact.queries.books import counted_receipts, disagreements, in_year, splits_of
from impact.queries.measured import INSTITUTION, local_year, observations
from impact.rules import measured as rules

MOST = 500


@dataclass(frozen=True, slots=True)
class GainLine:
    """One paid line beside the usual channel's price; `quality` is a, b, none or unreconciled."""

    on: date
    mode: str
    product: str
    grade: str
    weight_g: int
    paid_fen: int
    baseline_fen_per_jin: int | None
    quality: str
    premium_fen: int | None
    institution: bool
    lot_code: str
    receipt: UUID
    weighed_at: datetime
    station: str
    area_code: str


def gain_lines(*, actor: Actor, household: Household, year: int) -> list[GainLine]:
    """Newest first; the same lines, baselines and rules as the year's figure."""
    found = [line for _, line in paid_lines(actor, year, Q(household=household))]
    return sorted(found, key=lambda line: line.on, reverse=True)[:MOST]


def visible_household(*, actor: Actor, uid: UUID) -> Household:
    home = Household.objects.visible_to(actor).filter(uid=uid).first()
    if home is None:
        raise NotFound("没有找到这一户")
    return home


SPLIT_FIELDS = (
    "household", "household__uid", "transfer", "source__line__product_code",
    "source__line__product_name", "source__line__grade", "area_code", "split_on", "weight_g",
    "household_fen", "share_fen", "source__line__order__buyer_kind", "source__lot__code",
    "source__lot__receipt__uid", "source__lot__receipt__weighed_at", "source__station__name",
)  # fmt: skip


def paid_lines(actor: Actor, year: int, where: Q) -> Iterator[tuple[int, GainLine]]:
    baselines = rules.Baselines(observations(year))
    splits = splits_of(actor).filter(where & in_year(year, "split_on")).order_by()
    wrong = disagreements(splits)
    sold = splits.exclude(source__mode=Receipt.Mode.PURCHASE)
    for row in sold.values_list(*SPLIT_FIELDS).iterator():
        home, uid, transfer, code, name, grade, area, on, weight, paid, share, buyer, *receipt = row
        line = rules.Line(home, code, grade, area, on, weight, paid, share, buyer == INSTITUTION)
        standing = (transfer, str(uid)) not in wrong
        yield home, _judged(line, baselines, "consignment", name, standing, *receipt)
    names = dict(Product.objects.values_list("code", "name"))
    bought = counted_receipts(Receipt.objects.visible_to(actor).standing()).filter(
        where & local_year(year), mode=Receipt.Mode.PURCHASE
    )  # fmt: skip
    for receipt in bought.select_related("product", "lot", "station").order_by().iterator():
        line = rules.Line(
            receipt.household_id, receipt.product.code, receipt.grade, receipt.area_code,
            timezone.localdate(receipt.weighed_at), receipt.net_g, receipt.amount_fen,
            receipt.amount_fen,
        )  # fmt: skip
        lot = getattr(receipt, "lot", None)
        yield receipt.household_id, _judged(
            line, baselines, "purchase", names[line.product], True, lot.code if lot else "",
            receipt.uid, receipt.weighed_at, receipt.station.name,
        )  # fmt: skip


def _judged(
    line: rules.Line, baselines: rules.Baselines, mode: str, name: str, standing: bool,
    lot_code: str, receipt: UUID, weighed_at: datetime, station: str,
) -> GainLine:  # fmt: skip
    baseline = baselines.find(line) if standing else None
    quality = "unreconciled" if not standing else baseline.quality if baseline else "none"
    return GainLine(
        on=line.on, mode=mode, product=name, grade=line.grade, weight_g=line.weight_g,
        paid_fen=line.paid_fen,
        baseline_fen_per_jin=baseline.price_fen_per_jin if baseline else None,
        quality=quality,
        premium_fen=rules.premium_fen(line, baseline) if baseline else None,
        institution=line.institution, lot_code=lot_code, receipt=receipt,
        weighed_at=weighed_at, station=station, area_code=line.area_code,
    )  # fmt: skip
