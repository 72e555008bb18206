"""What may be false trade, in plain rules: who bought, at which price, and out of which harvest.

Each rule names rows; people decide what they are. The figures are stated so that anybody can
work them out again; docs/how/false_trade.md says them in words.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from backend.common.errors import Conflict, Invalid
from backend.common.money import yuan

# A price counts as far off from so many times the median on, or so many times below it.
FAR_TIMES = 2
LEAST_PRICES = 10
# A harvest counts as implausible above so many times what 19 of 20 sellers stay within.
HARVEST_TIMES, HARVEST_PERCENT = 3, 95
LEAST_HARVESTS = 20
LEAST_HOUSE = 2
REASON = (4, 400)

SAME_ACCOUNT = "下单账号是该农户的账号"
SAME_PHONE = "下单账号的手机号是该农户的手机号"
RECEIVER_PHONE = "收货手机号是该农户的手机号"
RECEIVER_HOUSE = "收货地址是该农户的住址"
OPERATOR_ACCOUNT = "下单账号是该站运营员的账号"
OPERATOR_PHONE = "下单或收货手机号是该站运营员的手机号"
STATION_PHONE = "收货手机号是该站的联系电话"


class AlreadyProposed(Conflict):
    code, title = "finding_proposed", "已有人提出认定意见，等待另一人审批"


class AlreadySettled(Conflict):
    code, title = "finding_settled", "这组交易已经认定，不能再提"


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who ordered and who receives, as far as rules need it: blind indexes, never the numbers."""

    account: int
    phone: str
    receiver_phone: str


@dataclass(frozen=True, slots=True)
class Party:
    """A household or a station: accounts that act for it, and its phones."""

    accounts: frozenset[int] = frozenset()
    phones: frozenset[str] = frozenset()


def loop_reasons(buyer: Buyer, household: Party, *, same_house: bool) -> list[str]:
    """Why buyer and household look like one; empty where nothing ties them."""
    said = {
        SAME_ACCOUNT: buyer.account in household.accounts,
        SAME_PHONE: bool(buyer.phone) and buyer.phone in household.phones,
        RECEIVER_PHONE: bool(buyer.receiver_phone) and buyer.receiver_phone in household.phones,
        RECEIVER_HOUSE: same_house,
    }
    return [why for why, holds in said.items() if holds]


def own_purchase_reasons(buyer: Buyer, operators: Party, station_phone: str) -> list[str]:
    """Why a station looks like its own buyer."""
    phones = {buyer.phone, buyer.receiver_phone} - {""}
    said = {
        OPERATOR_ACCOUNT: buyer.account in operators.accounts,
        OPERATOR_PHONE: bool(phones & operators.phones),
        STATION_PHONE: bool(station_phone) and buyer.receiver_phone == station_phone,
    }
    return [why for why, holds in said.items() if holds]


def lives_there(village: str, house: str) -> Callable[[str], bool]:
    """Whether an address names the village and, in it, this house; no house, no answer."""
    place, home = _bare(village.removesuffix("委会")), _bare(house)
    if len(home) < LEAST_HOUSE or not place:
        return lambda _: False
    # Not house 12 where house 2 is asked for.
    exact = re.compile(rf"(?<!\d){re.escape(home)}(?!\d)")

    def test(address: str) -> bool:
        text = _bare(address)
        at = text.find(place)
        return at >= 0 and exact.search(text[at + len(place) :]) is not None

    return test


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


@dataclass(frozen=True, slots=True)
class Priced:
    """An order line's price per 斤."""

    line: int
    product: str
    grade: str
    on: date
    fen_per_jin: int


@dataclass(frozen=True, slots=True)
class FarPrice:
    fen_per_jin: int
    median_fen: int
    count: int

    @property
    def words(self) -> str:
        return (
            f"单价 {yuan(self.fen_per_jin)} 元/斤，同月同品种同等级 {self.count} 笔的中位数 "
            f"{yuan(self.median_fen)} 元/斤"
        )


def far_prices(prices: Iterable[Priced]) -> dict[int, FarPrice]:
    """Lines whose price is more than twice the county's median of the month, or below half of it,
    by kind of goods and grade; where fewer than ten lines were sold nothing is said."""
    groups: dict[Hashable, list[Priced]] = defaultdict(list)
    for price in prices:
        groups[price.product, price.grade, price.on.year, price.on.month].append(price)
    found: dict[int, FarPrice] = {}
    for group in groups.values():
        if len(group) < LEAST_PRICES:
            continue
        middle = int(median(sorted(price.fen_per_jin for price in group)))
        for price in group:
            if price.fen_per_jin > FAR_TIMES * middle or price.fen_per_jin * FAR_TIMES < middle:
                found[price.line] = FarPrice(price.fen_per_jin, middle, len(group))
    return found


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that counts as a plausible harvest, and out of how many it was found."""

    most_g: int
    usual_g: int
    count: int

    def words(self, of: str, found_g: int) -> str:
        return (
            f"{of} {found_g // 500} 斤，超过 {self.most_g // 500} 斤："
            f"全县 {self.count} 份的第 95 百分位 {self.usual_g // 500} 斤的 {HARVEST_TIMES} 倍"
        )


def plausible(weights: Sequence[int]) -> Limit | None:
    """Three times the 95th percentile (nearest rank); of fewer than twenty nothing is said.

    The register holds a household's land and no yields, so the county's own distribution of the
    goods is the measure, not the land.
    """
    if len(weights) < LEAST_HARVESTS:
        return None
    ordered = sorted(weights)
    rank = -(-len(ordered) * HARVEST_PERCENT // 100)
    usual = ordered[rank - 1]
    return Limit(HARVEST_TIMES * usual, usual, len(ordered))


def beyond(rows: Iterable[tuple[int, int]], limit_g: int) -> Iterator[int]:
    """Keys of (key, weight) rows from the one on with which the sum passes the limit."""
    total = 0
    for key, weight_g in rows:
        total += weight_g
        if total > limit_g:
            yield key


def check_reason(reason: str) -> str:
    text = reason.strip()
    if not REASON[0] <= len(text) <= REASON[1]:
        raise Invalid(fields={"reason": "请写明查了什么、依据是什么，4 至 400 字"})
    return text
