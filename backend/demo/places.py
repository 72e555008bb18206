"""Areas from the official files; branches, stations and cooperatives placed on them."""

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from django.conf import settings

from backend.common.money import split
from backend.demo.plan import COUNTY, Plan
from backend.demo.store import Store
from stations.models import Area, AreaNeighbour

DATA = Path(settings.BASE_DIR) / "stations" / "data"
EDITION = date(2023, 6, 30)
# Yuan a year and head by which villages differ in growth, in the scenario `selection` alone.
GROWTH_SD = 130.0
SEAT = (101.68446, 36.93553)


@dataclass
class Village:
    """A village committee; `index` is its row in every array of the generator."""

    index: int
    area: Area
    township: Area
    growth: float = 0.0
    station: object | None = None


@dataclass
class Places:
    county: Area
    townships: list[Area] = field(default_factory=list)
    villages: list[Village] = field(default_factory=list)
    communities: list[Area] = field(default_factory=list)

    def villages_of(self, township: Area) -> list[Village]:
        return [village for village in self.villages if village.township is township]


def build_places(plan: Plan, store: Store) -> Places:
    county = store.add(Area(
        code=COUNTY, level="county", name="大通县", official_name="大通回族土族自治县",
        pinyin="datongxian", initials="dtx", letters="DT", edition_on=EDITION,
        longitude_e6=round(SEAT[0] * 1e6), latitude_e6=round(SEAT[1] * 1e6), altitude_m=2450,
        county_seat_m=0,
    ))  # fmt: skip
    places = Places(county=county)
    chance = plan.chance("places")
    for row in _rows("datong_townships.csv"):
        spot = (SEAT[0] + chance.uniform(-0.28, 0.28), SEAT[1] + chance.uniform(-0.18, 0.22))
        places.townships.append(store.add(_area(row, row["name"], "township", county, spot)))
    by_code = {township.code: township for township in places.townships}
    for row in _rows("datong_villages.csv"):
        _add_village(places, store, row, by_code[row["township_code"]], chance)
    growth = plan.chance("growth").normal(0, GROWTH_SD, len(places.villages))
    if plan.scenario == "selection":
        for village in places.villages:
            village.growth = float(growth[village.index])
    _neighbours(places, store)
    return places


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def _add_village(
    places: Places, store: Store, row: dict[str, str], township: Area, chance: np.random.Generator
) -> None:
    middle = (township.longitude_e6 or 0) / 1e6, (township.latitude_e6 or 0) / 1e6
    spot = (middle[0] + chance.normal(0, 0.02), middle[1] + chance.normal(0, 0.015))
    level = "community" if row["kind"] == "community" else "village"
    area = store.add(_area(row, row["official_name"], level, township, spot))
    if level == "community":
        places.communities.append(area)
    else:
        places.villages.append(Village(len(places.villages), area, township))


def _area(
    row: dict[str, str], official: str, level: str, parent: Area, spot: tuple[float, float]
) -> Area:
    east, north = (spot[0] - SEAT[0]) * 89_000, (spot[1] - SEAT[1]) * 111_000
    road_m = round((east**2 + north**2) ** 0.5 * 1.3)
    return Area(
        code=row["code"], level=level, parent_id=parent.pk, name=row["name"],
        official_name=official, pinyin=row["pinyin"], initials=row["initials"], edition_on=EDITION,
        longitude_e6=round(spot[0] * 1e6), latitude_e6=round(spot[1] * 1e6),
        altitude_m=2350 + road_m // 45, county_seat_m=road_m,
    )  # fmt: skip


def _neighbours(places: Places, store: Store) -> None:
    """The two nearest villages by the invented coordinates."""
    spots = np.array([[v.area.longitude_e6 * 0.8, v.area.latitude_e6] for v in places.villages])
    for village in places.villages:
        away = ((spots - spots[village.index]) ** 2).sum(axis=1)
        for nearest in np.argsort(away, kind="stable")[1:3]:
            store.add(AreaNeighbour(
                area_id=village.area.pk, neighbour_id=places.villages[int(nearest)].area.pk,
                source="演示：按虚构坐标取最近两村",
            ))  # fmt: skip


def spread(total: int, places: Places) -> dict[str, int]:
    """A county number spread over the townships by their villages, largest remainder."""
    sizes = [len(places.villages_of(township)) for township in places.townships]
    codes = [township.code for township in places.townships]
    return dict(zip(codes, split(total, sizes, codes), strict=True))


