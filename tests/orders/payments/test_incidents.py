"""What went wrong with money has an owner and a day, and is never mended silently."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from backend.common.models import OutboxEntry
from orders import tasks
from orders.gateways.sandbox import Action, Fault
from orders.models import Order, PaymentAttempt, PaymentIncident, Refund
from orders.queries.health import readings
from orders.services import paying
from orders.services.releasing import cancel_order
from tests.cast import Cast
from tests.orders.payments.conftest import Till
from tests.orders.payments.test_notify import FORM, resigned

Books = Callable[[], dict[str, int]]
INCIDENTS = "/api/v1/payment-incidents"
pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(order: Order, till: Till, books: Books) -> PaymentIncident:
    """The gateway said another amount than the order's."""
    till.pay(order, Action.TAMPER)
    return PaymentIncident.objects.get()


def test_a_mismatch_is_the_accountants_until_tomorrow(
    cast: Cast, incident: PaymentIncident, till: Till
) -> None:
    assert (incident.kind, incident.attempt) == ("wrong_amount", PaymentAttempt.objects.get())
    assert incident.owner_uid == str(cast.users["accountant"].uid)
    assert incident.due_on == localdate(till.now) + timedelta(days=1)
    row = cast.client("accountant").get(INCIDENTS, {"state": "open"}).json()["results"][0]
    assert (row["kind_name"], row["order_number"]) == ("金额不符", Order.objects.get().number)
    assert (row["overdue"], Order.objects.get().status) == (False, "placed")


@pytest.mark.parametrize(
    ("change", "kind"),
    [({"app_id": "2021000000000001"}, "wrong_app"), ({"seller_id": "2088000000000001"},
                                                     "wrong_seller")],
)  # fmt: skip
def test_a_wrong_fact_told_twice_is_one_incident(
    order: Order, till: Till, books: Books, change: dict[str, str], kind: str
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    for number in ("1", "2"):
        form = resigned(till, change | {"notify_id": number})
        assert paying.handle_notify(body=form, content_type=FORM, now=till.now)
    assert PaymentIncident.objects.get().kind == kind


def test_money_for_a_number_we_never_gave_out_is_the_countys(
    cast: Cast, order: Order, till: Till, books: Books
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    form = resigned(till, {"out_trade_no": "XZ0"})
    assert paying.handle_notify(body=form, content_type=FORM, now=till.now)
    incident = PaymentIncident.objects.get()
    assert (incident.kind, incident.owner_uid) == ("no_such_attempt", "")
    assert cast.client("auditor").get(INCIDENTS).json()["results"][0]["uid"] == str(incident.uid)


def test_a_refund_without_outcome_for_a_day_is_one_incident(
    cast: Cast, order: Order, till: Till, books: Books
) -> None:
    till.pay(order)
    cancel_order(number=order.number, actor=cast.actor("buyer"), now=till.now)
    till.box.switch(Fault.UNSIGNED, times=9, method="alipay.trade.fastpay.refund.query")
    till.tick()
    assert PaymentIncident.objects.count() == 0
    till.wait(hours=25)
    assert [till.tick()["incidents"], till.tick()["incidents"]] == [1, 0]
    incident = PaymentIncident.objects.get()
    assert (incident.kind, incident.refund) == ("refund_stuck", Refund.objects.get())
    assert "38.00 元" in incident.said


def test_a_closing_after_the_payment_is_asked_about_and_undoes_nothing(
    order: Order, till: Till, books: Books
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no, Action.CLOSE_THEN_PAY)
    closed, paid = till.forms()
    paying.handle_notify(body=paid, content_type=FORM, now=till.now)
    paying.handle_notify(body=closed, content_type=FORM, now=till.now)
    asked = OutboxEntry.objects.get(task="orders.tasks.check_closed").kwargs
    assert not tasks.check_closed(**asked)
    with till.box.store.writing() as db:
        db.execute("UPDATE trades SET status='TRADE_CLOSED'")
    assert tasks.check_closed(**asked)
    assert PaymentIncident.objects.get().kind == "closed_after_paid"
    assert (PaymentAttempt.objects.get().state, books()["held"]) == ("paid", 3_800)


def test_who_takes_it_over_says_until_when(
    cast: Cast, incident: PaymentIncident, till: Till, post: Any
) -> None:
    accountant, path = cast.client("accountant"), f"{INCIDENTS}/{incident.uid}/take"
    late = {"due_on": "2027-01-01"}
    assert list(post(accountant, path, late).json()["fields"]) == ["due_on"]
    answer = post(accountant, path, {"due_on": "2026-10-03"}).json()
    assert (answer["owner_name"], answer["due_on"]) == (
        cast.users["accountant"].name, "2026-10-03",
    )  # fmt: skip
    till.wait(days=6)
    assert cast.client("accountant").get(INCIDENTS).json()["results"][0]["overdue"]
    reading = next(one for one in readings(now=till.now) if one.key == "payment_incidents")
    assert (reading.value, reading.alarming, reading.note) == (1, True, "1 件已过期限")


def test_it_ends_with_a_reason_and_only_once(
    cast: Cast, incident: PaymentIncident, post: Any, books: Books
) -> None:
    accountant, path = cast.client("accountant"), f"{INCIDENTS}/{incident.uid}/resolve"
    assert list(post(accountant, path, {"resolution": " "}).json()["fields"]) == ["resolution"]
    assert post(accountant, path, {"resolution": "支付宝已原路退回买家"}).status_code == 200
    again = post(accountant, path, {"resolution": "再来一次"})
    assert (again.status_code, again.json()["code"]) == (409, "incident_resolved")
    assert accountant.get(INCIDENTS, {"state": "open"}).json()["results"] == []
    assert (Order.objects.get().status, books()) == ("placed", {})


@pytest.mark.parametrize("step", ["take", "resolve"])
@pytest.mark.parametrize("who", ["stranger_manager", "manager", "buyer", "operator", "auditor"])
def test_nobody_else_keeps_incidents(
    cast: Cast, incident: PaymentIncident, post: Any, who: str, step: str
) -> None:
    body = {"due_on": "2026-10-01", "resolution": "就这样吧"}
    answer = post(cast.client(who), f"{INCIDENTS}/{incident.uid}/{step}", body)
    assert answer.status_code in {403, 404}
    before = (incident.owner_uid, incident.resolved_at)
    incident.refresh_from_db()
    assert (incident.owner_uid, incident.resolved_at) == before


@pytest.mark.parametrize("who", ["stranger_manager", "stranger_official"])
def test_a_stranger_sees_none_of_them(cast: Cast, incident: PaymentIncident, who: str) -> None:
    answer = cast.client(who).get(INCIDENTS)
    assert str(incident.uid) not in answer.content.decode()


def test_the_buyer_is_told_and_not_asked_to_pay_again(
    cast: Cast, incident: PaymentIncident
) -> None:
    number = Order.objects.get().number
    body = cast.client("buyer").get(f"/api/v1/orders/{number}").json()
    assert (body["payment"]["state"], body["can"]["pay"]) == ("mismatch", False)
