"""Two buyers, one package: real threads and real locks, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from backend.common.errors import DomainError
from cooperatives.models import Lot
from orders.models import Order
from orders.services.releasing import release_holds
from tests.cast import Cast, build
from tests.orders.market import a_listing, a_lot, an_order, wanted
from tests.orders.test_releasing import DUE

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*calls: Callable[[], Any]) -> list[str]:
    """Runs all at the same moment, each in a thread with its own connection."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> str:
        start.wait()
        try:
            return str(call())
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return build()


def test_the_last_package_is_sold_once(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=2_500, number=1)
    line = wanted(a_listing(cast, lot), 1)
    outcomes = _at_once(
        lambda: an_order(cast, line).status,
        lambda: an_order(cast, line, who="stranger_buyer").status,
    )
    assert outcomes == ["listing_sold_out", "placed"]
    lot.refresh_from_db()
    assert (lot.available_g, lot.held_g, Order.objects.count()) == (0, 2_500, 1)


def test_a_double_click_on_the_last_package_is_one_order(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=2_500, number=1)
    line = wanted(a_listing(cast, lot), 1)
    first, second = _at_once(
        lambda: an_order(cast, line).number, lambda: an_order(cast, line).number
    )
    assert first == second
    assert first.startswith("OD")
    assert list(Lot.objects.values_list("held_g", flat=True)) == [2_500]


def test_crossed_carts_do_not_wait_for_each_other_for_ever(cast: Cast) -> None:
    one = a_listing(cast, a_lot(cast, household="potato_household", net_g=9_000, number=1))
    two = a_listing(
        cast,
        a_lot(cast, household="monitored_household", net_g=9_000, number=2),
        package_g=500,
    )
    outcomes = _at_once(
        lambda: an_order(cast, wanted(one, 1), wanted(two, 1)).status,
        lambda: an_order(cast, wanted(two, 1), wanted(one, 1), who="stranger_buyer").status,
    )
    assert outcomes == ["placed", "placed"]
    assert sorted(Lot.objects.values_list("held_g", flat=True)) == [1_000, 5_000]


def test_two_sweepers_release_a_hold_once(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=5_000, number=1)
    an_order(cast, wanted(a_listing(cast, lot), 2))
    assert _at_once(lambda: release_holds(now=DUE), lambda: release_holds(now=DUE)) == ["0", "1"]
    lot.refresh_from_db()
    assert (lot.available_g, lot.held_g) == (5_000, 0)
