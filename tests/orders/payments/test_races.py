"""Sixteen messengers at once, on the engine that is configured."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from backend.ledger.models import Transfer
from orders.models import JournalEntry, Order, PaymentAttempt, PaymentEvent, Refund
from orders.services import paying, sending
from tests.orders.payments.conftest import Till

FORM = "application/x-www-form-urlencoded; charset=utf-8"
Books = Callable[[], dict[str, int]]
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(times: int, work: Callable[[], bool]) -> list[bool]:
    def run(_: int) -> bool:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_sixteen_equal_notifies_at_once_are_booked_once(
    order: Order, till: Till, books: Books
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    form, now = till.forms()[0], till.now
    answers = at_once(16, lambda: paying.handle_notify(body=form, content_type=FORM, now=now))
    assert answers == [True] * 16
    assert PaymentEvent.objects.count() == 1
    assert Transfer.objects.filter(kind="capture").count() == 1
    assert JournalEntry.objects.filter(kind="paid").count() == 1
    assert books() == {"clearing": -3_800, "held": 3_800}


def test_two_attempts_paid_at_once_leave_one_payment_and_one_refund(
    order: Order, till: Till, books: Books
) -> None:
    for _, trade_no in (till.open(order), till.open(order)):
        till.act(trade_no)
    forms, now = iter(till.forms()), till.now
    answers = at_once(2, lambda: paying.handle_notify(body=next(forms), content_type=FORM, now=now))
    assert answers == [True, True]
    assert Order.objects.get().status == "paid"
    assert Refund.objects.count() == 1
    assert PaymentAttempt.objects.filter(state__in=["paid", "refunded"]).count() == 2
    assert books()["held"] == 3_800


def test_eight_senders_of_one_refund_book_it_once(order: Order, till: Till, books: Books) -> None:
    for _, trade_no in (till.open(order), till.open(order)):
        till.act(trade_no)
    till.deliver()
    refund, now = (
        Refund.objects.select_related("attempt__merchant", "attempt__order").get(),
        till.now,
    )
    sent = at_once(8, lambda: sending.send_refund(refund=refund, now=now))
    assert sent.count(True) <= 1
    assert Refund.objects.get().state == "done"
    assert Transfer.objects.filter(kind="refund").count() == 1
    assert books() == {"clearing": -3_800, "held": 3_800}
