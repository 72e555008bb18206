"""Sales and reach by area: county, townships, villages, with small cells closed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Substr
from django.utils import timezone

from backend.common.actor import Actor
from backend.common.errors import NotFound
from impact.queries.books import in_year, inside, ledger_sales, splits_of, years_of
from impact.rules import cells
from orders.models import SourceSplit
from stations.models import Area, Station

DIGITS = {"county": 9, "township": 12}
# (area code of a station, whether it sold in the year)
Opened = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Figures:
    """The columns, the same on every level. None: closed, because few households stand behind."""

    sales_fen: int | None = 0
    orders: int | None = 0
    households: int | None = 0
    household_income_fen: int | None = 0
    stations_active: int = 0
    stations_total: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    area: Area
    figures: Figures
    drill: bool

    @property
    def suppressed(self) -> bool:
        return self.figures.households is None


@dataclass(frozen=True, slots=True)
class Check:
    """`rows_sum_fen` counts closed rows too, so it may be compared with the ledger."""

    rows_sum_fen: int | None
    ledger_fen: int | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class Overview:
    as_of: date | None
    year: int
    years: list[int]
    area: Area
    breadcrumb: list[Area]
    totals: Figures
    rows: list[Row]
    check: Check


def overview(*, actor: Actor, parent: str, year: int | None, now: datetime) -> Overview:
    """One level of the county. A constant number of statements, however many rows."""
    area = _area(actor, parent)
    width = DIGITS.get(area.level, 12)
    below = [area] if area.level not in DIGITS else list(area.children.order_by("code"))
    mine = splits_of(actor).filter(inside(area.code))
    first, newest = years_of(splits_of(actor))
    chosen = year or (newest.year if newest else timezone.localdate(now).year)
    splits = mine.filter(in_year(chosen, "split_on"))
    figures, total = _figures(splits, width), _sum(splits)
    stations = _stations(actor, area, chosen)
    closed = _closed(actor, area, below, figures, chosen)
    rows = [
        _row(place, figures.get(place.code[:width], Figures()), stations, i in closed.rows)
        for i, place in enumerate(below)
    ]
    rows_sum = sum(found.sales_fen or 0 for found in figures.values())
    booked = ledger_sales(splits, total.sales_fen or 0)
    agrees = rows_sum == total.sales_fen == booked
    check = Check(None, None, agrees) if closed.total else Check(rows_sum, booked, agrees)
    return Overview(
        as_of=newest,
        year=chosen,
        years=list(range(first.year, newest.year + 1)) if first and newest else [chosen],
        area=area,
        breadcrumb=_trail(actor, area),
        totals=_with_stations(total, stations, area.code, closed.total),
        rows=rows,
        check=check,
    )


def _area(actor: Actor, code: str) -> Area:
    """The parent asked for, or the top of the actor's reach; anything else is not found."""
    reach = Area.objects.visible_to(actor).select_related("parent__parent")
    found = reach.filter(code=code).first() if code else reach.order_by("code").first()
    if found is None:
        raise NotFound("没有这个地区，或不在您的范围内")
    return found


def _trail(actor: Actor, area: Area) -> list[Area]:
    trail: list[Area] = []
    at: Area | None = area
    while at is not None and (actor.reaches_area(at.code)):
        trail.insert(0, at)
        at = at.parent
    return trail


def _figures(splits: QuerySet[SourceSplit], width: int) -> dict[str, Figures]:
    grouped = (
        splits.order_by()
        .annotate(place=Substr("area_code", 1, width))
        .values("place")
        .annotate(
            sales=Sum("share_fen"),
            orders=Count("source__line__order", distinct=True),
            reached=Count("household", distinct=True),
            income=Sum("household_fen"),
        )
    )
    return {
        row["place"]: Figures(row["sales"], row["orders"], row["reached"], row["income"])
        for row in grouped
    }


def _sum(splits: QuerySet[SourceSplit]) -> Figures:
    row = splits.aggregate(
        sales=Sum("share_fen"),
        orders=Count("source__line__order", distinct=True),
        reached=Count("household", distinct=True),
        income=Sum("household_fen"),
    )
    return Figures(row["sales"] or 0, row["orders"], row["reached"], row["income"] or 0)


def _stations(actor: Actor, area: Area, year: int) -> Opened:
    """The opened stations of a place, each with whether it sold in the year."""
    active = set(
        SourceSplit.objects.filter(in_year(year, "split_on"))
        .filter(inside(area.code, "source__station__area_code"))
        .order_by()
        .values_list("source__station", flat=True)
        .distinct()
    )
    opened = Station.objects.visible_to(actor).filter(inside(area.code), opened_on__isnull=False)
    return [(code, pk in active) for pk, code in opened.values_list("pk", "area_code")]


def _closed(
    actor: Actor, area: Area, below: list[Area], figures: dict[str, Figures], year: int
) -> cells.Closed:
    """What this hat may not read here; a closed place stays closed when it is opened."""
    if actor.system or actor.role in cells.NEAR_THE_HOUSEHOLDS:
        return cells.Closed(frozenset(), total=False)
    reached = [_households(figures, place.code) for place in below]
    if area.parent is not None and actor.reaches_area(area.parent.code):
        siblings = list(area.parent.children.order_by("code"))
        around = _figures(
            splits_of(actor).filter(in_year(year, "split_on")).filter(inside(area.parent.code)),
            len(area.code),
        )
        counts = [_households(around, place.code) for place in siblings]
        if siblings.index(area) in cells.close_cells(counts).rows:
            every = frozenset(i for i, count in enumerate(reached) if count)
            return cells.Closed(every, total=True)
    return cells.close_cells(reached)


def _households(figures: dict[str, Figures], code: str) -> int:
    found = figures.get(code)
    return (found.households or 0) if found else 0


def _row(area: Area, found: Figures, stations: Opened, closed: bool) -> Row:
    drill = area.level in DIGITS and not closed
    return Row(area, _with_stations(found, stations, area.code, closed), drill)


def _with_stations(found: Figures, stations: Opened, code: str, closed: bool) -> Figures:
    here = [active for place, active in stations if place.startswith(code)]
    if closed:
        return Figures(None, None, None, None, sum(here), len(here))
    return Figures(
        found.sales_fen,
        found.orders,
        found.households,
        found.household_income_fen,
        sum(here),
        len(here),
    )
