"""What a weigh-in must satisfy besides its weight."""

from datetime import date, datetime, timedelta

from backend.common.errors import Invalid

# A device that was without a network uploads late; older paper is entered as a correction.
OLDEST = timedelta(days=30)
# Clocks of phones run ahead a little.
CLOCK_SLACK = timedelta(minutes=5)


def check_weighed_at(weighed_at: datetime, *, now: datetime) -> None:
    """Neither in the future nor older than thirty days."""
    if weighed_at > now + CLOCK_SLACK:
        raise Invalid(fields={"weighed_at": "称重时间晚于现在，请检查设备时间"})
    if weighed_at < now - OLDEST:
        raise Invalid(fields={"weighed_at": "称重时间超过 30 天，不能补录，请联系合作社"})


def expiry_of(weighed_on: date, shelf_life_days: int) -> date:
    """Last day on which the lot may be sold."""
    return weighed_on + timedelta(days=shelf_life_days)


def check_amount(amount_fen: int) -> int:
    """A weigh-in worth less than half a fen is a slip of the scale."""
    if amount_fen <= 0:
        raise Invalid(fields={"gross_g": "净重太小，金额不足 1 分，请检查重量单位"})
    return amount_fen
