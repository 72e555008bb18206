"""What a gateway may do wrong with one answer, as bytes on a socket (PAYMENTS 2)."""

import base64
import json
import socket
import time
from collections.abc import Callable

from Crypto.Hash import MD5, SHA1
from Crypto.PublicKey import RSA
from Crypto.Signature import pkcs1_15

from orders.gateways import crypto
from orders.gateways.sandbox import SandboxGateway
from tests.orders.gateways.servers import Talk, answering

ROOT = "alipay_trade_query_response"
PAID = json.dumps(
    {"code": "10000", "msg": "Success", "out_trade_no": "XZ1", "trade_no": "T1",
     "trade_status": "TRADE_SUCCESS", "total_amount": "12.34"}
)  # fmt: skip
REFUSAL = json.dumps({"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST"})
SCOLDED = json.dumps({"code": "40002", "msg": "Invalid", "sub_code": "isv.invalid-app-id"})
OTHER_KEY = crypto.load_private_key(RSA.generate(2048).export_key().decode())


class Signer:
    """Signs as the gateway, or as it should not."""

    def __init__(self, box: SandboxGateway) -> None:
        self.box = box
        self.rsa = RSA.import_key(box.keys.alipay_private_key)
        self.sn = crypto.certificate_sn(crypto.load_certificate(box.keys.alipay_cert))

    def good(self, body: str) -> str:
        return self.box.door.sign(body.encode())

    def weak(self, body: str, kind: object) -> str:
        raw = pkcs1_15.new(self.rsa).sign(kind.new(body.encode()))  # type: ignore[attr-defined]
        return base64.b64encode(raw).decode()

    def reply(self, body: str, sign: str, root: str = ROOT) -> Talk:
        return answering(f'{{"{root}":{body},"sign":"{sign}"}}'.encode())


def _hang(peer: socket.socket) -> None:
    time.sleep(2.5)


# Each gives what is sent for a question about XZ1, which is paid with 12.34.
BELIEVED: dict[str, Callable[[Signer], Talk]] = {
    "a certificate number between body and sign": lambda s: answering(
        f'{{"{ROOT}":{PAID},"alipay_cert_sn":"{s.sn}","sign":"{s.good(PAID)}"}}'.encode()
    ),
    "the signature before the body": lambda s: answering(
        f'{{"sign":"{s.good(PAID)}","{ROOT}":{PAID}}}'.encode()
    ),
    "line ends between the members": lambda s: answering(
        f'{{\r\n"{ROOT}" : {PAID},\r\n"sign" : "{s.good(PAID)}"\r\n}}\r\n'.encode()
    ),
}
DISBELIEVED: dict[str, tuple[str, Callable[[Signer], Talk]]] = {
    "502": ("Unknown", lambda s: answering(b"<html>", "502 Bad Gateway")),
    "hangs": ("Unknown", lambda s: _hang),
    "closes after reading": ("Unknown", lambda s: lambda peer: peer.close()),
    "SHA-1": ("BadReply", lambda s: s.reply(PAID, s.weak(PAID, SHA1))),
    "MD5": ("BadReply", lambda s: s.reply(PAID, s.weak(PAID, MD5))),
    "another key": (
        "BadReply", lambda s: s.reply(PAID, crypto.sign(OTHER_KEY, PAID.encode())),
    ),
    "an HTML page": ("BadReply", lambda s: answering("<html>系统繁忙</html>".encode())),
    "paid without a signature": (
        "BadReply", lambda s: answering(f'{{"{ROOT}":{PAID}}}'.encode()),
    ),
    "paid with an empty signature": ("BadReply", lambda s: s.reply(PAID, "")),
    "scolds without a signature": (
        "Misconfigured", lambda s: answering(f'{{"{ROOT}":{SCOLDED}}}'.encode()),
    ),
    "a signed error_response": (
        "Misconfigured", lambda s: s.reply(SCOLDED, s.good(SCOLDED), "error_response"),
    ),
    "tells of another number": (
        "BadReply",
        lambda s: s.reply(PAID.replace("XZ1", "XZ2"), s.good(PAID.replace("XZ1", "XZ2"))),
    ),
}  # fmt: skip
