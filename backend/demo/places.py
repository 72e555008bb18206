"""Areas from the official files; branches, stations and cooperatives placed on them."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from django.conf import settings

from backend.common.money import split
from backend.demo.plan import Plan, local
from backend.demo.store import Store
from stations.management.commands.load_areas import DATONG
from stations.models import Area, AreaNeighbour
from stations.services import import_areas

DATA = Path(settings.BASE_DIR) / "stations" / "data"
PLACED = ["longitude_e6", "latitude_e6", "altitude_m", "county_seat_m"]
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
    """The official areas by the product's own import; coordinates and heights are invented."""
    import_areas(townships_csv=DATA / "datong_townships.csv",
                 villages_csv=DATA / "datong_villages.csv", county=DATONG,
                 now=local(DATONG.edition_on, 9))  # fmt: skip
    areas = list(Area.objects.filter(code__startswith=DATONG.code).order_by("code"))
    by_code = {area.code: area for area in areas}
    places, chance = Places(county=by_code[DATONG.code]), plan.chance("places")
    for area in sorted(areas, key=lambda area: (len(area.code), area.code)):
        if area.level == "county":
            _put(area, SEAT)
        elif area.level == "township":
            offset = chance.uniform(-0.28, 0.28), chance.uniform(-0.18, 0.22)
            _put(area, (SEAT[0] + offset[0], SEAT[1] + offset[1]))
            places.townships.append(area)
        else:
            _add_village(places, area, by_code[area.code[:9]], chance)
    Area.objects.bulk_update(areas, PLACED, batch_size=100)
    growth = plan.chance("growth").normal(0, GROWTH_SD, len(places.villages))
    if plan.scenario == "selection":
        for village in places.villages:
            village.growth = float(growth[village.index])
    _neighbours(places, store)
    return places


def _add_village(places: Places, area: Area, township: Area, chance: np.random.Generator) -> None:
    middle = (township.longitude_e6 or 0) / 1e6, (township.latitude_e6 or 0) / 1e6
    _put(area, (middle[0] + chance.normal(0, 0.02), middle[1] + chance.normal(0, 0.015)))
    if area.level == "community":
        places.communities.append(area)
    else:
        places.villages.append(Village(len(places.villages), area, township))


def _put(area: Area, spot: tuple[float, float]) -> None:
    east, north = (spot[0] - SEAT[0]) * 89_000, (spot[1] - SEAT[1]) * 111_000
    road_m = round((east**2 + north**2) ** 0.5 * 1.3)
    area.longitude_e6, area.latitude_e6 = round(spot[0] * 1e6), round(spot[1] * 1e6)
    area.altitude_m, area.county_seat_m = 2_350 + road_m // 45, road_m


def _neighbours(places: Places, store: Store) -> None:
    """The two nearest villages by the invented coordinates."""
    spots = np.array(
        [[(v.area.longitude_e6 or 0) * 0.8, v.area.latitude_e6] for v in places.villages]
    )
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
