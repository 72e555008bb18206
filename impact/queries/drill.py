"""From a village's measured figure to its households, and from a household to its receipts."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from backend.common.actor import Actor
from backend.common.errors import NotFound
from cooperatives.models import Household, Product, Receipt
from impact.queries.books import disagreements, in_year, splits_of
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


@dataclass(slots=True)
class HouseholdGain:
    household: Household
    lines: int = 0
    low_fen: int = 0
    high_fen: int = 0
    institution_fen: int = 0
    unmeasured: int = 0


def gain_lines(*, actor: Actor, household: Household, year: int) -> list[GainLine]:
    """Newest first; the same lines, baselines and rules as the year's figure."""
    found = [line for _, line in _lines(actor, year, Q(household=household))]
    return sorted(found, key=lambda line: line.on, reverse=True)[:MOST]


def household_gains(*, actor: Actor, village: str, year: int) -> list[HouseholdGain]:
    """The households of a village that were paid in the year, within reach."""
    if len(village) != 12:
        raise NotFound("请选择一个村")
    seen = Household.objects.visible_to(actor)
    gains: dict[int, HouseholdGain] = {}
    lines: dict[int, list[GainLine]] = defaultdict(list)
    for household, line in _lines(actor, year, Q(area_code=village)):
        lines[household].append(line)
    for home in seen.filter(pk__in=lines).order_by("card_no"):
        gain = gains[home.pk] = HouseholdGain(home)
        for line in lines[home.pk]:
            _add(gain, line)
    return list(gains.values())


def _add(gain: HouseholdGain, line: GainLine) -> None:
    gain.lines += 1
    if line.premium_fen is None:
        gain.unmeasured += 1
        return
    if line.institution and line.premium_fen > 0:
        gain.institution_fen += line.premium_fen
        return
    gain.low_fen += line.premium_fen if line.quality == "a" else 0
    gain.high_fen += line.premium_fen


def visible_household(*, actor: Actor, uid: UUID) -> Household:
    home = Household.objects.visible_to(actor).filter(uid=uid).first()
    if home is None:
        raise NotFound("没有找到这一户")
    return home


SPLIT_FIELDS = (
    "household", "household__uid", "transfer", "source__line__product_code",
    "source__line__product_name", "source__line__grade", "area_code", "split_on", "weight_g",
    "household_fen", "share_fen", "source__line__order__buyer_kind", "source__lot__code",
    "source__lot__receipt__uid",
)  # fmt: skip


def _lines(actor: Actor, year: int, where: Q) -> Iterator[tuple[int, GainLine]]:
    baselines = rules.Baselines(observations(year))
    splits = splits_of(actor).filter(where & in_year(year, "split_on")).order_by()
    wrong = disagreements(splits)
    sold = splits.exclude(source__mode=Receipt.Mode.PURCHASE)
    for row in sold.values_list(*SPLIT_FIELDS).iterator():
        home, uid, transfer, code, name, grade, area, on, weight, paid, share, buyer, lot, said = (
            row
        )
        line = rules.Line(home, code, grade, area, on, weight, paid, share, buyer == INSTITUTION)
        standing = (transfer, str(uid)) not in wrong
        yield home, _judged(line, baselines, "consignment", name, lot, said, standing)
    names = dict(Product.objects.values_list("code", "name"))
    bought = Receipt.objects.visible_to(actor).standing().filter(
        where & local_year(year), mode=Receipt.Mode.PURCHASE
    )  # fmt: skip
    for receipt in bought.select_related("product", "lot").order_by().iterator():
        line = rules.Line(
            receipt.household_id, receipt.product.code, receipt.grade, receipt.area_code,
            timezone.localdate(receipt.weighed_at), receipt.net_g, receipt.amount_fen,
            receipt.amount_fen,
        )  # fmt: skip
        lot = getattr(receipt, "lot", None)
        yield receipt.household_id, _judged(
            line, baselines, "purchase", names[line.product], lot.code if lot else "",
            receipt.uid, True,
        )  # fmt: skip


def _judged(
    line: rules.Line, baselines: rules.Baselines, mode: str, name: str, lot_code: str,
    receipt: UUID, standing: bool,
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
    )  # fmt: skip
