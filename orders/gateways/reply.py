"""An answer of the open gateway: cut out of the raw text, verified, then put in its class.

The signature covers the exact bytes of the inner object, so nothing is ever serialised again.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from orders.gateways.base import BadReply, GatewayError, Misconfigured, NotSent, Rejected, Unknown
from orders.gateways.crypto import KeyRing

log = logging.getLogger("orders.gateways")

_MISCONFIGURED = frozenset({"20001", "40001", "40002", "40006"})
_REFUSALS = frozenset({"40001", "40002", "40003", "40004", "40005", "40006"})
_SYSTEM_ERRORS = frozenset({"ACQ.SYSTEM_ERROR", "SYSTEM_ERROR", "isp.unknow-error"})


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_float=str, parse_constant=_no_constant)


@dataclass(frozen=True)
class _Member:
    value: Any
    raw: str


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _expect(text: str, at: int, mark: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] != mark:
        raise ValueError(f"expected {mark}")
    return _skip(text, at + 1)


def _members(text: str) -> dict[str, _Member]:
    """The outer object's members with the exact text each value was written in."""
    found: dict[str, _Member] = {}
    at = _expect(text, 0, "{")
    while True:
        key, at = _DECODER.raw_decode(text, at)
        start = _expect(text, at, ":")
        value, at = _DECODER.raw_decode(text, start)
        if not isinstance(key, str) or key in found:
            raise ValueError("a member twice or without a name")
        found[key] = _Member(value, text[start:at])
        at = _skip(text, at)
        if text[at : at + 1] != ",":
            break
        at = _skip(text, at + 1)
    if _expect(text, at, "}") != len(text):
        raise ValueError("text after the object")
    return found


def _slice(raw: bytes, method: str) -> tuple[_Member, str, str]:
    try:
        members = _members(raw.decode("utf-8"))
    except (ValueError, RecursionError) as bad:
        raise BadReply("the answer is not a gateway answer") from bad
    names = [n for n in (method.replace(".", "_") + "_response", "error_response") if n in members]
    if len(names) != 1 or not isinstance(members[names[0]].value, dict):
        raise BadReply("the answer belongs to no request")
    nothing = _Member("", "")
    signature = members.get("sign", nothing).value
    sn = members.get("alipay_cert_sn", nothing).value
    if not isinstance(signature, str) or not isinstance(sn, str):
        raise BadReply("the signature is not text")
    return members[names[0]], signature, sn


def open_reply(raw: bytes, *, method: str, ring: KeyRing, now: datetime) -> dict[str, Any]:
    """The verified inner object with code 10000 (or 10003); anything else raises its class."""
    root, signature, sn = _slice(raw, method)
    body: dict[str, Any] = root.value
    if not signature:
        _refuse_unsigned(body)
    if sn and not ring.knows(sn, now):
        log.error("gateway.unknown_certificate sn=%s", sn)
        raise BadReply("the answer is signed with an unknown certificate")
    if not ring.verify(root.raw.encode(), signature, sn=sn, now=now):
        raise BadReply("the signature of the answer is wrong")
    if body.get("code") in ("10000", "10003"):
        return body
    raise _error(body)


def _named(body: dict[str, Any]) -> tuple[str, str]:
    return str(body.get("code", "")), str(body.get("sub_code", ""))


def _refuse_unsigned(body: dict[str, Any]) -> NoReturn:
    """The real gateway does not sign its isv.* refusals: show them, but decide nothing on them."""
    code, sub_code = _named(body)
    text = f"unsigned answer {code} {sub_code}"
    if code in _MISCONFIGURED:
        raise Misconfigured(text, code=code, sub_code=sub_code, trusted=False)
    if code in _REFUSALS:
        raise Rejected(text, code=code, sub_code=sub_code, trusted=False)
    if code == "20000":
        raise Unknown(text, code=code, sub_code=sub_code, trusted=False)
    raise BadReply("the answer is not signed", code=code, sub_code=sub_code, trusted=False)


def _error(body: dict[str, Any]) -> GatewayError:
    code, sub_code = _named(body)
    text = f"gateway answered {code} {sub_code}"
    kind: type[GatewayError] = BadReply
    if code == "20000" or sub_code.removeprefix("aop.") in _SYSTEM_ERRORS:
        kind = Unknown
    elif code in _MISCONFIGURED:
        kind = Misconfigured
    elif code == "40005":
        kind = NotSent
    elif code in _REFUSALS:
        kind = Rejected
    return kind(text, code=code, sub_code=sub_code)
