"""What most tests of paying need: an attempt, a buyer at the cashier, a merchant who listens."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from orders.gateways.base import AttemptSpec, Channel, PaymentGateway, Unknown
from orders.gateways.sandbox import Action, Outcome, SandboxGateway, act
from orders.gateways.transport import InProcessTransport

NOTIFY_URL = "http://stations.test:8000/pay/notify"


def attempt(
    number: str = "XZ20260930001",
    amount_fen: int = 1234,
    *,
    subject: str = "互助土豆 5 斤",
    minutes: int = 15,
) -> AttemptSpec:
    return AttemptSpec(
        out_trade_no=number,
        amount_fen=amount_fen,
        subject=subject,
        expires_at=datetime.now(UTC) + timedelta(minutes=minutes),
        notify_url=NOTIFY_URL,
        return_url="http://stations.test:8000/pay/return/XZ20260930001",
        quit_url="http://stations.test:8000/shop",
    )


def query_of(url: str) -> str:
    return urlsplit(url).query


def open_cashier(gateway: PaymentGateway, box: SandboxGateway, spec: AttemptSpec) -> str:
    """The trade number the buyer sees at the cashier."""
    trade = box.open_page(query_of(gateway.pay_url(spec, channel=Channel.PAGE)))
    return str(trade["trade_no"])


def pay(
    gateway: PaymentGateway,
    box: SandboxGateway,
    spec: AttemptSpec,
    action: Action = Action.PAY,
) -> Outcome:
    trade_no = open_cashier(gateway, box, spec)
    return act(box, trade_no=trade_no, action=action, now=box.now())


class LosesAnswers(InProcessTransport):
    """The gateway does what it is asked; the net loses the answer."""

    def post(self, query: str, body: bytes) -> bytes:
        super().post(query, body)
        raise Unknown("the answer was lost")


def public_pem(certificate: str) -> str:
    key = x509.load_pem_x509_certificate(certificate.encode()).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, form).decode()


class Merchant:
    """Listens for notifies; answers as told and keeps what came."""

    def __init__(self, answer: str = "success") -> None:
        self.answer = answer
        self.bodies: list[bytes] = []

    def __call__(self, url: str, body: bytes, content_type: str) -> str:
        self.bodies.append(body)
        return self.answer
