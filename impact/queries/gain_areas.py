"""The measured gain by place: county, townships, villages, and the households of a village.

The same lines as the year's figure, so the rows add up to it; where few households stand behind a
place it is closed over the whole county alike, as in the overview.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from backend.common.actor import Actor
from backend.common.errors import Forbidden, NotFound
from cooperatives.models import Household
from impact.queries.books import inside
from impact.queries.closing import is_near
from impact.queries.drill import GainLine, paid_lines
from impact.queries.measured import county_actor
from impact.queries.overview import DIGITS, area_of, trail_of
from impact.rules import cells
from stations.models import Area

FEW = "农户不足 5 户，或会推算出不足 5 户的格子，不公开；由所在村查看"


@dataclass(slots=True)
class Gain:
    """Sums of paid lines; what an institution paid above the channel is in neither end."""

    lines: int = 0
    low_fen: int = 0
    high_fen: int = 0
    institution_fen: int = 0
    unmeasured: int = 0
    households: int = 0

    def add(self, line: GainLine) -> None:
        self.lines += 1
        if line.premium_fen is None:
            self.unmeasured += 1
            return
        if line.institution and line.premium_fen > 0:
            self.institution_fen += line.premium_fen
            return
        self.low_fen += line.premium_fen if line.quality == "a" else 0
        self.high_fen += line.premium_fen


@dataclass(frozen=True, slots=True)
class GainRow:
    """`gain` is None where the place is closed."""

    code: str
    name: str
    level: str
    gain: Gain | None


@dataclass(frozen=True, slots=True)
class GainAreas:
    year: int
    area: Area
    breadcrumb: list[Area]
    totals: GainRow
    rows: list[GainRow]


@dataclass(frozen=True, slots=True)
class HouseholdGain:
    household: Household
    gain: Gain


@dataclass(frozen=True, slots=True)
class VillageGains:
    year: int
    breadcrumb: list[Area]
    village: GainRow
    rows: list[HouseholdGain]


def gain_areas(*, actor: Actor, parent: str, year: int) -> GainAreas:
    """One level below a place; every household counts in the village frozen at its sale."""
    area = area_of(actor, parent)
    villages = _villages(area.code[: cells.COUNTY], year)
    closed = _closed(actor, villages)
    digits = DIGITS.get(area.level, cells.VILLAGE)
    below = area.children.order_by("code").values_list("code", "name", "level")
    sums = {code: _sum(villages, code) for code, _, _ in below}
    return GainAreas(
        year=year, area=area, breadcrumb=trail_of(actor, area),
        totals=_row(area.code, area.name, area.level, _sum(villages, area.code), closed),
        rows=[
            _row(code, name, level, sums[code], closed)
            for code, name, level in below
            if len(code) == digits
        ],
    )  # fmt: skip


def village_gains(*, actor: Actor, village: str, year: int) -> VillageGains:
    """The households of a village that were paid in the year, within reach."""
    if len(village) != cells.VILLAGE:
        raise NotFound("请选择一个村")
    area = area_of(actor, village)
    villages = _villages(village[: cells.COUNTY], year)
    row = _row(area.code, area.name, area.level, _sum(villages, village), _closed(actor, villages))
    if row.gain is None:
        raise Forbidden(FEW)
    lines: dict[int, Gain] = defaultdict(Gain)
    for household, line in paid_lines(actor, year, Q(area_code=village)):
        lines[household].add(line)
    seen = Household.objects.visible_to(actor).filter(pk__in=lines).order_by("card_no")
    rows = [HouseholdGain(home, lines[home.pk]) for home in seen]
    return VillageGains(year, trail_of(actor, area), row, rows)


def _villages(county_code: str, year: int) -> dict[str, Gain]:
    """Every village of the county with the households behind its sums."""
    found: dict[str, Gain] = defaultdict(Gain)
    homes: dict[str, set[int]] = defaultdict(set)
    reader = county_actor(county_code)
    for household, line in paid_lines(reader, year, inside(county_code)):
        found[line.area_code].add(line)
        homes[line.area_code].add(household)
    for code, gain in found.items():
        gain.households = len(homes[code])
    return dict(found)


def _closed(actor: Actor, villages: dict[str, Gain]) -> frozenset[str]:
    if is_near(actor):
        return frozenset()
    return cells.close_places({code: [gain.households] for code, gain in villages.items()})


def _sum(villages: dict[str, Gain], code: str) -> Gain:
    return _total(gain for place, gain in villages.items() if place.startswith(code))


def _total(gains: Iterable[Gain]) -> Gain:
    total = Gain()
    for gain in gains:
        for name in Gain.__slots__:
            setattr(total, name, getattr(total, name) + getattr(gain, name))
    return total


def _row(code: str, name: str, level: str, gain: Gain, closed: frozenset[str]) -> GainRow:
    return GainRow(code, name, level, None if code in closed else gain)
