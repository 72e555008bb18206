from datetime import timedelta
from urllib.parse import parse_qsl

import pytest

from orders.gateways import crypto, wire
from orders.gateways.base import PaymentGateway, TradeState
from orders.gateways.sandbox import Action, SandboxGateway, act, deliver_due
from orders.gateways.sandbox.notifying import FORM_TYPE
from orders.gateways.sandbox.protocol import Refused
from tests.orders.gateways.till import Merchant, attempt, open_cashier, pay, query_of


def states(gateway: PaymentGateway, merchant: Merchant) -> list[str]:
    return [gateway.parse_notify(body, FORM_TYPE).trade_status for body in merchant.bodies]


def test_paying_sends_the_buyer_back_with_a_signed_address(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    outcome = pay(gateway, box, attempt())
    params = dict(parse_qsl(query_of(outcome.return_url)))
    key = crypto.KeyRing.of(certificates=[box.keys.alipay_cert]).keys[0].key
    content = wire.sign_content(params, without=wire.NOTIFY_UNSIGNED)
    assert crypto.verify(key, content, params["sign"])
    assert (params["out_trade_no"], params["total_amount"]) == ("XZ20260930001", "12.34")


def test_a_second_tap_on_pay_tells_nobody_again(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    first = pay(gateway, box, attempt())
    act(box, trade_no=first.trade_no, action=Action.PAY, now=box.now())
    merchant = Merchant()
    deliver_due(box.store, now=box.now(), send=merchant)
    assert states(gateway, merchant) == ["TRADE_SUCCESS"]


def test_a_failed_payment_leaves_the_trade_waiting(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    outcome = pay(gateway, box, attempt(), Action.FAIL)
    merchant = Merchant()
    deliver_due(box.store, now=box.now(), send=merchant)
    assert (outcome.paid, outcome.return_url, merchant.bodies) == (False, "", [])
    assert gateway.query("XZ20260930001").state is TradeState.WAIT


def test_a_delayed_notify_comes_a_minute_later(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    pay(gateway, box, attempt(), Action.DELAY)
    merchant, now = Merchant(), box.now()
    assert deliver_due(box.store, now=now, send=merchant) == []
    deliver_due(box.store, now=now + timedelta(minutes=2), send=merchant)
    assert states(gateway, merchant) == ["TRADE_SUCCESS"]


def test_a_lost_notify_never_comes_and_a_question_finds_the_money(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    pay(gateway, box, attempt(), Action.DROP)
    merchant = Merchant()
    deliver_due(box.store, now=box.now() + timedelta(days=2), send=merchant)
    assert (merchant.bodies, gateway.query("XZ20260930001").state) == ([], TradeState.PAID)


def test_money_after_closing_is_told_after_the_closing(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    pay(gateway, box, attempt(), Action.CLOSE_THEN_PAY)
    merchant = Merchant()
    deliver_due(box.store, now=box.now(), send=merchant)
    assert states(gateway, merchant) == ["TRADE_CLOSED", "TRADE_SUCCESS"]
    assert gateway.query("XZ20260930001").state is TradeState.PAID


def test_a_closed_trade_cannot_be_paid_at_the_cashier(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    trade_no = open_cashier(gateway, box, attempt())
    gateway.close("XZ20260930001")
    with pytest.raises(Refused, match="TRADE_HAS_CLOSE"):
        act(box, trade_no=trade_no, action=Action.PAY, now=box.now())


def test_a_notify_is_repeated_until_the_merchant_says_success(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    pay(gateway, box, attempt())
    merchant, now = Merchant("failure"), box.now()
    deliver_due(box.store, now=now, send=merchant)
    assert deliver_due(box.store, now=now + timedelta(minutes=1), send=merchant) == []
    merchant.answer = "success"
    again = deliver_due(box.store, now=now + timedelta(minutes=2), send=merchant)
    assert [delivery.delivered for delivery in again] == [True]
    assert deliver_due(box.store, now=now + timedelta(days=2), send=merchant) == []


def test_a_notify_is_given_up_after_eight_tries(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    pay(gateway, box, attempt())
    merchant, now = Merchant("failure"), box.now()
    sent = [deliver_due(box.store, now=now + timedelta(days=d), send=merchant) for d in range(10)]
    assert [len(deliveries) for deliveries in sent] == [1] * 8 + [0, 0]


def test_a_merchant_who_is_down_is_tried_again(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    def down(url: str, body: bytes, content_type: str) -> str:
        raise ConnectionError("refused")

    pay(gateway, box, attempt())
    result = deliver_due(box.store, now=box.now(), send=down)
    assert (result[0].delivered, result[0].result) == (False, "no answer: refused")


def test_another_amount_under_the_same_number_is_refused(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    open_cashier(gateway, box, attempt())
    with pytest.raises(Refused, match="CONTEXT_INCONSISTENT"):
        open_cashier(gateway, box, attempt(amount_fen=1))


def test_an_unsigned_address_opens_no_cashier(box: SandboxGateway) -> None:
    with pytest.raises(Refused, match="invalid-app-id"):
        box.open_page("method=alipay.trade.page.pay&total_amount=0.01")
