"""The year's paid lines against the usual channel's prices, read once and streamed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, Sum
from django.utils import timezone

from backend.common.actor import Actor, AreaRange
from cooperatives.models import Household, Receipt, ReferencePrice
from impact.models import IncomeEntry, IncomeSurvey, StationOpening
from impact.queries.books import counted_receipts, disagreements, in_year, splits_of
from impact.rules import measured as rules

LINE_FIELDS = (
    "household",
    "household__uid",
    "transfer",
    "source__line__product_code",
    "source__line__grade",
    "area_code",
    "split_on",
    "weight_g",
    "household_fen",
    "share_fen",
    "source__mode",
    "source__line__order__buyer_kind",
)
INSTITUTION = "institution"
RECEIPT_FIELDS = (
    "household",
    "product__code",
    "grade",
    "area_code",
    "weighed_at",
    "net_g",
    "amount_fen",
)


@dataclass(slots=True)
class Seen:
    """What passed by while the lines were read."""

    lines: int = 0
    unreconciled: int = 0
    gross_sales_fen: int = 0


@dataclass(frozen=True, slots=True)
class MeasuredYear:
    found: rules.Measured
    lines: int
    unreconciled_lines: int
    gross_sales_fen: int


def measured_year(*, actor: Actor, year: int) -> MeasuredYear:
    """Consignment by its split, purchase by its receipt: never the same goods twice.

    A split of purchased goods adds to gross sales only; its household was paid at the scale.
    """
    seen = Seen()
    found = rules.measure(_lines(actor, year, seen), rules.Baselines(observations(year)))
    return MeasuredYear(found, seen.lines, seen.unreconciled, seen.gross_sales_fen)


def observations(year: int) -> Iterator[rules.Observation]:
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    rows = ReferencePrice.objects.filter(
        observed_on__gte=start - rules.COUNTY_WINDOW, observed_on__lt=end + rules.COUNTY_WINDOW
    )
    fields = ("product__code", "grade", "area_code", "observed_on", "price_fen_per_jin")
    for row in rows.values_list(*fields).iterator():
        yield rules.Observation(*row)


def _lines(actor: Actor, year: int, seen: Seen) -> Iterator[rules.Line]:
    yield from _consignments(actor, year, seen)
    yield from _purchases(actor, year, seen)


def _consignments(actor: Actor, year: int, seen: Seen) -> Iterator[rules.Line]:
    splits = splits_of(actor).filter(in_year(year, "split_on")).order_by()
    wrong = disagreements(splits)
    for row in splits.values_list(*LINE_FIELDS).iterator():
        household, uid, transfer, product, grade, area, on, weight_g, paid, share, mode, buyer = row
        seen.gross_sales_fen += share
        if mode == Receipt.Mode.PURCHASE:
            continue
        seen.lines += 1
        if (transfer, str(uid)) in wrong:
            seen.unreconciled += 1
            continue
        yield rules.Line(
            household, product, grade, area, on, weight_g, paid, share, buyer == INSTITUTION
        )


def _purchases(actor: Actor, year: int, seen: Seen) -> Iterator[rules.Line]:
    within_reach = counted_receipts(Receipt.objects.visible_to(actor).standing())
    bought = within_reach.filter(local_year(year), mode=Receipt.Mode.PURCHASE)
    for row in bought.order_by().values_list(*RECEIPT_FIELDS).iterator():
        household, product, grade, area, at, net_g, amount = row
        seen.lines += 1
        on = timezone.localdate(at)
        yield rules.Line(household, product, grade, area, on, net_g, amount, amount)


def local_year(year: int) -> Q:
    zone = timezone.get_default_timezone()
    start, end = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    return Q(weighed_at__gte=start, weighed_at__lt=end)


def county_actor(county_code: str) -> Actor:
    """Reads a whole county and nothing beyond it, for a report that is frozen."""
    return Actor(user_uid="system:report", ranges=(AreaRange.of(county_code),))


@dataclass(frozen=True, slots=True)
class CountyGain:
    """A year of a county as the report shows it; rates in percent."""

    low_fen: int
    high_fen: int
    institution_fen: int
    gross_fen: int
    paid_fen: int
    unreconciled: int
    unmeasured: int
    low_per_household: float | None
    high_per_household: float | None
    link_rate: float | None


def county_gain(county_code: str, year: int) -> CountyGain:
    """Measured, its HIGH per household of a served village, and how much of it the survey knows."""
    actor = county_actor(county_code)
    found = measured_year(actor=actor, year=year)
    splits = splits_of(actor).filter(in_year(year, "split_on"))
    surveyed = IncomeEntry.objects.filter(survey__in=IncomeSurvey.objects.standing())
    sums = splits.aggregate(
        paid=Sum("household_fen"),
        linked=Sum("household_fen", filter=Q(household__in=surveyed.values("household"))),
    )
    opened = StationOpening.objects.filter(county_code=county_code, effective_year__lte=year)
    homes = Household.objects.active().filter(
        area__catchments__station__in=opened.values("station"),
        area__catchments__valid_to__isnull=True,
    )
    served, paid = homes.distinct().count(), sums["paid"] or 0
    return CountyGain(
        low_fen=found.found.low_fen, high_fen=found.found.high_fen,
        institution_fen=found.found.institution_fen, gross_fen=found.gross_sales_fen,
        paid_fen=paid, unreconciled=found.unreconciled_lines,
        unmeasured=found.found.unmeasured_lines,
        low_per_household=found.found.low_fen / 100 / served if served else None,
        high_per_household=found.found.high_fen / 100 / served if served else None,
        link_rate=100 * (sums["linked"] or 0) / paid if paid else None,
    )  # fmt: skip
