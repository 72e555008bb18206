"""Below a station: its households of a village, and a household's sales down to the receipt."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Value, When
from django.utils import timezone

from backend.common.actor import Actor
from backend.common.errors import Forbidden, NotFound
from cooperatives.models import Household
from impact.models import HouseholdMonth, LeftOutMonth
from impact.queries.books import under_finding
from impact.queries.drill import visible_household
from impact.queries.figures import NOTHING, Figures, LeftOut, by_key, left_out, total_of
from impact.queries.overview import Row, overview
from impact.rules.periods import Period, period_of
from orders.models import SourceSplit
from stations.models import Area

MOST = 500


@dataclass(frozen=True, slots=True)
class Home:
    household: Household
    figures: Figures
    left_out: LeftOut = NOTHING


@dataclass(frozen=True, slots=True)
class Homes:
    """`agrees`: the rows add up to the station's row; where they do not, there are none."""

    period: Period
    breadcrumb: list[Area]
    station: Row
    rows: list[Home]
    agrees: bool


@dataclass(frozen=True, slots=True)
class HomeLine:
    """One split of goods that a household brought; a refund's reversal is a line below zero."""

    on: date
    village: str
    station: str
    product: str
    grade: str
    weight_g: int
    sales_fen: int
    household_fen: int
    lot_code: str
    receipt: UUID
    weighed_at: datetime
    refunded: bool
    # Under review for false trade, or found false: in no sum.
    state: str


def village_homes(
    *, actor: Actor, village: str, station: UUID, period: str, now: datetime
) -> Homes:
    """Closed where the station's row is: few households stay unread, also by their names."""
    above = overview(actor=actor, parent=village, period=period, now=now)
    row = next((row for row in above.rows if row.code == str(station)), None)
    if row is None:
        raise NotFound("这个村在这一期没有经过该站的销售")
    if row.suppressed:
        raise Forbidden("农户不足 5 户，或会推算出不足 5 户的格子，不公开；由所在村查看")
    place = {"area_code": village, "station__uid": station}
    sums = by_key(HouseholdMonth.objects.filter(**place), above.period, "household")
    left = left_out(LeftOutMonth.objects.filter(**place), above.period, "household")
    sold = {*sums, *left}
    seen = Household.objects.visible_to(actor).filter(pk__in=sold).order_by("card_no")
    rows = [Home(home, sums.get(home.pk, Figures()), left.get(home.pk, NOTHING)) for home in seen]
    whole = replace(row.figures, stations_active=0, stations_total=0)
    agrees = total_of(sums.values()) == whole
    return Homes(above.period, above.breadcrumb, row, rows if agrees else [], agrees)


def homes_of(found: Homes) -> list[Household]:
    return [row.household for row in found.rows]


def home_lines(
    *, actor: Actor, uid: UUID, period: str, now: datetime
) -> tuple[Home, list[HomeLine]]:
    """Newest first, at most 500; the sums are of all of them."""
    home = visible_household(actor=actor, uid=uid)
    chosen = period_of(period, today=timezone.localdate(now))
    parts = by_key(HouseholdMonth.objects.filter(household=home), chosen, "household")
    splits = SourceSplit.objects.filter(
        household=home, split_on__gte=chosen.first_on, split_on__lt=chosen.next_on
    )
    rows = splits.select_related("source__line", "source__station", "source__lot__receipt")
    states = LeftOutMonth.State
    rows = rows.annotate(
        state=Case(
            When(under_finding(states.UNDER_REVIEW), then=Value(states.UNDER_REVIEW)),
            When(under_finding(states.CONFIRMED), then=Value(states.CONFIRMED)),
            default=Value(""), output_field=CharField(),
        )
    )  # fmt: skip
    lines = [_line(split) for split in rows.order_by("-split_on", "-pk")[:MOST]]
    left = left_out(LeftOutMonth.objects.filter(household=home), chosen, "household")
    found = Home(home, parts.get(home.pk, Figures()), left.get(home.pk, NOTHING))
    return found, lines


def _line(split: Any) -> HomeLine:
    source = split.source
    receipt = source.lot.receipt
    return HomeLine(
        on=split.split_on, village=split.area_code, station=source.station.name,
        product=source.line.product_name, grade=source.line.grade, weight_g=split.weight_g,
        sales_fen=split.share_fen, household_fen=split.household_fen, lot_code=source.lot.code,
        receipt=receipt.uid, weighed_at=receipt.weighed_at, refunded=split.refund_id is not None,
        state=split.state,
    )  # fmt: skip
