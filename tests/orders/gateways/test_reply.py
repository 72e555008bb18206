import base64
import json

import pytest
from Crypto.Hash import MD5, SHA1
from Crypto.PublicKey import RSA
from Crypto.Signature import pkcs1_15

from orders.gateways import crypto
from orders.gateways.base import BadReply, GatewayError, Misconfigured, NotSent, Rejected, Unknown
from orders.gateways.reply import open_reply
from orders.gateways.sandbox import SandboxGateway
from tests.orders.gateways.conftest import Clock
from tests.orders.gateways.till import public_pem

OTHER = RSA.generate(2048)
GOOD = '{"code":"10000","msg":"Success","out_trade_no":"A"}'


class Desk:
    """Writes answers as a gateway might, and reads them as we do."""

    def __init__(self, box: SandboxGateway, clock: Clock) -> None:
        self.key = crypto.load_private_key(box.keys.alipay_private_key)
        self.rsa = RSA.import_key(box.keys.alipay_private_key)
        certificate = crypto.load_certificate(box.keys.alipay_cert)
        self.sn = crypto.certificate_sn(certificate)
        self.certified = crypto.KeyRing.of(certificates=[box.keys.alipay_cert])
        self.plain = crypto.KeyRing.of(public_keys=[public_pem(box.keys.alipay_cert)])
        self.now = clock()

    def sign(self, text: str) -> str:
        return crypto.sign(self.key, text.encode())

    def signed(self, body: str, root: str = "alipay_trade_query_response") -> str:
        return f'{{"{root}":{body},"sign":"{self.sign(body)}"}}'

    def open(self, text: str, *, certified: bool = False) -> dict[str, object]:
        ring = self.certified if certified else self.plain
        return open_reply(text.encode(), method="alipay.trade.query", ring=ring, now=self.now)


@pytest.fixture
def desk(box: SandboxGateway, clock: Clock) -> Desk:
    return Desk(box, clock)


def test_a_signed_answer_is_taken(desk: Desk) -> None:
    assert desk.open(desk.signed(GOOD))["out_trade_no"] == "A"


@pytest.mark.parametrize("subject", ['},"sign":"x"', "😀 \\ \\\\", '\\"}{[', "a &lt;b&gt;"])
def test_any_subject_may_stand_in_an_answer(desk: Desk, subject: str) -> None:
    body = json.dumps({"code": "10000", "subject": subject}, ensure_ascii=False)
    assert desk.open(desk.signed(body))["subject"] == subject


def test_a_certificate_number_between_body_and_sign_is_fine(desk: Desk) -> None:
    text = (
        f'{{"alipay_trade_query_response":{GOOD},"alipay_cert_sn":"{desk.sn}",'
        f'"sign":"{desk.sign(GOOD)}"}}'
    )
    assert desk.open(text, certified=True)["code"] == "10000"


def test_the_signature_may_come_first_and_lines_may_end_as_they_like(desk: Desk) -> None:
    text = f'{{"sign":"{desk.sign(GOOD)}",\r\n "alipay_trade_query_response" :\r\n{GOOD}\r\n}}\r\n'
    assert desk.open(text)["code"] == "10000"


def test_an_unknown_certificate_is_refused(desk: Desk) -> None:
    text = desk.signed(GOOD).replace(',"sign"', ',"alipay_cert_sn":"0000","sign"')
    with pytest.raises(BadReply, match="unknown certificate"):
        desk.open(text, certified=True)


@pytest.mark.parametrize("weak", [SHA1, MD5])
def test_a_weak_hash_is_refused(desk: Desk, weak: object) -> None:
    raw = pkcs1_15.new(desk.rsa).sign(weak.new(GOOD.encode()))  # type: ignore[attr-defined]
    signature = base64.b64encode(raw).decode()
    with pytest.raises(BadReply, match="signature"):
        desk.open(f'{{"alipay_trade_query_response":{GOOD},"sign":"{signature}"}}')


def test_another_key_is_refused(desk: Desk) -> None:
    other = crypto.load_private_key(OTHER.export_key().decode())
    signature = crypto.sign(other, GOOD.encode())
    with pytest.raises(BadReply, match="signature"):
        desk.open(f'{{"alipay_trade_query_response":{GOOD},"sign":"{signature}"}}')


def test_a_body_changed_by_one_byte_is_refused(desk: Desk) -> None:
    with pytest.raises(BadReply, match="signature"):
        desk.open(desk.signed(GOOD).replace('"A"', '"B"'))


@pytest.mark.parametrize(
    "text",
    [
        "<html>502</html>",
        "",
        "{}",
        "[]",
        '{"a":1}',
        "{} x",
        "[" * 100_000,
        '{"sign":NaN}',
        '{"alipay_trade_query_response":"x","sign":"y"}',
        '{"error_response":{},"sign":1}',
        '{"alipay_trade_query_response":{},"alipay_trade_query_response":{}}',
    ],
)
def test_what_is_no_gateway_answer_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(BadReply):
        desk.open(text)


def test_an_answer_to_another_question_is_refused(desk: Desk) -> None:
    with pytest.raises(BadReply, match="no request"):
        desk.open(desk.signed(GOOD, root="alipay_trade_refund_response"))


@pytest.mark.parametrize(
    ("code", "sub_code", "kind"),
    [
        ("40004", "ACQ.TRADE_NOT_EXIST", Rejected),
        ("40003", "", Rejected),
        ("20000", "isp.unknow-error", Unknown),
        ("40004", "ACQ.SYSTEM_ERROR", Unknown),
        ("40004", "SYSTEM_ERROR", Unknown),
        ("20001", "aop.invalid-auth-token", Misconfigured),
        ("40006", "isv.insufficient-isv-permissions", Misconfigured),
        ("40002", "isv.invalid-app-id", Misconfigured),
        ("40005", "", NotSent),
        ("77777", "", BadReply),
    ],
)
def test_a_signed_error_has_its_class(
    desk: Desk, code: str, sub_code: str, kind: type[GatewayError]
) -> None:
    body = json.dumps({"code": code, "sub_code": sub_code})
    with pytest.raises(kind) as error:
        desk.open(desk.signed(body, root="error_response"))
    assert type(error.value) is kind
    assert (error.value.code, error.value.sub_code, error.value.trusted) == (code, sub_code, True)


@pytest.mark.parametrize(
    ("code", "kind"),
    [("40002", Misconfigured), ("40004", Rejected), ("20000", Unknown), ("10000", BadReply)],
)
def test_an_unsigned_error_is_shown_but_not_trusted(
    desk: Desk, code: str, kind: type[GatewayError]
) -> None:
    body = json.dumps({"code": code, "sub_code": "isv.invalid-signature"})
    with pytest.raises(kind) as error:
        desk.open(f'{{"alipay_trade_query_response":{body},"sign":""}}')
    assert (error.value.code, error.value.trusted) == (code, False)
