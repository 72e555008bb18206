"""Prices: never retroactive, falls announced, never above the county's ceiling (ROLES 4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from backend.common.errors import Conflict, DomainError, Invalid
from backend.common.money import yuan

# Township and branch may object this long when a buying price falls by more than a tenth.
OBJECTION_TIME = timedelta(hours=24)
MOST_LINES = 300
MOST_FEN = 10_000_000


class PriceDatesClash(Conflict):
    code, title = "price_dates_clash", "同一时刻已有另一份价格表生效，请换一个生效时间"


class PriceDraftClosed(DomainError):
    code, title, status = "price_draft_closed", "价格表已提交或已发布，不能再修改", 409


class PriceDraftChanged(Conflict):
    code, title = "price_draft_changed", "价格表在您打开后已被修改，请刷新后核对两个版本"


class TooLateToObject(DomainError):
    code, title, status = "too_late_to_object", "已过 24 小时异议期或已生效，不能叫停", 409


class NothingFell(DomainError):
    code, title, status = "nothing_fell", "没有收购价下调超过 10%，不能叫停", 409


class Line(NamedTuple):
    """One product and grade: what the household is paid, what a buyer and an institution pay."""

    product: str
    grade: str
    buy_fen: int
    sell_fen: int
    institution_fen: int | None = None

    @property
    def goods(self) -> tuple[str, str]:
        return self.product, self.grade


class Fall(NamedTuple):
    """A buying price that falls by more than a tenth."""

    product: str
    grade: str
    old_fen: int
    new_fen: int


def check_lines(lines: Sequence[Line]) -> None:
    """At least one, each goods once, all prices above zero."""
    if not 1 <= len(lines) <= MOST_LINES:
        raise Invalid(fields={"lines": f"价格表应有 1 至 {MOST_LINES} 行"})
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(lines, start=1):
        if line.goods in seen:
            raise Invalid(fields={f"lines.{number - 1}": f"第 {number} 行与前面的品种等级重复"})
        seen.add(line.goods)
        prices = [line.buy_fen, line.sell_fen, line.institution_fen or line.sell_fen]
        if not all(0 < price <= MOST_FEN for price in prices):
            raise Invalid(fields={f"lines.{number - 1}": f"第 {number} 行价格必须大于 0"})


def falls(lines: Sequence[Line], before: Mapping[tuple[str, str], int]) -> list[Fall]:
    """Buying prices more than ten percent below those in force; exactly ten is none."""
    return [
        Fall(line.product, line.grade, before[line.goods], line.buy_fen)
        for line in lines
        if line.goods in before and line.buy_fen * 10 < before[line.goods] * 9
    ]


def check_ceilings(lines: Sequence[Line], ceilings: Mapping[tuple[str, str], int]) -> None:
    for number, line in enumerate(lines, start=1):
        ceiling = ceilings.get(line.goods)
        highest = max(line.sell_fen, line.institution_fen or 0)
        if ceiling is not None and highest > ceiling:
            raise Invalid(
                fields={
                    f"lines.{number - 1}": f"第 {number} 行售价高于县级限价每斤 {yuan(ceiling)} 元"
                }
            )


def effective_from(wanted: datetime | None, *, fell: bool, now: datetime) -> datetime:
    """When the list takes effect: not before now, and after the objection time where prices fall.

    Left open, it is the earliest moment that is allowed.
    """
    earliest = now + OBJECTION_TIME if fell else now
    if wanted is None:
        return earliest
    if wanted < earliest:
        why = "收购价下调超过 10%，须留 24 小时异议期" if fell else "价格不能追溯到过去"
        raise Invalid(fields={"effective_from": f"{why}，请改晚生效时间后重新提交"})
    return wanted


def check_can_stop(
    *, fell: bool, announced_at: datetime, effective_from: datetime, now: datetime
) -> None:
    """Within 24 hours of the announcement, before it takes effect, and only where a price fell."""
    if not fell:
        raise NothingFell
    if now >= effective_from or now > announced_at + OBJECTION_TIME:
        raise TooLateToObject
