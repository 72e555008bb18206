"""What a product card must say, and how its season reads."""

import re
from collections.abc import Sequence

from backend.common.errors import Conflict, Invalid

GRADES = frozenset({"special", "first", "second", "mixed"})
_CODE = re.compile(r"[a-z][a-z0-9_]{1,19}")


# The drawings that ship with the product; goods without one of their own get the basket.
PICTURES = (
    "produce", "potato", "carrot", "onion", "garlic", "ginger-root", "hot-pepper", "leafy-green",
    "seedling", "beans", "pea-pod", "ear-of-corn", "sheaf-of-rice", "sunflower", "mushroom",
    "brown-mushroom", "herb", "cut-of-meat", "meat-on-bone", "ox", "fish", "egg", "honey-pot",
    "jar", "thread", "yarn",
)  # fmt: skip
MOST_COMPLETION_H = 30 * 24


class ProductClassExists(Conflict):
    code, title = "product_class_exists", "已有同一代码的品类，请换一个代码"


class GoodsChangeOpen(Conflict):
    code, title = "goods_change_open", "这项已有一份改动在等审批，请等结果出来再改"


class ProductExists(Conflict):
    code, title = "product_exists", "已有同一代码的品种，请换一个代码"


def check_code(code: str) -> None:
    if not _CODE.fullmatch(code):
        raise Invalid(fields={"code": "代码用小写字母、数字和下划线，2 至 20 位，以字母开头"})


def check_class(*, code: str, name: str, completes_after_h: int) -> None:
    check_code(code)
    if not 1 <= len(name.strip()) <= 20:
        raise Invalid(fields={"name": "品类名称 1 至 20 字"})
    if not 1 <= completes_after_h <= MOST_COMPLETION_H:
        raise Invalid(fields={"completes_after_h": "送达后 1 小时至 30 天自动完成，请填小时数"})


def check_product(*, code: str, name: str, grades: Sequence[str], months: Sequence[int]) -> None:
    check_code(code)
    if not 1 <= len(name.strip()) <= 30:
        raise Invalid(fields={"name": "品种名称 1 至 30 字"})
    if not set(grades) <= GRADES:
        raise Invalid(fields={"grades": "等级只有特级、一级、二级、统货"})
    if not all(1 <= month <= 12 for month in months):
        raise Invalid(fields={"season_months": "月份为 1 至 12"})


def season_text(months: Sequence[int]) -> str:
    """[9, 10] -> 9–10月; [11, 12, 1] reads over the new year; all twelve 全年; none is empty."""
    chosen = sorted(set(months))
    if not chosen:
        return ""
    if len(chosen) == 12:
        return "全年"
    runs = _runs(chosen)
    if len(runs) > 1 and runs[0][0] == 1 and runs[-1][1] == 12:
        runs = [*runs[1:-1], (runs[-1][0], runs[0][1])]
    return "、".join(f"{a}月" if a == b else f"{a}–{b}月" for a, b in runs)


def _runs(chosen: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for month in chosen:
        if runs and runs[-1][1] == month - 1:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs
