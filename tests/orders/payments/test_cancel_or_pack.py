"""Cancelling against packing, and against the money coming in: one of the two wins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from backend.common.errors import DomainError
from cooperatives.models import Lot
from orders.models import Hold, LineSource, Order, Refund, Shipment
from orders.services import paying
from orders.services.fulfilling import pack
from orders.services.releasing import cancel_order
from tests.orders.payments.conftest import Till

FORM = "application/x-www-form-urlencoded; charset=utf-8"
Books = Callable[[], dict[str, int]]
pytestmark = pytest.mark.django_db(transaction=True)
# (order, parcel, refunds, hold, grams sold): cancelled with the money back, or packed.
CANCELLED = ("cancelled", "waiting", 1, "released", 0)
PACKED = ("packed", "packed", 0, "sold", 5_000)


def _at_once(*calls: Callable[[], Any]) -> list[str]:
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> str:
        start.wait()
        try:
            call()
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def _state() -> tuple[str, str, int, str, int]:
    return (
        Order.objects.get().status,
        Shipment.objects.get().status,
        Refund.objects.count(),
        Hold.objects.get().state,
        sum(Lot.objects.values_list("sold_g", flat=True)),
    )


def test_packing_and_cancelling_at_once_have_one_winner(
    order: Order, till: Till, books: Books
) -> None:
    till.pay(order)
    parcel, now = str(order.shipments.get().uid), till.now
    codes = list(LineSource.objects.values_list("lot__code", flat=True))
    operator, buyer = till.cast.actor("operator"), till.cast.actor("buyer")
    outcomes = _at_once(
        lambda: pack(shipment_uid=parcel, lot_codes=codes, actor=operator, now=now),
        lambda: cancel_order(number=order.number, actor=buyer, now=now),
    )
    assert outcomes.count("done") == 1
    assert _state() == (PACKED if outcomes[0] == "done" else CANCELLED)


def test_money_that_comes_while_the_buyer_cancels_is_given_back(
    order: Order, till: Till, books: Books
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    form, now, buyer = till.forms()[0], till.now, till.cast.actor("buyer")
    outcomes = _at_once(
        lambda: paying.handle_notify(body=form, content_type=FORM, now=now),
        lambda: cancel_order(number=order.number, actor=buyer, now=now),
    )
    assert outcomes[0] == "done"
    cancelled = CANCELLED if outcomes[1] == "done" else ("paid", "waiting", 0, "sold", 5_000)
    assert _state() == cancelled
