"""Grams move within a lot and are never oversold."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from cooperatives import services
from cooperatives.models import Lot
from cooperatives.rules import HeldStockMissing, ListingSoldOut
from tests.cast import Cast, build
from tests.cooperatives.scenes import weigh

Counter = Callable[[int], Any]


def weights(lot_id: int) -> tuple[int, int, int]:
    lot = Lot.objects.get(pk=lot_id)
    return lot.available_g, lot.held_g, lot.sold_g


def test_a_hold_moves_weight_of_all_lots(cast: Cast) -> None:
    one, other = weigh(cast).lot, weigh(cast, "monitored_household").lot
    services.hold_lots(takes={one.pk: 5_000, other.pk: 12_750})
    assert weights(one.pk) == (7_750, 5_000, 0)
    assert weights(other.pk) == (0, 12_750, 0)


def test_a_hold_that_one_lot_refuses_moves_nothing(cast: Cast) -> None:
    one, other = weigh(cast).lot, weigh(cast, "monitored_household").lot
    with pytest.raises(ListingSoldOut):
        services.hold_lots(takes={one.pk: 5_000, other.pk: 12_751})
    assert weights(one.pk) == weights(other.pk) == (12_750, 0, 0)


def test_what_was_held_is_sold(cast: Cast) -> None:
    lot = weigh(cast).lot
    services.hold_lots(takes={lot.pk: 5_000})
    services.sell_held(takes={lot.pk: 5_000})
    assert weights(lot.pk) == (7_750, 0, 5_000)


def test_what_was_held_comes_back(cast: Cast) -> None:
    lot = weigh(cast).lot
    services.hold_lots(takes={lot.pk: 5_000})
    services.release_held(takes={lot.pk: 5_000})
    assert weights(lot.pk) == (12_750, 0, 0)


@pytest.mark.parametrize("verb", [services.sell_held, services.release_held])
def test_what_is_not_held_moves_nowhere(cast: Cast, verb: Callable[..., None]) -> None:
    lot = weigh(cast).lot
    with pytest.raises(HeldStockMissing):
        verb(takes={lot.pk: 1})
    assert weights(lot.pk) == (12_750, 0, 0)


def test_a_move_without_weight_is_a_mistake(cast: Cast) -> None:
    with pytest.raises(ValueError, match="weight"):
        services.hold_lots(takes={weigh(cast).lot.pk: 0})


def test_the_number_of_statements_does_not_grow_with_the_lots(
    cast: Cast, django_assert_num_queries: Counter
) -> None:
    takes = {weigh(cast).lot.pk: 100 for _ in range(5)}
    with django_assert_num_queries(3):  # savepoint, lock and move in one, release
        services.hold_lots(takes=takes)


def hold_once(lots: list[int]) -> bool:
    """One buyer of 1,000 g of each lot in a thread of its own."""
    try:
        services.hold_lots(takes=dict.fromkeys(lots, 1_000))
    except ListingSoldOut:
        return False
    finally:
        connections.close_all()
    return True


@pytest.mark.django_db(transaction=True)
def test_eight_buyers_of_the_last_five_packages_get_five() -> None:
    cast = build()
    lots = [weigh(cast, gross_g=5_500).lot.pk, weigh(cast, gross_g=5_500).lot.pk]
    baskets = [lots, lots[::-1]] * 4
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(hold_once, baskets))
    assert answers.count(True) == 5
    assert [weights(lot) for lot in lots] == [(0, 5_000, 0)] * 2
