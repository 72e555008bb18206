import base64
from urllib.parse import parse_qsl, urlencode

import pytest
from Crypto.Hash import SHA1
from Crypto.PublicKey import RSA
from Crypto.Signature import pkcs1_15

from orders.gateways import wire
from orders.gateways.base import Forged, PaymentGateway, RefundSpec
from orders.gateways.sandbox import Action, SandboxGateway, deliver_due
from orders.gateways.sandbox.notifying import FORM_TYPE
from tests.orders.gateways.till import Merchant, attempt, pay


def bodies(
    gateway: PaymentGateway, box: SandboxGateway, action: Action = Action.PAY
) -> list[bytes]:
    pay(gateway, box, attempt(), action)
    merchant = Merchant()
    deliver_due(box.store, now=box.now(), send=merchant)
    return merchant.bodies


def signed_again(box: SandboxGateway, body: bytes, **changed: str) -> bytes:
    form = dict(parse_qsl(body.decode())) | changed
    form["sign"] = box.door.sign(wire.sign_content(form, without=wire.NOTIFY_UNSIGNED))
    return urlencode(form).encode()


def test_a_notify_of_payment_is_read(gateway: PaymentGateway, box: SandboxGateway) -> None:
    seen = gateway.parse_notify(bodies(gateway, box)[0], FORM_TYPE)
    assert (seen.out_trade_no, seen.amount_fen, seen.trade_status) == (
        "XZ20260930001",
        1234,
        "TRADE_SUCCESS",
    )
    assert (seen.app_id, seen.seller_id) == ("2021009999999999", "2088999999999999")
    assert seen.is_paid


def test_the_buyer_is_kept_masked_only(gateway: PaymentGateway, box: SandboxGateway) -> None:
    seen = gateway.parse_notify(bodies(gateway, box)[0], FORM_TYPE)
    assert seen.masked["buyer_id"] == "20****01"
    assert "sign" not in seen.masked
    assert "subject" not in seen.masked


def test_the_same_notify_twice_has_one_key(gateway: PaymentGateway, box: SandboxGateway) -> None:
    first, second = bodies(gateway, box, Action.DUPLICATE)
    keys = {gateway.parse_notify(body, FORM_TYPE).dedupe_key for body in (first, second)}
    assert len(keys) == 1


def test_a_tampered_amount_under_a_good_signature_is_told(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    seen = gateway.parse_notify(bodies(gateway, box, Action.TAMPER)[0], FORM_TYPE)
    assert seen.amount_fen == 1334
    assert gateway.query("XZ20260930001").amount_fen == 1334


def test_a_refund_notify_is_not_a_payment(gateway: PaymentGateway, box: SandboxGateway) -> None:
    bodies(gateway, box)
    gateway.refund(RefundSpec(out_trade_no="XZ20260930001", out_request_no="R1", amount_fen=34))
    merchant = Merchant()
    deliver_due(box.store, now=box.now(), send=merchant)
    seen = gateway.parse_notify(merchant.bodies[0], FORM_TYPE)
    assert (seen.out_request_no, seen.refunded_fen, seen.is_paid) == ("R1", 34, False)


def test_another_app_under_a_good_signature_is_told(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    body = signed_again(box, bodies(gateway, box)[0], app_id="2021000000000000")
    assert gateway.parse_notify(body, FORM_TYPE).app_id == "2021000000000000"


def test_a_notify_in_gbk_is_read_in_gbk(gateway: PaymentGateway, box: SandboxGateway) -> None:
    form = dict(parse_qsl(bodies(gateway, box)[0].decode())) | {"charset": "GBK"}
    content = wire.sign_content(form, without=wire.NOTIFY_UNSIGNED, charset="gbk")
    form["sign"] = box.door.sign(content)
    body = urlencode(form, encoding="gbk").encode()
    assert gateway.parse_notify(body, FORM_TYPE).amount_fen == 1234
    with pytest.raises(Forged):
        gateway.parse_notify(urlencode(form, encoding="utf-8").encode(), FORM_TYPE)


def test_a_changed_notify_is_forged(gateway: PaymentGateway, box: SandboxGateway) -> None:
    body = bodies(gateway, box)[0].replace(b"total_amount=12.34", b"total_amount=0.01")
    with pytest.raises(Forged):
        gateway.parse_notify(body, FORM_TYPE)


def test_a_sha1_signature_is_forged(gateway: PaymentGateway, box: SandboxGateway) -> None:
    form = dict(parse_qsl(bodies(gateway, box)[0].decode()))
    content = wire.sign_content(form, without=wire.NOTIFY_UNSIGNED)
    key = RSA.import_key(box.keys.alipay_private_key)
    form["sign"] = base64.b64encode(pkcs1_15.new(key).sign(SHA1.new(content))).decode()
    with pytest.raises(Forged):
        gateway.parse_notify(urlencode(form).encode(), FORM_TYPE)


@pytest.mark.parametrize(
    ("tail", "content_type"),
    [
        (b"&out_trade_no=B", FORM_TYPE),
        (b"&x=%FF%FE", FORM_TYPE),
        (b"", "application/json"),
        (b"&x=" + b"a" * 70_000, FORM_TYPE),
        ("&x=中".encode(), FORM_TYPE),
    ],
)
def test_an_unreadable_notify_is_forged(
    gateway: PaymentGateway, box: SandboxGateway, tail: bytes, content_type: str
) -> None:
    body = bodies(gateway, box)[0] + tail
    with pytest.raises(Forged):
        gateway.parse_notify(body, content_type)


@pytest.mark.parametrize("sign_type", ["RSA", "", "rsa2"])
def test_only_rsa2_is_believed(
    gateway: PaymentGateway, box: SandboxGateway, sign_type: str
) -> None:
    body = signed_again(box, bodies(gateway, box)[0], sign_type=sign_type)
    with pytest.raises(Forged):
        gateway.parse_notify(body, FORM_TYPE)
