"""Stock of unpaid orders goes back on sale, once, after fifteen minutes and five of grace."""

from datetime import timedelta

import pytest

from backend.common.actor import system_actor
from backend.common.errors import Forbidden, NotFound
from cooperatives.models import Lot
from orders.models import Hold, Order, Shipment
from orders.rules.status import AlreadyPacked
from orders.services.journal import move_order
from orders.services.releasing import cancel_order, release_holds
from tests.cast import NOW, Cast
from tests.orders.market import a_listing, a_lot, an_order, wanted

DUE = NOW + timedelta(minutes=20, seconds=1)


@pytest.fixture
def lot(cast: Cast) -> Lot:
    return a_lot(cast, household="potato_household", net_g=10_000, number=1)


def test_a_hold_lasts_its_grace(cast: Cast, lot: Lot) -> None:
    an_order(cast, wanted(a_listing(cast, lot), 2))
    assert release_holds(now=NOW + timedelta(minutes=20), limit=10) == 0
    assert Order.objects.get().status == "placed"


def test_an_expired_hold_goes_back_once(cast: Cast, lot: Lot) -> None:
    order = an_order(cast, wanted(a_listing(cast, lot), 2))
    assert [release_holds(now=DUE), release_holds(now=DUE)] == [1, 0]
    order.refresh_from_db()
    lot.refresh_from_db()
    assert (order.status, Hold.objects.get().state) == ("expired", "released")
    assert (lot.available_g, lot.held_g) == (10_000, 0)
    assert order.steps.last().actor_uid == "system:release_holds"


def test_a_paid_order_keeps_its_stock(cast: Cast, lot: Lot) -> None:
    order = an_order(cast, wanted(a_listing(cast, lot), 2))
    move_order(order=order, move="pay", actor=system_actor("payments"), now=NOW, paid_at=NOW)
    assert release_holds(now=DUE) == 0
    lot.refresh_from_db()
    assert lot.held_g == 5_000


def test_at_most_the_limit_is_released_oldest_first(cast: Cast, lot: Lot) -> None:
    listing = a_listing(cast, lot)
    old = an_order(cast, wanted(listing, 1), key="old-order")
    an_order(cast, wanted(listing, 1), key="new-order", now=NOW + timedelta(minutes=1))
    assert release_holds(now=DUE + timedelta(minutes=5), limit=1) == 1
    assert Order.objects.get(status="expired") == old


def test_a_cancelled_order_is_not_released_again(cast: Cast, lot: Lot) -> None:
    order = an_order(cast, wanted(a_listing(cast, lot), 2))
    cancel_order(number=order.number, actor=cast.actor("buyer"), now=NOW)
    assert release_holds(now=DUE) == 0
    lot.refresh_from_db()
    assert (lot.available_g, lot.held_g) == (10_000, 0)


def test_what_a_station_packed_is_not_cancelled(cast: Cast, lot: Lot) -> None:
    order = an_order(cast, wanted(a_listing(cast, lot), 2))
    move_order(order=order, move="pay", actor=system_actor("payments"), now=NOW, paid_at=NOW)
    Shipment.objects.update(status="packed")
    with pytest.raises(AlreadyPacked):
        cancel_order(number=order.number, actor=cast.actor("buyer"), now=NOW)
    assert Order.objects.get().status == "paid"


def test_only_the_buyer_cancels(cast: Cast, lot: Lot) -> None:
    order = an_order(cast, wanted(a_listing(cast, lot), 2))
    with pytest.raises(NotFound):
        cancel_order(number=order.number, actor=cast.actor("stranger_buyer"), now=NOW)
    with pytest.raises(Forbidden):
        cancel_order(number=order.number, actor=cast.actor("operator"), now=NOW)
    assert Order.objects.get().status == "placed"
