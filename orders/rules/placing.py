"""What an order may ask for, what it costs, and from which stations it leaves."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from backend.common.errors import DomainError, Invalid
from cooperatives.rules import check_mobile

MOST_LINES = 20
MOST_PACKAGES = 999
# The hold ends with Alipay's time_expire; the grace lets a late notify come first (DESIGN 9).
HOLD_FOR = timedelta(minutes=15)
HOLD_GRACE = timedelta(minutes=5)


class RulesMissing(DomainError):
    code, title = "rules_missing", "县里还没有公布收费或运费规则，暂时不能下单"


class MerchantMissing(DomainError):
    code, title = "merchant_missing", "县里还没有开通收款，暂时不能下单"


@dataclass(frozen=True, slots=True)
class WantedLine:
    """Packages of a listing at the price that the buyer saw."""

    listing: str
    quantity: int
    price_fen: int


@dataclass(frozen=True, slots=True)
class Receiver:
    name: str
    phone: str
    region: str
    address: str


class Terms(Protocol):
    """A version of the shipping rules."""

    fee_fen: int
    free_from_fen: int


class HasQuantity(Protocol):
    @property
    def quantity(self) -> int: ...


def check_lines(lines: Sequence[HasQuantity]) -> None:
    """1-20 lines of 1-999 packages."""
    if not lines:
        raise Invalid(fields={"lines": "购物车是空的，请先选择商品"})
    if len(lines) > MOST_LINES:
        raise Invalid(fields={"lines": f"一次最多 {MOST_LINES} 种商品，请分开下单"})
    wrong = {
        f"lines.{i}": f"件数应在 1 至 {MOST_PACKAGES} 之间"
        for i, line in enumerate(lines)
        if not 1 <= line.quantity <= MOST_PACKAGES
    }
    if wrong:
        raise Invalid(fields=wrong)


def check_receiver(receiver: Receiver) -> Receiver:
    """The receiver in stored form, or `Invalid` naming every field that cannot be right."""
    wrong: dict[str, str] = {}
    clean = Receiver(
        name=_tidy(receiver.name),
        phone=_mobile(receiver.phone, wrong),
        region=_tidy(receiver.region),
        address=_tidy(receiver.address),
    )
    if not 2 <= len(clean.name) <= 20:
        wrong["receiver.name"] = "请填写收货人姓名，2 至 20 个字"
    if not 2 <= len(clean.region) <= 40:
        wrong["receiver.region"] = "请选择省、市、区县"
    if not 4 <= len(clean.address) <= 120:
        wrong["receiver.address"] = "请填写详细地址，4 至 120 个字"
    if wrong:
        raise Invalid(fields=wrong)
    return clean


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _mobile(typed: str, wrong: dict[str, str]) -> str:
    try:
        return check_mobile(typed)
    except Invalid as error:
        wrong["receiver.phone"] = error.fields["phone"]
        return ""


def check_note(note: str) -> str:
    if len(note.strip()) > 200:
        raise Invalid(fields={"note": "留言最多 200 个字"})
    return note.strip()


def shipping_of(goods_fen: int, terms: Terms) -> int:
    """A flat fee per shipment, nothing from an amount of goods on."""
    return 0 if goods_fen >= terms.free_from_fen else terms.fee_fen


def goods_by_station(lines: Iterable[tuple[int, int]]) -> dict[int, int]:
    """`(station, amount)` pairs summed, in the order in which stations first appear."""
    goods: dict[int, int] = {}
    for station_id, amount_fen in lines:
        goods[station_id] = goods.get(station_id, 0) + amount_fen
    return goods


def takes_per_lot(allocations: Iterable[Sequence[tuple[int, int]]]) -> dict[int, int]:
    """Grams per lot over all lines: two lines on one lot are one take of the sum."""
    takes: dict[int, int] = {}
    for allocation in allocations:
        for lot_id, weight_g in allocation:
            takes[lot_id] = takes.get(lot_id, 0) + weight_g
    return takes


def order_number(day: date, running: int) -> str:
    """OD + yymmdd + six digits; what people read aloud."""
    return f"OD{day:%y%m%d}{running:06d}"
