"""The official client, unmodified, talks to the sandbox run as a plain process (PAYMENTS 11)."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from alipay.aop.api.AlipayClientConfig import AlipayClientConfig
from alipay.aop.api.DefaultAlipayClient import DefaultAlipayClient
from alipay.aop.api.domain.AlipayTradePagePayModel import AlipayTradePagePayModel
from alipay.aop.api.domain.AlipayTradePrecreateModel import AlipayTradePrecreateModel
from alipay.aop.api.domain.AlipayTradeQueryModel import AlipayTradeQueryModel
from alipay.aop.api.domain.AlipayTradeRefundModel import AlipayTradeRefundModel
from alipay.aop.api.request.AlipayTradePagePayRequest import AlipayTradePagePayRequest
from alipay.aop.api.request.AlipayTradePrecreateRequest import AlipayTradePrecreateRequest
from alipay.aop.api.request.AlipayTradeQueryRequest import AlipayTradeQueryRequest
from alipay.aop.api.request.AlipayTradeRefundRequest import AlipayTradeRefundRequest

from orders.gateways import crypto
from orders.gateways.sandbox import SANDBOX_APP_ID
from orders.gateways.sandbox.keys import KEYS_FOLDER, sandbox_keys
from tests.orders.gateways.service import HOST, sandbox_service
from tests.orders.gateways.till import public_pem


def port_80_is_ours() -> bool:
    try:
        with socket.create_server((HOST, 80)):
            return True
    except OSError:
        return False


pytestmark = pytest.mark.skipif(
    not port_80_is_ours(), reason="port 80 may not be bound here: the official client was left out"
)
LATER = "2099-01-01 00:00:00"
TERMS = {"out_trade_no": "XZ1", "total_amount": "0.02", "subject": "土豆 M&amp;M"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DefaultAlipayClient]:
    data_dir: Path = tmp_path_factory.mktemp("service")
    keys = sandbox_keys(data_dir / KEYS_FOLDER)
    with sandbox_service(data_dir) as url:
        config = AlipayClientConfig()
        config.app_id, config.server_url = SANDBOX_APP_ID, url
        config.app_private_key = crypto.pkcs1_pem(crypto.load_private_key(keys.app_private_key))
        config.alipay_public_key = public_pem(keys.alipay_cert)
        yield DefaultAlipayClient(config)


def ask(client: DefaultAlipayClient, request: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(client.execute(request))
    return answer


def test_a_counter_code_is_made_by_the_official_client(client: DefaultAlipayClient) -> None:
    terms = TERMS | {"out_trade_no": "QR1", "time_expire": LATER}
    model = AlipayTradePrecreateModel.from_alipay_dict(terms)
    answer = ask(client, AlipayTradePrecreateRequest(biz_model=model))
    assert (answer["code"], answer["out_trade_no"]) == ("10000", "QR1")
    assert answer["qr_code"].startswith(f"http://{HOST}/sandbox/cashier/")


def test_a_page_is_opened_asked_about_and_refused_a_refund(client: DefaultAlipayClient) -> None:
    """Nobody pays here: the sandbox's buyer needs a browser, and paying is tried elsewhere."""
    terms = TERMS | {"product_code": "FAST_INSTANT_TRADE_PAY", "time_expire": LATER}
    page = AlipayTradePagePayRequest(biz_model=AlipayTradePagePayModel.from_alipay_dict(terms))
    address = client.page_execute(page, http_method="GET")
    cashier = httpx.get(f"http://{HOST}/sandbox/gateway.do?{urlsplit(address).query}")
    assert (cashier.status_code, "模拟收银台" in cashier.text) == (200, True)
    question = AlipayTradeQueryModel.from_alipay_dict({"out_trade_no": "XZ1"})
    seen = ask(client, AlipayTradeQueryRequest(biz_model=question))
    assert (seen["code"], seen["trade_status"]) == ("10000", "WAIT_BUYER_PAY")
    back = AlipayTradeRefundModel.from_alipay_dict(
        {"out_trade_no": "XZ1", "refund_amount": "0.01", "out_request_no": "R1"}
    )
    assert ask(client, AlipayTradeRefundRequest(biz_model=back))["code"] == "40004"


def test_what_the_gateway_does_not_know_is_told_under_a_good_signature(
    client: DefaultAlipayClient,
) -> None:
    question = AlipayTradeQueryModel.from_alipay_dict({"out_trade_no": "NOBODY"})
    seen = ask(client, AlipayTradeQueryRequest(biz_model=question))
    assert (seen["code"], seen["sub_code"]) == ("40004", "ACQ.TRADE_NOT_EXIST")
