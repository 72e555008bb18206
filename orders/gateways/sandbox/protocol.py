"""The door of the local gateway: a request is believed only with the merchant's own signature."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives.asymmetric import rsa

from orders.gateways import crypto, wire
from orders.gateways.sandbox.keys import SandboxKeys

SANDBOX_APP_ID = "2021009999999999"
SANDBOX_SELLER_ID = "2088999999999999"
# The county's account and a cooperative's own: apps of one key pair, each with its seller.
SANDBOX_APP_IDS = (SANDBOX_APP_ID, "2021009999999998", "2021009999999997")
_CLOCK_SKEW = timedelta(minutes=15)
_MESSAGES = {
    "20000": "Service Currently Unavailable",
    "40001": "Missing Required Arguments",
    "40002": "Invalid Arguments",
    "40004": "Business Failed",
    "40006": "Insufficient Permissions",
}


def seller_of(app_id: str) -> str:
    """2021…98 is paid to 2088…98."""
    return f"{SANDBOX_SELLER_ID[:-2]}{app_id[-2:]}"


class Refused(Exception):
    """What the gateway answers instead of a result; isv.* refusals go out unsigned."""

    def __init__(self, code: str, sub_code: str, sub_msg: str) -> None:
        super().__init__(sub_code)
        self.code = code
        self.sub_code = sub_code
        self.sub_msg = sub_msg

    @property
    def body(self) -> dict[str, str]:
        return {
            "code": self.code,
            "msg": _MESSAGES[self.code],
            "sub_code": self.sub_code,
            "sub_msg": self.sub_msg,
        }


def business(sub_code: str, sub_msg: str) -> Refused:
    return Refused("40004", sub_code, sub_msg)


@dataclass(frozen=True)
class Call:
    method: str
    params: dict[str, str] = field(repr=False)
    content: dict[str, Any] = field(repr=False)
    now: datetime

    @property
    def certified(self) -> bool:
        return "app_cert_sn" in self.params

    def text(self, name: str) -> str:
        value = self.content.get(name)
        if not isinstance(value, str) or not value:
            raise Refused("40001", "isv.missing-parameter", f"缺少参数 {name}")
        return value

    def amount_fen(self, name: str) -> int:
        try:
            amount_fen = wire.from_wire(self.text(name))
        except ValueError:
            amount_fen = 0
        if amount_fen < 1:
            raise Refused("40002", "isv.invalid-parameter", f"{name} 不是正确的金额")
        return amount_fen


class Door:
    """Reads and believes requests, writes and signs answers."""

    def __init__(self, keys: SandboxKeys) -> None:
        own = crypto.load_certificate(keys.app_cert)
        self._app_sn = crypto.certificate_sn(own)
        self._root_sn = crypto.root_sn(keys.root_certs)
        self._alipay_sn = crypto.certificate_sn(crypto.load_certificate(keys.alipay_cert))
        app = crypto.load_private_key(keys.app_private_key)
        self._app_key: rsa.RSAPublicKey = app.public_key()
        self.own_key = crypto.load_private_key(keys.alipay_private_key)

    def sign(self, content: bytes) -> str:
        return crypto.sign(self.own_key, content)

    def read(self, query: str, body: bytes) -> dict[str, str]:
        pairs = []
        for part in (query, body.decode("ascii", errors="replace")):
            pairs += parse_qsl(part, keep_blank_values=True, encoding="utf-8", errors="replace")
        params = dict(pairs)
        if len(params) != len(pairs):
            raise Refused("40002", "isv.invalid-parameter", "参数重复")
        return params

    def believe(self, params: dict[str, str], now: datetime) -> Call:
        if params.get("app_id") not in SANDBOX_APP_IDS:
            raise Refused("40002", "isv.invalid-app-id", "无效的 AppID 参数")
        if params.get("sign_type") != "RSA2" or params.get("charset", "").lower() != "utf-8":
            raise Refused("40002", "isv.invalid-signature-type", "只接受 RSA2 与 utf-8")
        content = wire.sign_content(params, without=wire.REQUEST_UNSIGNED)
        if not crypto.verify(self._app_key, content, params.get("sign", "")):
            raise Refused("40002", "isv.invalid-signature", "无效签名")
        self._check_certificates(params)
        _check_clock(params, now)
        return Call(params.get("method", ""), params, _json(params), now)

    def _check_certificates(self, params: dict[str, str]) -> None:
        if params.get("app_cert_sn", self._app_sn) != self._app_sn:
            raise Refused("40002", "isv.app-cert-not-exist", "应用证书不存在")
        if "app_cert_sn" in params and params.get("alipay_root_cert_sn") != self._root_sn:
            raise Refused("40002", "isv.invalid-alipay-root-cert-sn", "根证书序列号错误")

    def answer(self, params: dict[str, str], body: dict[str, Any]) -> bytes:
        """The body is written once and signed as written."""
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        root = params.get("method", "").replace(".", "_") + "_response"
        parts = [f"{json.dumps(root)}:{raw}"]
        if not str(body.get("sub_code", "")).startswith("isv."):
            if "app_cert_sn" in params:
                parts.append(f'"alipay_cert_sn":"{self._alipay_sn}"')
            parts.append(f'"sign":"{self.sign(raw.encode())}"')
        return ("{" + ",".join(parts) + "}").encode()


def _check_clock(params: dict[str, str], now: datetime) -> None:
    try:
        sent_at = wire.from_beijing(params.get("timestamp", ""))
    except ValueError:
        raise Refused("40002", "isv.invalid-timestamp", "时间格式错误") from None
    if abs(now - sent_at) > _CLOCK_SKEW:
        raise Refused("40002", "isv.invalid-timestamp", "时间与网关相差超过 15 分钟")


def _json(params: dict[str, str]) -> dict[str, Any]:
    try:
        content = json.loads(params.get("biz_content", ""))
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise Refused("40002", "isv.invalid-parameter", "biz_content 不是 JSON 对象")
    return content
