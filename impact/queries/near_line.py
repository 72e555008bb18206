"""The monitoring list: households whose income a head lies below or just above the line.

Counts by place for whoever works in an area, closed where few households stand behind; the
households themselves for hats that may read income forms, names masked unless they are near.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F

from backend.common.actor import Actor
from cooperatives.rules import mask_name
from impact.models import IncomeEntry, IncomeLine, IncomeSurvey
from impact.queries.closing import is_near
from impact.queries.overview import area_of, trail_of
from impact.rules import cells
from impact.rules.near_line import ABOVE, BELOW, NEAR, per_head, place_of
from stations.models import Area

MOST = 500
INCOME = F("earned_fen") + F("transfer_received_fen") - F("transfer_paid_fen")


@dataclass(frozen=True, slots=True)
class Counts:
    asked: int
    below: int
    near: int


@dataclass(frozen=True, slots=True)
class NearRow:
    """`counts` is None where the place is closed."""

    code: str
    name: str
    level: str
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class NearAreas:
    """`line` is None where the county has entered no line for the year: then no rows either."""

    year: int | None
    years: list[int]
    line: IncomeLine | None
    breadcrumb: list[Area]
    totals: NearRow | None
    rows: list[NearRow]


@dataclass(frozen=True, slots=True)
class NearHome:
    entry: IncomeEntry
    name: str
    per_head_fen: int
    place: str


@dataclass(frozen=True, slots=True)
class NearHomes:
    year: int | None
    line: IncomeLine | None
    rows: list[NearHome]


def near_areas(*, actor: Actor, parent: str, year: int | None) -> NearAreas:
    """One level below a place, from the standing wave of the year."""
    area = area_of(actor, parent)
    county = area.code[: cells.COUNTY]
    years, wave, line = _asked(county, year)
    chosen = wave.year if wave else None
    if wave is None or line is None:
        return NearAreas(chosen, years, line, trail_of(actor, area), None, [])
    villages = _villages(wave, line)
    closed = _closed(actor, villages)
    below = area.children.order_by("code").values_list("code", "name", "level")
    return NearAreas(
        year=chosen, years=years, line=line, breadcrumb=trail_of(actor, area),
        totals=_row(area.code, area.name, area.level, villages, closed),
        rows=[_row(code, name, level, villages, closed) for code, name, level in below],
    )  # fmt: skip


def near_homes(*, actor: Actor, area_code: str, year: int | None) -> NearHomes:
    """Lowest income a head first, at most 500; only forms within the reader's reach."""
    _, wave, line = _asked(area_code[: cells.COUNTY], year)
    if wave is None or line is None:
        return NearHomes(wave.year if wave else None, line, [])
    entries = IncomeEntry.objects.visible_to(actor).filter(
        survey=wave, status="observed", area_code__startswith=area_code
    )
    rows = []
    for entry in entries.select_related("household__area__parent"):
        head = per_head(entry.earned_fen + entry.transfer_net_fen, entry.persons)
        place = place_of(head, line.amount_fen)
        if place != ABOVE:
            named = entry.household.head_name
            rows.append(NearHome(entry, named if is_near(actor) else mask_name(named), head, place))
    return NearHomes(wave.year, line, sorted(rows, key=lambda row: row.per_head_fen)[:MOST])


def _asked(
    county: str, year: int | None
) -> tuple[list[int], IncomeSurvey | None, IncomeLine | None]:
    """The newest year with a locked wave unless another is asked for."""
    waves = IncomeSurvey.objects.filter(county_code=county).standing().order_by("-year")
    found = {wave.year: wave for wave in waves}
    wave = found.get(year) if year else next(iter(found.values()), None)
    line = None
    if wave is not None:
        lines = IncomeLine.objects.filter(county_code=county, kind=IncomeLine.Kind.MONITORING)
        line = lines.filter(year=wave.year).first()
    return list(found), wave, line


def _villages(wave: IncomeSurvey, line: IncomeLine) -> dict[str, Counts]:
    """The whole county's, so that what is closed is the same for every reader."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = wave.entries.filter(status="observed").annotate(income=INCOME)
    for code, income, persons in rows.values_list("area_code", "income", "persons").iterator():
        place = place_of(per_head(income, persons), line.amount_fen)
        found[code][0] += 1
        found[code][1] += place == BELOW
        found[code][2] += place == NEAR
    return {code: Counts(*counts) for code, counts in found.items()}


def _closed(actor: Actor, villages: dict[str, Counts]) -> frozenset[str]:
    """A place whose small column would tell is closed in every column, and its neighbour too."""
    if is_near(actor):
        return frozenset()
    return cells.close_places(
        {
            code: [one.asked, one.below, one.near, one.asked - one.below - one.near]
            for code, one in villages.items()
        }
    )


def _row(
    code: str, name: str, level: str, villages: dict[str, Counts], closed: frozenset[str]
) -> NearRow:
    if code in closed:
        return NearRow(code, name, level, None)
    inside = [one for place, one in villages.items() if place.startswith(code)]
    asked, below, near = (sum(getattr(one, n) for one in inside) for n in Counts.__slots__)
    return NearRow(code, name, level, Counts(asked, below, near))
