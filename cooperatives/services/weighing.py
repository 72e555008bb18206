"""What was said at the scale, judged against what the counter knows; nothing is written here."""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.utils import timezone

from backend.common.errors import Invalid
from backend.common.money import amount_of, yuan
from backend.common.weight import check_weighing
from cooperatives import rules
from cooperatives.models import Cooperative, Household, PriceEntry, Product, Receipt
from cooperatives.queries import CounterFacts
from cooperatives.rules import Crate, Moment

_CANONICAL = json.JSONEncoder(sort_keys=True, default=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighIn:
    """What the scale and the operator say.

    `price_fen_per_jin` is None for 待定价; `lot_code` is empty where the server gives the number;
    `station_uid` is the station a device queued it for.
    """

    uid: UUID
    household_uid: UUID
    product_uid: UUID
    grade: str
    mode: str
    gross_g: int
    tare_g: int
    price_fen_per_jin: int | None
    weighed_at: datetime
    note: str = ""
    crates: tuple[Crate, ...] = ()
    lot_code: str = ""
    station_uid: UUID | None = None
    read_back: str = ""
    confirmed_by: str = ""

    @property
    def digest(self) -> str:
        """Names the exact content: the same upload from any device, at any time, has the same."""
        content = {one.name: getattr(self, one.name) for one in fields(self)}
        content["weighed_at"] = self.weighed_at.timestamp()
        return sha256(_CANONICAL.encode(content).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A weigh-in that may be stored."""

    said: WeighIn
    moment: Moment
    household: Household
    product: Product
    cooperative: Cooperative
    entry: PriceEntry | None
    net_g: int
    amount_fen: int
    code: str


def judge(
    said: WeighIn, moment: Moment, facts: CounterFacts, *, devices: frozenset[str]
) -> Weighed:
    """The weigh-in with everything it rests on, or the DomainError that says why not.

    Takes the lot code out of the free ones: the next of the batch gets another.
    """
    if said.station_uid is not None and said.station_uid != facts.station.uid:
        raise rules.ReceiptOfOtherStation
    household = facts.households.get(said.household_uid)
    if household is None:
        raise rules.HouseholdNotServed
    product = facts.products.get(said.product_uid)
    if product is None:
        raise Invalid(fields={"product": "没有这个品种，请重新选择"})
    if product.grades and said.grade not in product.grades:
        raise rules.GradeNotWeighed(fields={"grade": "本品种没有这个等级，请重新选择"})
    cooperative = facts.cooperative_on(timezone.localdate(moment.at))
    if cooperative is None:
        raise rules.StationHasNoCooperative
    entry = _price(said, facts, cooperative, product, moment)
    net_g = check_weighing(
        gross_g=said.gross_g, tare_g=said.tare_g, most_g=product.most_g_per_receipt
    )
    rules.check_crates(said.crates, gross_g=said.gross_g, tare_g=said.tare_g)
    amount_fen = rules.check_amount(amount_of(net_g, entry.buy_fen_per_jin)) if entry else 0
    return Weighed(
        said=said, moment=moment, household=household, product=product, cooperative=cooperative,
        entry=entry, net_g=net_g, amount_fen=amount_fen,
        code=_code(said, facts, moment, devices),
    )  # fmt: skip


def check_same(before: Receipt, said: WeighIn, *, stations: frozenset[str]) -> Receipt:
    """The same uid is the same receipt, or a conflict that a person must look at."""
    if str(before.station.uid) not in stations or before.said_digest != said.digest:
        raise rules.ReceiptChanged
    return before


def _price(
    said: WeighIn, facts: CounterFacts, cooperative: Cooperative, product: Product, moment: Moment
) -> PriceEntry | None:
    """The price the household is told is the price it gets: the list in force when weighed."""
    entry = facts.prices.at(cooperative.pk, product.pk, said.grade, at=moment.at)
    if said.price_fen_per_jin is None:
        return entry
    if entry is None:
        raise rules.PriceNotOfTheDay(
            fields={"price_per_jin": "本品种本等级当日没有收购价，请改为待定价，或联系合作社定价"}
        )
    if entry.buy_fen_per_jin != said.price_fen_per_jin:
        raise rules.PriceNotOfTheDay(
            fields={
                "price_per_jin": f"当日收购价为每斤 {yuan(entry.buy_fen_per_jin)} 元，请刷新价格"
            }
        )
    return entry


def _code(said: WeighIn, facts: CounterFacts, moment: Moment, devices: frozenset[str]) -> str:
    """The code on the label that was printed offline, or the next of the server's."""
    if said.lot_code:
        code = rules.clean_code(said.lot_code)
        rules.check_device_code(
            code, county_letters=facts.county_letters, station_letters=facts.station.letters,
            devices=devices, day=timezone.localdate(said.weighed_at),
        )  # fmt: skip
        if code in facts.taken:
            raise rules.LotCodeTaken
    else:
        code = facts.next_code(timezone.localdate(moment.at))
    facts.taken.add(code)
    return code
