"""What anybody may read of the sales: ended months by township (DESIGN section 9)."""

from dataclasses import dataclass
from datetime import date

from backend.common.actor import Actor
from backend.common.errors import Invalid
from impact.models import MonthCheck
from impact.queries.checks import agree
from impact.queries.closing import closed_places
from impact.queries.figures import Figures, by_place
from impact.rules import cells
from impact.rules.periods import Period, period_of
from stations.models import Area

ANYBODY = Actor("")


@dataclass(frozen=True, slots=True)
class TownshipMonth:
    """`figures` hold None where few households stand behind them, here or in the next row."""

    code: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class PublicMonth:
    month: Period
    rows: list[TownshipMonth]


def public_month(*, month: str, today: date) -> PublicMonth:
    """Closed alike for officials and for the public, so that no two tables tell a household.

    Raises Invalid for a month that has not ended, and for one whose tables and ledger differ.
    """
    asked = period_of(month, today=today) if month else Period(today.year, today.month).before()
    if not asked.month or asked.next_on > today:
        raise Invalid(fields={"month": "只公布已经结束的月份，请填写如 2026-08"})
    if not all(agree(check) for check in MonthCheck.objects.filter(month=asked.first_on)):
        raise Invalid(fields={"month": f"{asked.name}的汇总与账簿不一致，正在核对，暂不公布"})
    counties = Area.objects.filter(level=Area.Level.COUNTY).order_by("code")
    return PublicMonth(asked, [row for county in counties for row in _townships(county, asked)])


def _townships(county: Area, month: Period) -> list[TownshipMonth]:
    closed = closed_places(ANYBODY, county.code, month)
    found = by_place(county, [month], cells.TOWNSHIP)[month]
    names = Area.objects.filter(level=Area.Level.TOWNSHIP, code__startswith=county.code)
    return [
        TownshipMonth(
            place.code, place.name,
            Figures().closed() if place.code in closed else found.get(place.code, Figures()),
        )
        for place in names.order_by("code")
    ]  # fmt: skip
