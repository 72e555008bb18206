"""Devices: letters for lot codes, what a token may do, late delivery after a move (ADR 0004)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from backend.common.actor import Actor
from backend.common.errors import Conflict, DomainError, Forbidden
from backend.common.zone import SHANGHAI

DEVICE_LIVES = timedelta(days=365)
# Letters of the code alphabet (GB 32100): no I, O, S, V, Z. Digits are the server's own.
LETTERS = "ABCDEFGHJKLMNPQRTUWXY"
# How long a device may hand in what it queued before its hat ended.
LATE_FOR = timedelta(days=30)
# What may be handed in late. A kind stands here once its service calls `check_made_in_force`.
LATE_DELIVERY = frozenset(
    {
        ("create", "receipt"),
        ("create", "household"),
        ("create", "parcel"),
        ("execute", "parcel"),
        ("create", "service_record"),
    }
)
READ_ONLY = frozenset({"view", "aggregate"})


class DeviceRevoked(DomainError):
    code, title, status = (
        "device_revoked",
        "这台设备已停用或已到期，请用账号密码重新登录并绑定；未上传的记录仍在设备中",
        401,
    )


class StationsOnly(Forbidden):
    code, title = "stations_only", "只有服务站运营员可以绑定站点设备，请切换到运营员身份"


class DevicesOnly(Forbidden):
    code, title = "devices_only", "这个地址只供已绑定的设备使用"


class NoLetterLeft(Conflict):
    code, title = "no_letter_left", "本站设备已满 21 台，请先停用不再使用的设备，再绑定新的"


class MadeAfterTheHatEnded(Forbidden):
    code, title = "made_after_the_hat_ended", "这条记录写于您在该站的岗位结束之后，不能补交"


def free_letter(live: Sequence[str], ended: Sequence[str]) -> str:
    """A letter no live device of the station has.

    Never used ones first, then the one given up longest ago (`ended` in that order, oldest first):
    codes made offline on one day by an old and a new device must not meet.
    """
    fresh = [letter for letter in LETTERS if letter not in live and letter not in ended]
    rested = [letter for letter in dict.fromkeys(reversed(ended)) if letter not in live]
    free = fresh or rested[::-1]
    if not free:
        raise NoLetterLeft
    return free[0]


def device_grants(kind: str, grants: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """A counter's phone does what its operator may; a program reads; a screen shows aggregates."""
    if kind == "station":
        return grants
    if kind == "partner":
        return frozenset(pair for pair in grants if pair[0] in READ_ONLY)
    return frozenset(
        pair for pair in grants if pair[0] == "aggregate" or pair == ("view", "overview")
    )


def can_still_deliver(ended_on: date, *, now: datetime) -> bool:
    """Whether records queued under an ended hat are still taken."""
    return now.astimezone(SHANGHAI).date() <= ended_on + LATE_FOR


def check_made_in_force(actor: Actor, *, made_at: datetime) -> None:
    """A record handed in under an ended hat must have been made while the hat was in force.

    For services that take records made offline: call it with the moment the person made them.
    """
    if actor.ended_on is None or made_at.astimezone(SHANGHAI).date() <= actor.ended_on:
        return
    raise MadeAfterTheHatEnded(
        f"您在该站的岗位已于 {actor.ended_on:%Y-%m-%d} 结束。"
        "请导出这条记录，交现任运营员核实后重新登记"
    )


def token_hash(token: str) -> str:
    """Tokens are 256 bits of chance: a plain hash cannot be guessed back."""
    return sha256(token.encode()).hexdigest()
