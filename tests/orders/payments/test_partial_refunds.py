"""Several refunds of one payment: together never more than was captured, whoever asks at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from backend.ledger import queries as ledger
from orders.models import LineSource, Order, PaymentAttempt, Refund
from orders.rules.payment import RefundReason, RefundTooMuch
from orders.rules.refunding import Taken
from orders.services.refunding import Basket, refund_part
from tests.orders.payments.conftest import Till

Books = Callable[[], dict[str, int]]
pytestmark = pytest.mark.django_db(transaction=True)


def ask(till: Till, number: str) -> bool:
    """5.50 of the order's 38.00: 3.00 and 1.50 of its two sources, 1.00 of the shipping."""
    order = Order.objects.get()
    first, second = LineSource.objects.order_by("pk")
    shipping = {order.shipments.get().pk: 100}
    basket = Basket([Taken(first.pk, 0, 300), Taken(second.pk, 0, 150)], shipping)
    try:
        with transaction.atomic():
            refund_part(
                order=order, basket=basket, number=number, reason=RefundReason.GOODWILL,
                actor=till.cast.actor("accountant"), now=till.now,
            )  # fmt: skip
    except RefundTooMuch:
        return False
    return True


def test_each_part_is_sent_once_under_its_own_number(
    order: Order, till: Till, books: Books
) -> None:
    till.pay(order)
    assert [ask(till, number) for number in ("R1", "R2", "R3")] == [True] * 3
    till.wait(days=2)
    assert till.tick()["refunds"] == 0
    assert list(Refund.objects.values_list("state", "tries")) == [("done", 1)] * 3
    assert PaymentAttempt.objects.get().state == "partly_refunded"
    assert books() == {"clearing": -2_150, "held": 2_150}


def test_eight_at_once_get_no_more_than_was_paid(order: Order, till: Till, books: Books) -> None:
    till.pay(order)

    def run(number: int) -> bool:
        try:
            return ask(till, f"R{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(run, range(8)))
    assert (given.count(True), Refund.objects.count()) == (6, 6)
    assert PaymentAttempt.objects.get().asked_fen == 3_300
    till.tick()
    assert ledger.verify()["refunded_fen"] == 3_300
    assert books() == {"clearing": -500, "held": 500}
