"""What an order may ask for, what it costs, and from which stations it leaves."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

from backend.common.errors import DomainError, Invalid
from cooperatives.rules import check_mobile

MOST_LINES = 20
PICK_UP, PICK_UP_ADDRESS = "到站自提", "到发货服务站自提"
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
    no_return_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Receiver:
    name: str
    phone: str
    region: str
    address: str
    # 到站自提: the buyer comes to the station with a code; nothing is sent.
    pick_up: bool = False


class RegionNotServed(DomainError):
    code, title, status = "region_not_served", "这个地区暂时不能送达", 422


class Terms(Protocol):
    """A version of the shipping rules."""

    fee_fen: int
    free_from_fen: int
    first_g: int
    step_g: int
    step_fen: int
    zones: Any


@dataclass(frozen=True, slots=True)
class Zone:
    """What a region's addresses cost more, or that nothing goes there."""

    surcharge_fen: int = 0
    served: bool = True


@dataclass(frozen=True, slots=True)
class Load:
    """What leaves one station for one address."""

    goods_fen: int
    weight_g: int


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
        pick_up=receiver.pick_up,
    )
    if clean.pick_up:
        clean = replace(clean, region=PICK_UP, address=PICK_UP_ADDRESS)
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


def zone_of(region: str, terms: Terms) -> Zone:
    """The longest region that the address begins with; elsewhere no surcharge."""
    told = re.sub(r"\s", "", region)
    fitting = [zone for zone in terms.zones if told.startswith(zone["region"])]
    if not fitting or not told:
        return Zone()
    zone = max(fitting, key=lambda one: len(one["region"]))
    return Zone(zone["surcharge_fen"], zone["served"])


def shipping_of(load: Load, terms: Terms, *, region: str = "") -> int:
    """A fee by weight, nothing from an amount of goods on; a remote region's surcharge stays."""
    zone = zone_of(region, terms)
    if not zone.served:
        text = "商品暂时不能送到这个地区，请更换收货地址"
        raise RegionNotServed(text, fields={"receiver.region": text})
    if load.goods_fen >= terms.free_from_fen:
        return zone.surcharge_fen
    over_g = max(load.weight_g - terms.first_g, 0) if terms.step_g else 0
    steps = -(-over_g // terms.step_g) if over_g else 0
    return terms.fee_fen + steps * terms.step_fen + zone.surcharge_fen


def load_by_station(lines: Iterable[tuple[int, int, int]]) -> dict[int, Load]:
    """`(station, amount, grams)` summed, in the order in which stations first appear."""
    loads: dict[int, Load] = {}
    for station_id, amount_fen, weight_g in lines:
        there = loads.get(station_id, Load(0, 0))
        loads[station_id] = Load(there.goods_fen + amount_fen, there.weight_g + weight_g)
    return loads


def takes_per_lot(allocations: Iterable[Sequence[tuple[int, int]]]) -> dict[int, int]:
    """Grams per lot over all lines: two lines on one lot are one take of the sum."""
    takes: dict[int, int] = {}
    for allocation in allocations:
        for lot_id, weight_g in allocation:
            takes[lot_id] = takes.get(lot_id, 0) + weight_g
    return takes


def key_of(client_key: str, number: int) -> str:
    """The orders of one cart under several accounts share the buyer's key."""
    return client_key if number == 0 else f"{client_key[:76]}#{number}"


def order_number(day: date, running: int) -> str:
    """OD + yymmdd + six digits; what people read aloud."""
    return f"OD{day:%y%m%d}{running:06d}"
