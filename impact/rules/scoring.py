"""What an indicator gives: values in their unit, points within their scale, 100 and 10 bonus.

Points are counted in hundredths, shares in basis points, money in fen: no float anywhere.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend.common.errors import Conflict, Forbidden, IllegalMove, Invalid
from backend.common.money import yuan

BASE_CENTIPOINTS, BONUS_CENTIPOINTS = 10_000, 1_000
LEVELS = ("village", "township", "county")
LEVEL_NAMES = {"village": "村", "township": "乡镇", "county": "县"}
DIGITS = {"county": 6, "township": 9, "village": 12}
# Who fills in the sheet of a level, and who agrees step by step; the last word locks it.
FILLERS = {"village": "PS", "township": "TO", "county": "CO"}
FILLER_NAMES = {"village": "村党支部书记", "township": "乡镇干部", "county": "县级干部"}
STEPS: dict[str, list[list[str]]] = {
    "village": [["TO"], ["CO"]],
    "township": [["TO"], ["CO"]],
    # One county office cannot ask three of its own people; its sheet has one checker.
    "county": [["CO"]],
}
LEAST, MOST = {"change": -10_000}, {"percent": 10_000, "change": 100_000}
MOST_VALUE = 10**13
WHY_NONE = {
    "few_households": "背后不足 5 户或会被倒推，不显示也不计算",
    "no_base": "没有可比的基数，算不出",
    "books_differ": "汇总与账本不一致，核对前不计算",
    "no_target": "没有设目标，不能按目标计分",
}
MOVES = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "review"): "reviewed",
    ("submitted", "lock"): "locked",
    ("reviewed", "lock"): "locked",
    ("submitted", "return"): "returned",
    ("reviewed", "return"): "returned",
}
OPEN_STATES = ("draft", "returned")
_NUMBER = re.compile(r"-?[0-9]{1,11}(\.[0-9]{1,2})?")


class SheetClosed(Conflict):
    code, title = (
        "sheet_closed",
        "这张考核表已提交或锁定，不能再改；需要更正请由县级说明原因重新开启",
    )


class NotYourSheet(Forbidden):
    code, title = "not_your_sheet", "这张考核表不由您的身份填报"


class BelowNotLocked(Conflict):
    code, title = "below_not_locked", "下一级的考核表还没有全部锁定"


class AboveLocked(Conflict):
    code, title = "above_locked", "上一级的考核表已锁定，请先由县级说明原因重新开启上一级"


class NotWholeHundred(Invalid):
    code, title = "not_whole_hundred", "基本项合计须为 100 分，加分项合计须为 10 分"


@dataclass(frozen=True, slots=True)
class Item:
    """What of an indicator decides its points."""

    method: str
    most_centipoints: int
    unit: str


def next_state(state: str, move: str) -> str:
    try:
        return MOVES[state, move]
    except KeyError:
        raise IllegalMove("这张考核表现在的状态不能这样做，请刷新后再看") from None


def check_filler(level: str, role: str) -> None:
    if FILLERS[level] != role:
        raise NotYourSheet(f"{LEVEL_NAMES[level]}级考核表由{FILLER_NAMES[level]}填报")


def points_of(item: Item, value: int | None, target: int | None) -> int | None:
    """Hundredths of a point; None where a person must judge.

    By ratio: the whole at the target, less in proportion, rounded down; never below zero.
    By passing: all or nothing.
    """
    if item.method == "judged" or value is None or target is None:
        return None
    if item.method == "pass":
        return item.most_centipoints if value >= target else 0
    if target <= 0:
        return item.most_centipoints if value >= target else 0
    return min(max(item.most_centipoints * value // target, 0), item.most_centipoints)


def why_by_hand(item: Item, value: int | None, target: int | None, why_none: str) -> str:
    """Why a person gives the points; empty where the rule does, or where a value is missing."""
    if item.method == "judged":
        return "由人评定"
    if why_none:
        return WHY_NONE[why_none]
    return WHY_NONE["no_target"] if target is None else ""


def total_of(given: Iterable[tuple[bool, int]]) -> tuple[int, int]:
    """(base, bonus) of (is bonus, points)."""
    listed = list(given)
    base = sum(points for bonus, points in listed if not bonus)
    return base, sum(points for bonus, points in listed if bonus)


def check_sums(parts: Sequence[tuple[bool, int]]) -> None:
    """A set in force gives exactly 100 and at most 10 more, as its heading says."""
    base, bonus = total_of(parts)
    if (base, bonus) != (BASE_CENTIPOINTS, BONUS_CENTIPOINTS):
        raise NotWholeHundred(
            f"现在基本项合计 {hundredths(base)} 分、加分项合计 {hundredths(bonus)} 分；"
            "须分别为 100 分和 10 分，请调整分值后再提交"
        )


def hundredths(number: int) -> str:
    """1250 -> "12.5": as few decimals as it needs."""
    return yuan(number).rstrip("0").rstrip(".")


def read_points(text: str, most_centipoints: int) -> int:
    """Points as typed, within the indicator's scale."""
    if not _NUMBER.fullmatch(text):
        raise Invalid("得分请填数字，最多两位小数，例如 4.5")
    points = _centi(text)
    if not 0 <= points <= most_centipoints:
        raise Invalid(f"得分须在 0 到 {hundredths(most_centipoints)} 分之间，您填的是 {text}")
    return points


def read_value(text: str, unit: str) -> int:
    """A value as typed, in its unit: yuan as fen, shares in basis points, counts whole."""
    if not _NUMBER.fullmatch(text):
        raise Invalid("请填数字，最多两位小数，例如 85.5")
    if unit == "count" and "." in text:
        raise Invalid("这项按整数计，请不要填小数")
    value = int(text) if unit == "count" else _centi(text)
    least, most = LEAST.get(unit, 0), MOST.get(unit, MOST_VALUE)
    if not least <= value <= most:
        raise Invalid(f"须在 {shown(least, unit)} 到 {shown(most, unit)} 之间，您填的是 {text}")
    return value


def shown(value: int | None, unit: str) -> str:
    """As the page and the file write it, without the unit's word."""
    if value is None:
        return ""
    return str(value) if unit == "count" else hundredths(value) if unit != "yuan" else yuan(value)


def _centi(text: str) -> int:
    sign = -1 if text.startswith("-") else 1
    whole, _, rest = text.lstrip("-").partition(".")
    return sign * (int(whole) * 100 + int(rest.ljust(2, "0")))
