"""The official package still does what we rely on; a moved name or format fails here first."""

import base64
import json
from urllib.parse import parse_qsl

import pytest
from alipay.aop.api.DefaultAlipayClient import DefaultAlipayClient
from Crypto.Hash import SHA256
from Crypto.PublicKey import RSA
from Crypto.Signature import pkcs1_15

from orders.gateways import make_gateway, sandbox_config, signing
from orders.gateways.base import BadReply, Channel, PaymentGateway
from orders.gateways.sandbox import SandboxGateway
from orders.gateways.transport import HttpTransport, InProcessTransport
from tests.orders.gateways.conftest import Clock
from tests.orders.gateways.servers import answering, serve
from tests.orders.gateways.till import attempt, query_of


class Recorder(InProcessTransport):
    sent: tuple[str, bytes] = ("", b"")

    def post(self, query: str, body: bytes) -> bytes:
        self.sent = (query, body)
        return super().post(query, body)


def check_signature(box: SandboxGateway, params: dict[str, str]) -> None:
    """By another library than the ones that sign and verify in the product."""
    content = "&".join(f"{k}={v}" for k, v in sorted(params.items()) if k != "sign")
    key = RSA.import_key(box.keys.app_cert)
    pkcs1_15.new(key).verify(SHA256.new(content.encode()), base64.b64decode(params["sign"]))


def test_the_private_name_we_use_is_still_there() -> None:
    assert hasattr(DefaultAlipayClient, signing.PRIVATE_NAME)


def test_a_request_carries_a_good_signature_and_our_certificates(
    box: SandboxGateway, clock: Clock
) -> None:
    recorder = Recorder(box)
    make_gateway(sandbox_config(box.keys, box.base_url), recorder, clock=clock).query("XZ1")
    query, body = dict(parse_qsl(recorder.sent[0])), dict(parse_qsl(recorder.sent[1].decode()))
    check_signature(box, query | body)
    assert (query["method"], query["sign_type"]) == ("alipay.trade.query", "RSA2")
    assert {"app_cert_sn", "alipay_root_cert_sn", "biz_content"} <= body.keys()


@pytest.mark.parametrize(
    "subject", ["M&amp;M", "a &lt;b&gt;", "x&copy;y", '"引号" + 100%', "土豆😀", "a&notify_url=b"]
)
def test_a_page_address_holds_any_subject(
    gateway: PaymentGateway, box: SandboxGateway, subject: str
) -> None:
    url = gateway.pay_url(attempt(subject=subject), channel=Channel.PAGE)
    params = dict(parse_qsl(query_of(url)))
    check_signature(box, params)
    assert json.loads(params["biz_content"])["subject"] == subject
    assert box.open_page(query_of(url))["subject"] == subject


def test_the_phone_page_has_its_own_product(gateway: PaymentGateway) -> None:
    params = dict(parse_qsl(query_of(gateway.pay_url(attempt(), channel=Channel.WAP))))
    content = json.loads(params["biz_content"])
    assert (params["method"], content["product_code"], content["total_amount"]) == (
        "alipay.trade.wap.pay",
        "QUICK_WAP_WAY",
        "12.34",
    )


def test_a_call_goes_out_over_http_on_any_port(box: SandboxGateway, clock: Clock) -> None:
    reply = json.dumps({"code": "10000", "out_trade_no": "XZ1", "retry_flag": "N"})
    signed = f'{{"alipay_trade_cancel_response":{reply},"sign":"{box.door.sign(reply.encode())}"}}'
    with serve(answering(signed.encode())) as server:
        transport = HttpTransport(server.url, deadline_s=3)
        seen = make_gateway(sandbox_config(box.keys, box.base_url), transport, clock=clock).cancel(
            "XZ1"
        )
    assert (seen.action, seen.retry) == ("", False)


def test_an_answer_about_another_number_is_refused(box: SandboxGateway, clock: Clock) -> None:
    reply = json.dumps({"code": "10000", "out_trade_no": "XZ2", "trade_status": "TRADE_SUCCESS"})
    signed = f'{{"alipay_trade_query_response":{reply},"sign":"{box.door.sign(reply.encode())}"}}'
    with serve(answering(signed.encode())) as server:
        transport = HttpTransport(server.url, deadline_s=3)
        with pytest.raises(BadReply, match="another out_trade_no"):
            make_gateway(sandbox_config(box.keys, box.base_url), transport, clock=clock).query(
                "XZ1"
            )
