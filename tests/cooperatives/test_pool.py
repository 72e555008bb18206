"""The stock behind listings."""

from collections.abc import Callable
from datetime import date
from typing import Any

from cooperatives import queries, services
from tests.cast import Cast
from tests.cooperatives.scenes import offer, on_sale, weigh

TODAY = date(2026, 9, 28)
AFTER_EXPIRY = date(2026, 12, 28)


def test_a_pool_names_lot_household_and_village(cast: Cast) -> None:
    receipt = weigh(cast, "monitored_household")
    listing = on_sale(cast, receipt)
    (lot,) = queries.pool_of([listing.pk], on=TODAY)[listing.pk]
    assert (lot.code, lot.available_g) == (receipt.lot.code, 12_750)
    assert (lot.household_name, lot.village_name) == ("李秀英", "东峡一村")
    assert (lot.monitored, lot.mode, lot.received_on) == (True, "consignment", TODAY)


def test_pools_of_many_listings_are_one_statement(
    cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    one = on_sale(cast, weigh(cast), weigh(cast))
    other = offer(cast, weigh(cast), package_g=5_000, price_fen=2_400)
    with django_assert_num_queries(1):
        pools = queries.pool_of([one.pk, other.pk], on=TODAY)
    assert [len(pools[one.pk]), len(pools[other.pk])] == [2, 1]


def test_expired_and_empty_lots_are_not_for_sale(cast: Cast) -> None:
    empty = weigh(cast)
    listing = on_sale(cast, empty, weigh(cast))
    services.hold_lots(takes={empty.lot.pk: 12_750})
    assert queries.available_packages([listing.pk], on=TODAY) == {listing.pk: 5}
    assert queries.pool_of([listing.pk], on=AFTER_EXPIRY) == {listing.pk: []}
    assert queries.available_packages([listing.pk], on=AFTER_EXPIRY) == {listing.pk: 0}
