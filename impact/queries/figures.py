"""The overview's columns, the same on every level, read from the month and year tables."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Substr

from backend.common.actor import Actor
from impact.models import AreaMonth, AreaYear, HouseholdMonth, LeftOutMonth
from impact.queries.books import inside
from impact.rules.periods import Period
from stations.models import Area, Station

SUMS = ("sales_fen", "household_fen", "lines", "weight_g", "households")
# (area code of an opened station, whether it sold in the period)
Opened = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Figures:
    """None: closed, because few households stand behind. Stations are no household's secret."""

    sales_fen: int | None = 0
    household_fen: int | None = 0
    lines: int | None = 0
    weight_g: int | None = 0
    households: int | None = 0
    stations_active: int = 0
    stations_total: int = 0

    def closed(self) -> "Figures":
        return Figures(None, None, None, None, None, self.stations_active, self.stations_total)

    def at(self, stations: Opened, code: str) -> "Figures":
        here = [active for place, active in stations if place.startswith(code)]
        return replace(self, stations_active=sum(here), stations_total=len(here))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a row leaves out: sales under review for false trade, and those found false.

    `households` are those behind them; amounts are None where they may not be told.
    """

    review_lines: int = 0
    review_fen: int | None = 0
    confirmed_lines: int = 0
    confirmed_fen: int | None = 0
    paid_fen: int = 0
    households: int = 0

    @property
    def sales_fen(self) -> int:
        return (self.review_fen or 0) + (self.confirmed_fen or 0)

    def closed(self) -> "LeftOut":
        return replace(self, review_fen=None, confirmed_fen=None)


NOTHING = LeftOut()


def total_of(parts: Iterable[Figures]) -> Figures:
    """Columns add up; households too, since each counts in the village it sold from."""
    listed = list(parts)
    return Figures(*(sum(getattr(one, name) for one in listed) for name in SUMS))


def by_place(
    area: Area, periods: Collection[Period], digits: int
) -> dict[Period, dict[str, Figures]]:
    """Sums by the first digits of the code, for each period; one statement."""
    some = next(iter(periods))
    rows: Any
    if some.month:
        wanted = [period.first_on for period in periods]
        rows = AreaMonth.objects.filter(inside(area.code), month__in=wanted)
        named = "month"
    else:
        rows = AreaYear.objects.filter(inside(area.code), year__in=[p.year for p in periods])
        named = "year"
    found: dict[Period, dict[str, Figures]] = {period: {} for period in periods}
    summed = (
        rows.order_by()
        .annotate(place=Substr("area_code", 1, digits))
        .values_list(named, "place")
        .annotate(*(Sum(name) for name in SUMS))
    )
    for when, place, *sums in summed:
        period = Period(when.year, when.month) if some.month else Period(when)
        found[period][place] = Figures(*sums)
    return found


_REVIEW, _FALSE = (Q(state=state) for state in LeftOutMonth.State.values)
_LEFT_OUT = {
    "review_lines": Sum("lines", filter=_REVIEW, default=0),
    "review_fen": Sum("sales_fen", filter=_REVIEW, default=0),
    "confirmed_lines": Sum("lines", filter=_FALSE, default=0),
    "confirmed_fen": Sum("sales_fen", filter=_FALSE, default=0),
    "paid_fen": Sum("household_fen", default=0),
    "households": Count("household", distinct=True),
}


def left_out(months: QuerySet[LeftOutMonth], period: Period, key: str) -> dict[Any, LeftOut]:
    """By place, station or household; one statement."""
    rows = months.filter(months_in(period)).order_by().values_list(key).annotate(**_LEFT_OUT)
    return {row[0]: LeftOut(*row[1:]) for row in rows}


def left_out_of(code: str, period: Period) -> LeftOut:
    """Of a place as a whole: a household counts once."""
    inner = LeftOutMonth.objects.filter(inside(code), months_in(period))
    return LeftOut(**inner.aggregate(**_LEFT_OUT))


def left_out_by_place(code: str, period: Period, digits: int) -> dict[str, LeftOut]:
    inner = LeftOutMonth.objects.filter(inside(code))
    return left_out(inner.annotate(place=Substr("area_code", 1, digits)), period, "place")


def county_total(county_code: str, period: Period) -> Figures:
    """A whole county's sums, whatever part of it is looked at."""
    rows: Any
    if period.month:
        rows = AreaMonth.objects.filter(inside(county_code), month=period.first_on)
    else:
        rows = AreaYear.objects.filter(inside(county_code), year=period.year)
    sums = rows.aggregate(**{name: Sum(name, default=0) for name in SUMS})
    return Figures(**sums)


def months_in(period: Period) -> Q:
    return Q(month__gte=period.first_on, month__lt=period.next_on)


def by_key(homes: QuerySet[HouseholdMonth], period: Period, key: str) -> dict[Any, Figures]:
    """Sums of household months by station or household."""
    rows = homes.filter(months_in(period)).order_by().values_list(key).annotate(
        *(Sum(name) for name in SUMS[:-1]), households=Count("household", distinct=True)
    )  # fmt: skip
    return {row[0]: Figures(*row[1:]) for row in rows}


def opened_stations(actor: Actor, area: Area, period: Period) -> Opened:
    """Opened stations of a place, each with whether it sold in the period."""
    sold = HouseholdMonth.objects.filter(months_in(period), station=OuterRef("pk"))
    opened = Station.objects.visible_to(actor).filter(inside(area.code), opened_on__isnull=False)
    return list(opened.annotate(active=Exists(sold)).values_list("area_code", "active"))
