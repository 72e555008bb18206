"""One level of the county, from the summaries: county, townships, villages, stations."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max, Min
from django.utils import timezone

from backend.common.actor import Actor
from backend.common.errors import NotFound
from impact.models import AreaYear, HouseholdMonth, LeftOutMonth, MonthCheck, SummaryCursor
from impact.queries.books import inside
from impact.queries.checks import ledger_of
from impact.queries.closing import closed_places, closed_stations, is_near
from impact.queries.figures import (
    NOTHING,
    Figures,
    LeftOut,
    Opened,
    by_key,
    by_place,
    county_total,
    left_out,
    left_out_by_place,
    left_out_of,
    months_in,
    opened_stations,
    total_of,
)
from impact.queries.headline import Headline, headline
from impact.queries.months import ORDERS
from impact.queries.runs import latest_run
from impact.rules import cells
from impact.rules.periods import Period, period_of
from stations.models import Area, Station

DIGITS = {"county": cells.TOWNSHIP, "township": cells.VILLAGE}
STATION = "station"


@dataclass(frozen=True, slots=True)
class Row:
    """`code` is a division code, or a station's uid below a village. `before` and `year_ago` are
    None where nothing may be compared."""

    code: str
    name: str
    level: str
    figures: Figures
    before: Figures | None
    year_ago: Figures | None
    # What the figures leave out; None where the row is closed.
    left_out: LeftOut | None
    drill: bool

    @property
    def suppressed(self) -> bool:
        return self.figures.households is None


@dataclass(frozen=True, slots=True)
class Check:
    """`rows_sum_fen` counts closed rows too; a figure that would open a closed cell is None.

    What a place counts and what it leaves out are together what the ledger holds.
    """

    rows_sum_fen: int | None
    ledger_fen: int | None
    agrees: bool
    months: list[str]


@dataclass(frozen=True, slots=True)
class Gain:
    """The estimated gain a head and year of the newest run; refused: None and its codes."""

    verdict: str
    low: float | None
    high: float | None
    codes: list[str]
    run_uid: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Where tables and ledger differ, `totals` is None and there are no rows."""

    as_of: datetime | None
    period: Period
    ended: bool
    years: list[int]
    area: Area
    breadcrumb: list[Area]
    totals: Row | None
    rows: list[Row]
    check: Check
    gain: Gain | None
    headline: Headline | None


@dataclass(frozen=True, slots=True)
class Part:
    """One place of the table before anything is closed: sums by period, closed in which."""

    code: str
    name: str
    level: str
    sums: dict[Period, Figures]
    closed: frozenset[Period]
    left_out: LeftOut = NOTHING


@dataclass(frozen=True, slots=True)
class Asked:
    """One place and one period, and what is closed in it and in those it is compared with."""

    actor: Actor
    area: Area
    period: Period
    closed: dict[Period, frozenset[str]]
    stations: Opened

    def row(self, part: Part, *, drill: bool = True) -> Row:
        shut = self.period in part.closed
        found = part.sums.get(self.period, Figures())
        found = found if part.level == STATION else found.at(self.stations, part.code)
        before, year_ago = self.period.before(), self.period.year_ago
        return Row(
            part.code, part.name, part.level, found.closed() if shut else found,
            self._beside(part, before), self._beside(part, year_ago) if self.period.month else None,
            None if shut else self.told(part.left_out), drill and not shut,
        )  # fmt: skip

    def told(self, left: LeftOut) -> LeftOut:
        """Who may not open the sales themselves reads no few households' amount."""
        near = is_near(self.actor) or self.actor.may("view", "trade_finding")
        return left.closed() if cells.few(left.households) and not near else left

    def _beside(self, part: Part, period: Period) -> Figures | None:
        if self.period in part.closed or period in part.closed:
            return None
        return part.sums.get(period, Figures())


def overview(*, actor: Actor, parent: str, period: str, now: datetime) -> Overview:
    """A constant number of statements, however many rows and however many sales."""
    area, today = area_of(actor, parent), timezone.localdate(now)
    years = _years(area.code[: cells.COUNTY]) or [today.year]
    chosen = period_of(period, today=today) if period else Period(years[-1])
    asked = _asked(actor, area, chosen)
    found = by_place(area, list(asked.closed), DIGITS.get(area.level, cells.VILLAGE))
    whole = Part(
        area.code, area.name, area.level,
        {each: total_of(places.values()) for each, places in found.items()},
        frozenset(each for each, closed in asked.closed.items() if area.code in closed),
        left_out_of(area.code, chosen),
    )  # fmt: skip
    parts = _places(asked, found) if area.level in DIGITS else _stations(asked)
    check = _check(asked, parts, whole)
    return Overview(
        as_of=SummaryCursor.objects.filter(name=ORDERS).values_list("moved_at", flat=True).first(),
        period=chosen, ended=chosen.next_on <= today, years=years,
        area=area, breadcrumb=trail_of(actor, area),
        totals=asked.row(whole, drill=False) if check.agrees else None,
        rows=[asked.row(part) for part in parts] if check.agrees else [],
        check=check, gain=gain_of(actor),
        headline=headline(area.code, chosen, now) if check.agrees else None,
    )  # fmt: skip


