"""PAYMENTS 7 row by row, through the real package, with the local gateway's switches."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.ledger.models import Transfer
from orders.gateways import CancelView
from orders.gateways.sandbox import Fault
from orders.models import Order, PaymentAttempt, PaymentEvent, PaymentIncident, Refund
from orders.rules.payment import PaymentUnavailable
from orders.services import counter
from orders.services.releasing import cancel_order, release_holds
from orders.services.sending import retry_refund
from tests.cast import Cast
from tests.orders.payments.conftest import Till

Books = Callable[[], dict[str, int]]
pytestmark = pytest.mark.django_db


def test_a_duplicated_notify_is_answered_twice_and_booked_once(
    order: Order, till: Till, books: Books
) -> None:
    till.box.switch(Fault.DUPLICATE)
    till.pay(order)
    assert Transfer.objects.filter(kind="capture").count() == 1
    assert books() == {"clearing": -3_800, "held": 3_800}


def test_a_dropped_notify_is_made_up_for_by_a_question(
    order: Order, till: Till, books: Books
) -> None:
    till.box.switch(Fault.DROP)
    till.pay(order)
    assert order.status == "placed"
    till.wait(seconds=20)
    till.tick()
    assert Order.objects.get().status == "paid"


def test_notifies_in_the_wrong_order_end_in_the_same_books(
    order: Order, till: Till, books: Books
) -> None:
    _, trade_no = till.open(order)
    till.box.switch(Fault.REORDER)
    till.act(trade_no)
    till.wait(seconds=2)
    till.deliver()
    assert Order.objects.get().status == "paid"


@pytest.mark.parametrize(
    "fault", [Fault.HANG, Fault.SERVER_ERROR, Fault.UNSIGNED, Fault.SHA1, Fault.WRONG_AMOUNT]
)
def test_an_answer_that_cannot_be_believed_decides_no_refund(
    cast: Cast, order: Order, till: Till, books: Books, fault: Fault
) -> None:
    till.pay(order)
    cancel_order(number=order.number, actor=cast.actor("buyer"), now=till.now)
    till.box.switch(fault, method="alipay.trade.refund")
    till.box.switch(Fault.DROP, times=9)
    till.tick()
    till.wait(minutes=2)
    till.tick()
    refund = Refund.objects.get()
    assert (refund.state, Transfer.objects.filter(kind="refund").count()) == ("done", 1)
    assert books() == {}


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.UNSIGNED, Fault.SHA1])
def test_a_question_that_is_not_answered_well_leaves_the_attempt_open(
    order: Order, till: Till, books: Books, fault: Fault
) -> None:
    till.box.switch(Fault.DROP)
    till.pay(order)
    till.box.switch(fault, method="alipay.trade.query")
    till.wait(seconds=20)
    till.tick()
    assert PaymentAttempt.objects.get().state == "pending"
    till.wait(minutes=1)
    till.tick()
    assert PaymentAttempt.objects.get().state == "paid"


def test_a_refused_question_after_a_refund_is_no_failed_refund(
    cast: Cast, order: Order, till: Till, books: Books
) -> None:
    till.pay(order)
    cancel_order(number=order.number, actor=cast.actor("buyer"), now=till.now)
    till.box.switch(Fault.HANG, method="alipay.trade.fastpay.refund.query")
    till.tick()
    assert Refund.objects.get().state == "unknown"
    till.wait(minutes=2)
    till.tick()
    assert Refund.objects.get().state == "done"


def test_a_refusal_is_shown_and_tried_again_by_the_accountant(
    cast: Cast, order: Order, till: Till, books: Books, post: Any
) -> None:
    till.pay(order)
    with till.box.store.writing() as db:
        db.execute("UPDATE trades SET status='TRADE_CLOSED'")
    cancel_order(number=order.number, actor=cast.actor("buyer"), now=till.now)
    till.tick()
    accountant = cast.client("accountant")
    row = accountant.get("/api/v1/refunds", {"state": "failed"}).json()["results"][0]
    assert row["refusal"] == "40004 ACQ.TRADE_STATUS_ERROR"
    with till.box.store.writing() as db:
        db.execute("UPDATE trades SET status='TRADE_SUCCESS'")
    assert post(accountant, f"/api/v1/refunds/{row['uid']}/retry").status_code == 200
    till.tick()
    assert (Refund.objects.get().state, books()) == ("done", {})


@pytest.mark.parametrize("who", ["buyer", "supervisor", "stranger_manager", "operator"])
def test_a_stranger_retries_no_refund(
    cast: Cast, order: Order, till: Till, books: Books, post: Any, who: str
) -> None:
    till.pay(order)
    cancel_order(number=order.number, actor=cast.actor("buyer"), now=till.now)
    Refund.objects.update(state="failed")
    uid = Refund.objects.get().uid
    assert post(cast.client(who), f"/api/v1/refunds/{uid}/retry").status_code in {403, 404}
    assert Refund.objects.get().state == "failed"


def test_only_a_failed_refund_is_tried_again(
    cast: Cast, order: Order, till: Till, books: Books
) -> None:
    till.pay(order)
    cancel_order(number=order.number, actor=cast.actor("buyer"), now=till.now)
    uid = str(Refund.objects.get().uid)
    with pytest.raises(Exception, match="没有失败"):
        retry_refund(refund_uid=uid, actor=cast.actor("accountant"), now=till.now)


def test_a_counter_code_is_scanned_and_paid(
    cast: Cast, order: Order, till: Till, books: Books
) -> None:
    attempt, content = counter.show_code(
        order_number=order.number, actor=cast.actor("operator"), now=till.now
    )
    trade_no = till.box.open_code(content.partition("code=")[2])["trade_no"]
    till.act(trade_no)
    till.wait(seconds=3)
    assert till.tick()["attempts"] >= 0
    attempt.refresh_from_db()
    assert (attempt.channel, attempt.state, Order.objects.get().status) == ("qr", "paid", "paid")


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.SERVER_ERROR])
def test_a_code_that_may_exist_is_given_up_for_a_new_number(
    cast: Cast, order: Order, till: Till, books: Books, fault: Fault
) -> None:
    till.box.switch(fault, method="alipay.trade.precreate")
    operator = cast.actor("operator")
    with pytest.raises(PaymentUnavailable):
        counter.show_code(order_number=order.number, actor=operator, now=till.now)
    counter.show_code(order_number=order.number, actor=operator, now=till.now)
    assert len(set(PaymentAttempt.objects.values_list("out_trade_no", flat=True))) == 2
    till.wait(minutes=21)
    till.tick()
    assert set(PaymentAttempt.objects.values_list("state", flat=True)) == {"closed"}


def test_a_code_is_taken_back_before_it_is_paid(
    cast: Cast, order: Order, till: Till, books: Books
) -> None:
    operator = cast.actor("operator")
    attempt, _ = counter.show_code(order_number=order.number, actor=operator, now=till.now)
    done = counter.take_back_code(attempt_uid=str(attempt.uid), actor=operator, now=till.now)
    assert (done.state, books()) == ("closed", {})


def test_a_code_paid_at_the_last_moment_is_given_back_by_the_provider(
    cast: Cast, order: Order, till: Till, books: Books
) -> None:
    operator = cast.actor("operator")
    attempt, content = counter.show_code(order_number=order.number, actor=operator, now=till.now)
    till.box.switch(Fault.DROP, times=9)
    till.act(till.box.open_code(content.partition("code=")[2])["trade_no"])
    done = counter.take_back_code(attempt_uid=str(attempt.uid), actor=operator, now=till.now)
    assert (done.state, Refund.objects.get().state) == ("refunded", "done")
    assert (Order.objects.get().status, books()) == ("placed", {})


def test_a_code_given_back_after_its_notify_was_booked_becomes_an_incident(
    cast: Cast, order: Order, till: Till, books: Books
) -> None:
    operator = cast.actor("operator")
    attempt, content = counter.show_code(order_number=order.number, actor=operator, now=till.now)
    till.act(till.box.open_code(content.partition("code=")[2])["trade_no"])
    till.deliver()
    given_back = CancelView(out_trade_no=attempt.out_trade_no, action="refund", retry=False)
    counter.record_cancel(
        attempt=attempt, view=given_back, trade_no="", actor=operator, now=till.now
    )
    assert (Order.objects.get().status, PaymentAttempt.objects.get().state) == ("paid", "paid")
    assert PaymentIncident.objects.get().kind == "closed_after_paid"


def test_money_after_the_hold_expired_is_given_back(order: Order, till: Till, books: Books) -> None:
    _, trade_no = till.open(order)
    till.box.switch(Fault.DELAY)
    till.act(trade_no)
    till.wait(minutes=21)
    release_holds(now=till.now)
    till.deliver()
    till.tick()
    assert (Order.objects.get().status, Refund.objects.get().reason) == (
        "expired", "closed_then_paid",
    )  # fmt: skip
    till.wait(minutes=2)
    till.tick()
    assert books() == {}


def test_no_event_holds_a_whole_buyer_id(order: Order, till: Till, books: Books) -> None:
    till.pay(order)
    masked = PaymentEvent.objects.get().masked
    assert masked["buyer_id"].count("*") == 4
