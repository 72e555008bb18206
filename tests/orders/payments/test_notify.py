"""One message, many times, in any order, and by anybody."""

import base64
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from backend.ledger.models import Transfer
from cooperatives.models import Lot
from orders.gateways import wire
from orders.gateways.sandbox import Action
from orders.models import Order, OrderStep, PaymentAttempt, PaymentEvent, Refund
from orders.services import paying
from tests.orders.payments.conftest import Till

Books = Callable[[], dict[str, int]]
FORM = "application/x-www-form-urlencoded; charset=utf-8"
pytestmark = pytest.mark.django_db


def test_a_good_notify_pays_the_order_and_sells_its_stock(
    order: Order, till: Till, books: Books
) -> None:
    attempt = till.pay(order)
    assert (order.status, order.hold.state, attempt.state) == ("paid", "sold", "paid")
    assert order.total_fen == 3_800
    assert books() == {"clearing": -3_800, "held": 3_800}
    assert order.lines.get().listing.sold_packages == 2
    assert list(Lot.objects.order_by("id").values_list("held_g", "sold_g")) == [
        (0, 3_000), (0, 2_000),
    ]  # fmt: skip


def test_the_same_notify_twice_is_booked_once(order: Order, till: Till, books: Books) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no, Action.DUPLICATE)
    assert till.deliver() == ["success", "success"]
    assert Transfer.objects.filter(kind="capture").count() == 1
    assert PaymentEvent.objects.count() == 1
    assert OrderStep.objects.filter(to_status="paid").count() == 1
    assert books() == {"clearing": -3_800, "held": 3_800}


def test_a_notify_signed_by_nobody_changes_nothing(order: Order, till: Till, books: Books) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    form = dict(parse_qsl(till.forms()[0].decode())) | {"sign": "AAAA"}
    assert not paying.handle_notify(body=urlencode(form).encode(), content_type=FORM, now=till.now)
    assert PaymentEvent.objects.count() == 0
    assert Order.objects.get().status == "placed"
    assert books() == {}


def test_a_sha1_signature_of_the_right_key_changes_nothing(
    order: Order, till: Till, books: Books
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    form = resigned(till, {}, hash_of=hashes.SHA1())  # noqa: S303
    assert not paying.handle_notify(body=form, content_type=FORM, now=till.now)
    assert (PaymentEvent.objects.count(), books()) == (0, {})


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"total_amount": "38.01"}, "wrong_amount"),
        ({"app_id": "2021000000000001"}, "wrong_app"),
        ({"seller_id": "2088000000000001"}, "wrong_seller"),
    ],
)
def test_a_good_signature_over_a_wrong_fact_never_pays(
    order: Order, till: Till, books: Books, change: dict[str, str], outcome: str
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    assert paying.handle_notify(body=resigned(till, change), content_type=FORM, now=till.now)
    assert PaymentEvent.objects.get().outcome == outcome
    assert PaymentAttempt.objects.get().state == "mismatch"
    assert (Order.objects.get().status, books()) == ("placed", {})


def resigned(
    till: Till, change: dict[str, str], hash_of: hashes.HashAlgorithm | None = None
) -> bytes:
    """The waiting notify with other facts, signed by the gateway's own key."""
    form = dict(parse_qsl(till.forms()[0].decode())) | change
    content = wire.sign_content(form, without=wire.NOTIFY_UNSIGNED)
    if hash_of is None:
        form["sign"] = till.box.door.sign(content)
    else:
        pem = till.box.keys.alipay_private_key.encode()
        key = serialization.load_pem_private_key(pem, password=None)
        assert isinstance(key, RSAPrivateKey)
        form["sign"] = base64.b64encode(key.sign(content, padding.PKCS1v15(), hash_of)).decode()
    return urlencode(form).encode()


def test_a_tampered_amount_stays_unpaid_in_notify_and_query(
    order: Order, till: Till, books: Books
) -> None:
    attempt = till.pay(order, Action.TAMPER)
    assert (attempt.state, order.status) == ("mismatch", "placed")
    assert books() == {}


def test_money_for_a_trade_nobody_started_is_kept_as_an_event_alone(
    order: Order, till: Till, books: Books
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    form = resigned(till, {"out_trade_no": "XZ0"})
    assert paying.handle_notify(body=form, content_type=FORM, now=till.now)
    event = PaymentEvent.objects.get()
    assert (event.outcome, event.attempt, books()) == ("no_such_attempt", None, {})


def test_closed_first_and_paid_later_still_pays_while_the_goods_are_held(
    order: Order, till: Till, books: Books
) -> None:
    attempt = till.pay(order, Action.CLOSE_THEN_PAY)
    assert (attempt.state, order.status) == ("paid", "paid")
    assert [e.outcome for e in PaymentEvent.objects.order_by("id")] == ["closed", "paid"]


def test_a_closing_that_arrives_late_does_not_undo_the_payment(
    order: Order, till: Till, books: Books
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no, Action.CLOSE_THEN_PAY)
    closed, paid = till.forms()
    assert paying.handle_notify(body=paid, content_type=FORM, now=till.now)
    assert paying.handle_notify(body=closed, content_type=FORM, now=till.now)
    assert PaymentAttempt.objects.get().state == "paid"
    assert Order.objects.get().status == "paid"


def test_two_attempts_both_paid_give_the_second_back(
    order: Order, till: Till, books: Books
) -> None:
    (_, one), (second, two) = till.open(order), till.open(order)
    till.act(one)
    till.act(two)
    assert till.deliver() == ["success", "success"]
    refund = Refund.objects.get()
    assert (refund.attempt, refund.reason, refund.amount_fen) == (second, "overpayment", 3_800)
    assert books() == {"clearing": -7_600, "held": 3_800, "refund_due": 3_800}