def area_of(actor: Actor, code: str) -> Area:
    """The parent asked for, or the top of the actor's reach; anything else is not found."""
    reach = Area.objects.visible_to(actor).select_related("parent__parent")
    found = reach.filter(code=code).first() if code else reach.order_by("code").first()
    if found is None:
        raise NotFound("没有这个地区，或不在您的范围内")
    return found


def trail_of(actor: Actor, area: Area) -> list[Area]:
    trail: list[Area] = []
    at: Area | None = area
    while at is not None and actor.reaches_area(at.code):
        trail.insert(0, at)
        at = at.parent
    return trail


def _years(county_code: str) -> list[int]:
    sold = AreaYear.objects.filter(inside(county_code))
    ends = sold.aggregate(first=Min("year"), last=Max("year"))
    return list(range(ends["first"], ends["last"] + 1)) if ends["first"] else []


def _asked(actor: Actor, area: Area, period: Period) -> Asked:
    county = area.code[: cells.COUNTY]
    beside = {period, period.before(), period.year_ago}
    by_year = {each.year: each for each in beside}
    shut = {year: closed_places(actor, county, each) for year, each in by_year.items()}
    closed = {each: shut[each.year] for each in beside}
    return Asked(actor, area, period, closed, opened_stations(actor, area, period))


def _places(asked: Asked, found: dict[Period, dict[str, Figures]]) -> list[Part]:
    below = asked.area.children.order_by("code").values_list("code", "name", "level")
    left = left_out_by_place(asked.area.code, asked.period, DIGITS[asked.area.level])
    return [
        Part(
            code, name, level,
            {each: sums[code] for each, sums in found.items() if code in sums},
            frozenset(each for each, closed in asked.closed.items() if code in closed),
            left.get(code, NOTHING),
        )
        for code, name, level in below
    ]  # fmt: skip


def _stations(asked: Asked) -> list[Part]:
    """The stations that a village's households sold through, wherever these stand."""
    homes = HouseholdMonth.objects.filter(area_code=asked.area.code)
    found = {each: by_key(homes, each, "station") for each in asked.closed}
    inner = LeftOutMonth.objects.filter(area_code=asked.area.code)
    left = left_out(inner, asked.period, "station")
    sold = {pk for sums in found.values() for pk in sums} | left.keys()
    named = Station.objects.filter(pk__in=sold)
    stations = list(named.order_by("area_code", "pk").values_list("pk", "uid", "name"))
    shut: dict[int, set[Period]] = defaultdict(set)
    for each, sums in found.items():
        counts = [sums.get(pk, Figures()).households or 0 for pk, _, _ in stations]
        every = asked.area.code in asked.closed[each]
        for i in range(len(stations)) if every else closed_stations(asked.actor, counts, each):
            shut[i].add(each)
    return [
        Part(
            str(uid), name, STATION,
            {
                each: replace(sums[pk], stations_active=1, stations_total=1)
                for each, sums in found.items()
                if pk in sums
            },
            frozenset(shut[i]), left.get(pk, NOTHING),
        )
        for i, (pk, uid, name) in enumerate(stations)
    ]  # fmt: skip


def _check(asked: Asked, parts: list[Part], whole: Part) -> Check:
    """The rows against their total; the county's tables and what they leave out, the ledger."""
    period, county = asked.period, asked.area.code[: cells.COUNTY]
    rows = total_of(part.sums.get(period, Figures()) for part in parts)
    total, whole_county = whole.sums[period], county == asked.area.code
    held = total if whole_county else county_total(county, period)
    left = whole.left_out if whole_county else left_out_of(county, period)
    booked = ledger_of(county, period)
    agrees = (
        (rows.sales_fen, rows.household_fen, rows.lines, rows.weight_g)
        == (total.sales_fen, total.household_fen, total.lines, total.weight_g)
        and sum(part.left_out.sales_fen for part in parts) == whole.left_out.sales_fen
        and booked
        == ((held.sales_fen or 0) + left.sales_fen, (held.household_fen or 0) + left.paid_fen)
    )
    wrong = MonthCheck.objects.differing().filter(months_in(period), county_code=county)
    open_sum = None if period in whole.closed else rows.sales_fen
    # A difference tells as much as the amount itself.
    told = open_sum is not None and asked.told(left).review_fen is not None
    return Check(
        rows_sum_fen=open_sum,
        ledger_fen=booked[0] if told and asked.actor.reaches_area(county) else None,
        agrees=agrees,
        months=[] if agrees else [f"{m:%Y-%m}" for m in wrong.values_list("month", flat=True)],
    )


def gain_of(actor: Actor) -> Gain | None:
    """Of the newest run in reach; what a refused run found is not said."""
    run = latest_run(actor)
    if run is None:
        return None
    head = run.results.get("headline", {}) if run.verdict != "NOT_IDENTIFIED" else {}
    said = [gate["code"] for gate in run.gates if gate["state"] in ("refuse", "warn")]
    return Gain(run.verdict, head.get("low"), head.get("high"), said, str(run.uid))
