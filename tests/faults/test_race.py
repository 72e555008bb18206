"""F5: more buyers than goods, over HTTP, on real server processes and on both databases."""

import json

import pytest

from tests.faults.buyers import Crowd
from tests.faults.conftest import OpenSite
from tests.faults.site import Site
from tests.journeys.county import what_is_missing

ENGINES = [
    ("sqlite", 1),
    pytest.param(
        "postgresql",
        2,
        marks=pytest.mark.skipif("PostgreSQL" in what_is_missing(), reason="no PostgreSQL"),
    ),
]


def race(place: Site, *, units: int, buyers: int, workers: int) -> None:
    scene = place.scene("crowd", str(buyers), str(units))
    place.start_web(workers=workers)
    said = Crowd(place, **scene).buy_at_once()
    assert said == {"201": units, "listing_sold_out": buyers - units}
    assert stock_of(place) == [(0, 1_000 * units)] * 2
    assert place.broken() == []


def stock_of(place: Site) -> list[tuple[int, int]]:
    """Left and held grams of each product's lots."""
    code = (
        "import django, json; django.setup()\n"
        "from django.db.models import Sum\n"
        "from cooperatives.models import Lot\n"
        "rows = Lot.objects.order_by().values('receipt__product').annotate("
        "a=Sum('available_g'), h=Sum('held_g')).values_list('a', 'h')\n"
        "print(json.dumps(list(rows)))"
    )
    return [tuple(row) for row in json.loads(place.python("-c", code))]


@pytest.mark.parametrize(("engine", "workers"), ENGINES)
def test_twenty_units_and_sixty_buyers_end_at_exactly_twenty(
    open_site: OpenSite, engine: str, workers: int
) -> None:
    race(open_site(engine), units=20, buyers=60, workers=workers)


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "workers"), ENGINES)
def test_a_hundred_units_and_five_hundred_buyers_end_at_exactly_a_hundred(
    open_site: OpenSite, engine: str, workers: int
) -> None:
    race(open_site(engine), units=100, buyers=500, workers=workers)
