"""States of a listing, when a manager must release it, and what people can find it by."""

from collections.abc import Iterable
from datetime import date
from typing import NoReturn

from backend.common import search
from backend.common.errors import IllegalMove
from backend.common.money import amount_of
from backend.common.weight import JIN_G
from cooperatives.rules.errors import PaperMissing

LISTING_MOVES: dict[str, dict[str, str]] = {
    "draft": {"submit": "submitted", "publish": "on_sale"},
    "submitted": {"release": "on_sale", "return": "returned", "take_down": "down"},
    "returned": {"submit": "submitted", "publish": "on_sale", "take_down": "down"},
    "on_sale": {"take_down": "down"},
    "down": {},
}


def next_status(status: str, move: str) -> str:
    """The listing's status after a move; only listed transitions exist (SCREENS S9)."""
    try:
        return LISTING_MOVES[status][move]
    except KeyError:
        raise IllegalMove("商品当前状态不能进行此操作，请刷新后再试") from None


def refuse_without_quarantine(product: str, ended_on: date | None) -> NoReturn:
    """Meat goes on sale under a quarantine paper that is in force."""
    what = f"检疫证明已于 {ended_on:%Y-%m-%d} 到期" if ended_on else "没有登记检疫证明"
    raise PaperMissing(f"{product}{what}，不能上架；请合作社会计在“产品证件”登记后再提交")


def above_price_list(price_fen: int, package_g: int, sell_fen_per_jin: int) -> bool:
    """Whether a package costs more than its weight at the list's selling price (DESIGN 9)."""
    return price_fen > amount_of(package_g, sell_fen_per_jin)


def price_per_jin_fen(price_fen: int, package_g: int) -> int:
    """Price per 斤 shown beside a package, half up."""
    return (price_fen * JIN_G * 2 + package_g) // (2 * package_g)


def fold(text: str) -> str:
    """Text as search compares it: simplified, half width, lower case, blanks single."""
    return " ".join(search.fold(text).split())


def search_text(parts: Iterable[str]) -> str:
    """Everything a listing can be found by, each word once, in the order given."""
    return " ".join(dict.fromkeys(fold(part) for part in parts if part.strip()))
