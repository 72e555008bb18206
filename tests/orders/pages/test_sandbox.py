from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from orders.gateways import (
    SANDBOX_APP_ID,
    Channel,
    Misconfigured,
    PaymentGateway,
    TradeState,
    gateway_for,
)
from tests.orders.gateways.till import Merchant, attempt

pytestmark = [pytest.mark.django_db, pytest.mark.urls("orders.pages.sandbox_urls")]
LABELS = ["支付成功", "支付失败", "重复通知", "延迟通知", "通知丢失", "关闭后支付", "篡改金额"]


@dataclass
class Account:
    app_id: str = SANDBOX_APP_ID


@pytest.fixture
def merchant(settings: Settings, tmp_path: Path) -> Merchant:
    settings.PAYMENTS_GATEWAY = "sandbox"
    settings.ALLOW_SANDBOX_PAYMENTS = True
    settings.DATA_DIR = tmp_path
    settings.PUBLIC_BASE_URL = "http://127.0.0.1:8000"
    settings.SANDBOX_SERVER_URL = ""
    settings.SANDBOX_NOTIFY_SEND = Merchant()
    heard: Merchant = settings.SANDBOX_NOTIFY_SEND
    return heard


@pytest.fixture
def gateway(merchant: Merchant) -> PaymentGateway:
    return gateway_for(Account())


def page(client: Client, url: str) -> str:
    parts = urlsplit(url)
    return client.get(f"{parts.path}?{parts.query}").content.decode()


def forms(html: str) -> list[tuple[str, str]]:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    buttons = [form.findtext(".//button") or "" for form in tree.iter("form")]
    return list(zip((form.get("action", "") for form in tree.iter("form")), buttons, strict=True))


def test_the_cashier_shows_what_is_bought_and_every_button(
    client: Client, gateway: PaymentGateway
) -> None:
    html = page(client, gateway.pay_url(attempt(), channel=Channel.PAGE))
    assert "模拟收银台，不会扣款" in html
    assert "互助土豆 5 斤" in html
    assert "12.34" in html
    assert [label for _, label in forms(html)] == LABELS


def test_the_cashier_keeps_to_the_content_policy(client: Client, gateway: PaymentGateway) -> None:
    html = page(client, gateway.pay_url(attempt(subject="<script>x"), channel=Channel.WAP))
    assert [bad for bad in ("<script", "style=", "<style", " onclick") if bad in html] == []


def test_paying_tells_the_merchant_then_sends_the_buyer_back(
    client: Client, gateway: PaymentGateway, merchant: Merchant
) -> None:
    pay, _ = forms(page(client, gateway.pay_url(attempt(), channel=Channel.PAGE)))[0]
    answer = client.post(pay)
    assert answer.status_code == 302
    assert answer["Location"].startswith("http://stations.test:8000/pay/return/XZ20260930001?")
    assert len(merchant.bodies) == 1
    assert gateway.query("XZ20260930001").state is TradeState.PAID


def test_a_failed_payment_keeps_the_buyer_at_the_cashier(
    client: Client, gateway: PaymentGateway, merchant: Merchant
) -> None:
    fail, _ = forms(page(client, gateway.pay_url(attempt(), channel=Channel.PAGE)))[1]
    html = client.post(fail, follow=True).content.decode()
    assert "银行没有扣款" in html
    assert [label for _, label in forms(html)] == LABELS
    assert merchant.bodies == []


def test_a_counter_code_opens_the_cashier(client: Client, gateway: PaymentGateway) -> None:
    html = page(client, gateway.create_qr(attempt()).content)
    pay, _ = forms(html)[0]
    assert "已支付" in client.post(pay, follow=True).content.decode()


def test_a_changed_address_opens_no_cashier(client: Client, gateway: PaymentGateway) -> None:
    url = gateway.pay_url(attempt(), channel=Channel.PAGE).replace("12.34", "0.01")
    parts = urlsplit(url)
    answer = client.get(f"{parts.path}?{parts.query}")
    assert (answer.status_code, "无效签名" in answer.content.decode()) == (400, True)
    assert gateway.query("XZ20260930001").state is TradeState.NOT_FOUND


def test_a_stranger_without_the_trade_number_moves_nothing(
    client: Client, gateway: PaymentGateway, merchant: Merchant
) -> None:
    page(client, gateway.pay_url(attempt(), channel=Channel.PAGE))
    answer = client.post("/sandbox/cashier/2026093022000000000000000000/pay")
    assert answer.status_code == 400
    assert gateway.query("XZ20260930001").state is TradeState.WAIT
    assert merchant.bodies == []


def test_a_tap_from_another_site_is_refused(gateway: PaymentGateway) -> None:
    strict = Client(enforce_csrf_checks=True)
    pay, _ = forms(page(strict, gateway.pay_url(attempt(), channel=Channel.PAGE)))[0]
    assert Client(enforce_csrf_checks=True).post(pay).status_code == 403
    assert gateway.query("XZ20260930001").state is TradeState.WAIT


def test_a_machine_is_answered_over_http(client: Client, merchant: Merchant) -> None:
    answer = client.post("/sandbox/gateway.do?app_id=1&method=alipay.trade.query")
    assert '"sub_code":"isv.invalid-app-id"' in answer.content.decode()


def test_an_unknown_bill_is_not_there(client: Client, merchant: Merchant) -> None:
    assert client.get("/sandbox/bill/none").status_code == 404


@pytest.mark.parametrize("name", ["ALLOW_SANDBOX_PAYMENTS", "PAYMENTS_GATEWAY"])
def test_the_sandbox_is_absent_where_real_money_is_taken(
    client: Client, settings: Settings, merchant: Merchant, name: str
) -> None:
    settings.DEBUG = False
    setattr(settings, name, False)
    assert client.get("/sandbox/cashier/").status_code == 404
    assert client.post("/sandbox/gateway.do").status_code == 404
    with pytest.raises(Misconfigured):
        gateway_for(Account())


def test_another_merchant_is_not_served_with_our_keys(merchant: Merchant) -> None:
    with pytest.raises(Misconfigured, match="merchant"):
        gateway_for(Account("2021000000000000"))
