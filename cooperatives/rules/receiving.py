"""What a weigh-in must satisfy besides its weight."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from backend.common.errors import Invalid
from backend.common.money import yuan
from backend.common.weight import jin_text
from cooperatives.rules.errors import ClockWrong, StationNotOperating

# A device that was without a network uploads late; older paper is entered as a correction.
OLDEST = timedelta(days=30)
# Clocks of phones run ahead a little; beyond this a record is flagged.
CLOCK_SLACK = timedelta(minutes=5)
# A clock may be a day off and some; a worse one is set right before anything is sent.
CLOCK_MOST = timedelta(hours=48)
MOST_CRATES = 60


class Crate(NamedTuple):
    """One crate or bag on the scale."""

    gross_g: int
    tare_g: int


class Moment(NamedTuple):
    """When it was really weighed, and by how many seconds the device's clock ran behind."""

    at: datetime
    skew_s: int


def check_was_open(status: str) -> None:
    """What was weighed before a suspension is taken, however late it arrives; later is not."""
    if status == "operating":
        return
    when = {"suspended": "服务站已暂停运营", "closed": "服务站已关闭"}.get(status, "服务站尚未开业")
    raise StationNotOperating(
        f"称重时{when}，这一单不能入账；请把货退还农户，或在恢复运营后重新过秤"
    )


def true_moment(said_at: datetime, *, sent_at: datetime | None, now: datetime) -> Moment:
    """The moment of a weigh-in on a device whose clock may be off by up to two days.

    `sent_at` is that clock at the time of sending: the difference to ours moves the weigh-in to its
    real day, so that it gets that day's price. Without it only a weigh-in "in the future" shows
    that the clock is wrong; it is taken as weighed now.
    """
    skew = now - sent_at if sent_at is not None else timedelta(0)
    if abs(skew) > CLOCK_MOST:
        raise ClockWrong(fields={"sent_at": f"设备时间与标准时间相差 {_days(skew)}，请校准后重传"})
    if abs(skew) <= CLOCK_SLACK:
        skew = timedelta(0)
    at = said_at + skew
    if at > now + CLOCK_MOST:
        raise ClockWrong(fields={"weighed_at": "称重时间晚于现在两天以上，请校准设备时间后重传"})
    if at > now + CLOCK_SLACK:
        skew, at = now - said_at, now
    if at < now - OLDEST:
        raise Invalid(fields={"weighed_at": "称重时间超过 30 天，不能补录，请联系合作社"})
    return Moment(at, int(skew.total_seconds()))


def _days(skew: timedelta) -> str:
    hours = int(abs(skew).total_seconds()) // 3600
    return f"{hours // 24} 天 {hours % 24} 小时"


def check_crates(crates: Sequence[Crate], *, gross_g: int, tare_g: int) -> None:
    """Several crates sum to the receipt; none is lighter than its own tare."""
    if not crates:
        return
    if len(crates) > MOST_CRATES:
        raise Invalid(fields={"crates": f"一次最多 {MOST_CRATES} 筐，请分成几张收货单"})
    for number, crate in enumerate(crates, start=1):
        if not 0 <= crate.tare_g < crate.gross_g:
            raise Invalid(fields={"crates": f"第 {number} 筐的皮重应小于毛重，请重新称量"})
    sums = (sum(crate.gross_g for crate in crates), sum(crate.tare_g for crate in crates))
    if sums != (gross_g, tare_g):
        raise Invalid(
            fields={
                "crates": f"各筐合计毛重 {jin_text(sums[0])}、皮重 {jin_text(sums[1])}，"
                "与总毛重、总皮重不一致，请核对"
            }
        )


def read_back(
    *, household: str, product: str, grade: str, net_g: int, price_fen: int | None, amount_fen: int
) -> str:
    """The line read to the household before it confirms (SCREENS S6)."""
    goods = f"{household}，{product} {grade} {jin_text(net_g)}"
    if price_fen is None:
        return f"{goods}，待定价"
    return f"{goods} × {yuan(price_fen)} 元 = {yuan(amount_fen)} 元"


def expiry_of(weighed_on: date, shelf_life_days: int) -> date:
    """Last day on which the lot may be sold."""
    return weighed_on + timedelta(days=shelf_life_days)


def check_amount(amount_fen: int) -> int:
    """A weigh-in worth less than half a fen is a slip of the scale."""
    if amount_fen <= 0:
        raise Invalid(fields={"gross_g": "净重太小，金额不足 1 分，请检查重量单位"})
    return amount_fen
