"""Six digits that nobody guesses at once, and how often somebody may guess."""

import re
from datetime import datetime, timedelta

from backend.common.errors import DomainError, Invalid

FREE_TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
SHOWN_FOR = timedelta(minutes=3)
_RUNS = "01234567890", "09876543210"


class WrongPin(DomainError):
    """One answer for a wrong card, a wrong code and a household without one."""

    code, title, status = "wrong_pin", "卡号或查账密码不对，请核对后再试", 422


class PinLocked(DomainError):
    code, title, status = (
        "pin_locked", "输错次数太多，请 15 分钟后再试，或请站长当面重设查账密码", 429,
    )  # fmt: skip


class DeviceNeeded(DomainError):
    code, title, status = "device_needed", "自助查账只能在绑定的服务站设备上使用", 409


def check_pin(pin: str) -> str:
    """Six digits, not one digit six times, no run up or down."""
    if not re.fullmatch(r"[0-9]{6}", pin):
        raise Invalid(fields={"pin": "查账密码是 6 位数字"})
    if len(set(pin)) == 1 or any(pin in run for run in _RUNS):
        raise Invalid(fields={"pin": "这个密码太好猜，请不要用相同或连续的数字"})
    return pin


def is_locked(locked_until: datetime | None, *, now: datetime) -> bool:
    return locked_until is not None and now < locked_until


def locked_after(wrong_tries: int, *, now: datetime) -> datetime | None:
    """Until when, with so many wrong tries in a row."""
    return now + LOCKED_FOR if wrong_tries and wrong_tries % FREE_TRIES == 0 else None
