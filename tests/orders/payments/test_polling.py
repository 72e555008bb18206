"""Notifies get lost, gateways fall silent: the sweeper finds what is due."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from backend.common.models import OutboxEntry
from orders import tasks
from orders.gateways.sandbox import Action
from orders.models import Order, PaymentAttempt, Refund
from orders.services import paying, polling, releasing
from orders.services.polling import payments_tick
from tests import cast as people
from tests.orders.payments.conftest import Till

Books = Callable[[], dict[str, int]]
pytestmark = pytest.mark.django_db


def lose_notifies(till: Till) -> None:
    with till.box.store.writing() as db:
        db.execute("DELETE FROM notifies")


def test_a_lost_notify_is_found_by_the_tick(order: Order, till: Till, books: Books) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    lose_notifies(till)
    assert payments_tick(now=till.wait(seconds=20))["attempts"] == 1
    assert Order.objects.get().status == "paid"
    assert books() == {"clearing": -3_800, "held": 3_800}


def test_the_return_of_the_buyer_proves_nothing_but_asks(
    order: Order, till: Till, books: Books
) -> None:
    _, trade_no = till.open(order)
    answer = Client().get(f"/pay/return/{order.number}?trade_status=TRADE_SUCCESS")
    assert answer["Location"] == f"/shop/orders/{order.number}/processing"
    asked = OutboxEntry.objects.get(task="orders.tasks.poll_order")
    assert tasks.poll_order(**asked.kwargs) == 0
    assert Order.objects.get().status == "placed"
    till.act(trade_no)
    assert tasks.poll_order(**asked.kwargs) == 1
    assert Order.objects.get().status == "paid"


def test_a_notify_before_the_return_leaves_nothing_to_ask(
    order: Order, till: Till, books: Books
) -> None:
    till.pay(order)
    assert polling.poll_order(order_number=order.number, now=till.now) == 0
    assert books() == {"clearing": -3_800, "held": 3_800}


def test_a_trade_never_opened_stays_pending_until_the_grace_is_over(
    order: Order, till: Till, books: Books
) -> None:
    attempt, _ = paying.start_attempt(
        order_number=order.number, channel="page", actor=till.cast.actor("buyer"), now=till.now
    )
    payments_tick(now=till.wait(minutes=19))
    attempt.refresh_from_db()
    assert attempt.state == "pending"
    payments_tick(now=till.wait(minutes=1, seconds=1))
    attempt.refresh_from_db()
    assert (attempt.state, attempt.next_poll_at) == ("closed", None)


def test_paid_after_the_order_expired_is_given_back_whole(
    order: Order, till: Till, books: Books
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    late = till.wait(minutes=21)
    assert releasing.release_holds(now=late) == 1
    till.deliver()
    refund = Refund.objects.get()
    assert (refund.reason, refund.state) == ("closed_then_paid", "requested")
    assert books() == {"clearing": -3_800, "refund_due": 3_800}
    assert payments_tick(now=till.wait(seconds=1))["refunds"] == 1
    refund.refresh_from_db()
    assert (refund.state, refund.attempt.state, books()) == ("done", "refunded", {})
    assert Order.objects.get().status == "expired"


def test_a_refund_is_done_once_whatever_is_repeated(order: Order, till: Till, books: Books) -> None:
    (_, one), (_, two) = till.open(order), till.open(order)
    till.act(one)
    till.act(two)
    till.deliver()
    assert payments_tick(now=till.wait(seconds=1))["refunds"] == 1
    assert payments_tick(now=till.wait(days=2))["refunds"] == 0
    assert Refund.objects.get().tries == 1
    assert books() == {"clearing": -3_800, "held": 3_800}


def test_a_gateway_out_of_reach_is_asked_again_later(
    order: Order, till: Till, books: Books, settings: Any
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    lose_notifies(till)
    settings.SANDBOX_SERVER_URL = "http://127.0.0.1:9"
    assert payments_tick(now=till.wait(seconds=20))["attempts"] == 0
    attempt = PaymentAttempt.objects.get()
    assert (attempt.state, attempt.poll_count) == ("pending", 1)
    settings.SANDBOX_SERVER_URL = ""
    assert payments_tick(now=till.wait(seconds=31))["attempts"] == 1
    assert Order.objects.get().status == "paid"


def test_late_sandbox_notifies_go_out_with_the_tick(order: Order, till: Till, books: Books) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no, Action.DELAY)
    assert payments_tick(now=till.now)["notifies"] == 0
    assert payments_tick(now=till.wait(seconds=61))["notifies"] == 1
    assert Order.objects.get().status == "paid"


def test_a_stranger_starts_no_payment_for_the_order(
    order: Order, till: Till, books: Books, post: Any, cast: people.Cast
) -> None:
    path = f"/api/v1/orders/{order.number}/payment-attempts"
    for who, status in (("stranger_buyer", 404), ("farmer", 403), ("operator", 403)):
        assert post(cast.client(who), path, {"channel": "wap"}).status_code == status
    assert PaymentAttempt.objects.count() == 0


def test_the_buyer_gets_an_address_while_the_goods_are_held(
    order: Order, till: Till, books: Books, post: Any, cast: people.Cast
) -> None:
    path = f"/api/v1/orders/{order.number}/payment-attempts"
    answer = post(cast.client("buyer"), path, {"channel": "wap"}).json()
    assert sorted(answer) == ["expires_at", "out_trade_no", "pay_url"]
    assert "/sandbox/gateway.do?" in answer["pay_url"]
    till.wait(minutes=15)
    late = post(cast.client("buyer"), path, {"channel": "wap"})
    assert (late.status_code, late.json()["code"]) == (409, "order_expired")
