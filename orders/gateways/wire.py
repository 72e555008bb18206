"""Text forms of the open gateway: yuan with two decimals, Beijing time, the string to sign."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from backend.common.zone import SHANGHAI

MINUTE_FORMAT = "%Y-%m-%d %H:%M:%S"
_YUAN = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,2})?")


def to_wire(amount_fen: int) -> str:
    if amount_fen < 0:
        raise ValueError("an amount on the wire is never negative")
    return f"{amount_fen // 100}.{amount_fen % 100:02d}"


def from_wire(text: str) -> int:
    """Fen of "12.34"; more than two decimals, exponents and signs are refused."""
    if text.startswith("-"):
        raise ValueError("an amount on the wire is never negative")
    return from_signed_wire(text)


def from_signed_wire(text: str) -> int:
    """Bills write refunds with either sign."""
    if not _YUAN.fullmatch(text):
        raise ValueError("not an amount in yuan")
    return int(Decimal(text) * 100)


def fen_or_none(text: str | None) -> int | None:
    try:
        return from_wire(text) if text else None
    except ValueError:
        return None


def beijing(instant: datetime) -> str:
    if instant.tzinfo is None:
        raise ValueError("an instant carries its time zone")
    return instant.astimezone(SHANGHAI).strftime(MINUTE_FORMAT)


def from_beijing(text: str) -> datetime:
    return datetime.strptime(text, MINUTE_FORMAT).replace(tzinfo=SHANGHAI)


def instant_or_none(text: str | None) -> datetime | None:
    try:
        return from_beijing(text) if text else None
    except ValueError:
        return None


def sign_content(
    params: Mapping[str, str], *, without: frozenset[str], charset: str = "utf-8"
) -> bytes:
    """All parameters but those named and the empty ones, sorted, raw, joined by `&`."""
    pairs = sorted((k, v) for k, v in params.items() if k not in without and v != "")
    return "&".join(f"{k}={v}" for k, v in pairs).encode(charset)


REQUEST_UNSIGNED = frozenset({"sign"})
NOTIFY_UNSIGNED = frozenset({"sign", "sign_type", "alipay_cert_sn"})
