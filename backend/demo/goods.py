"""Products, price lists and the reference prices of the usual channel."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from backend.accounts.models import User
from backend.common.money import amount_of
from backend.demo.chain import Chain
from backend.demo.names import pinyin_of
from backend.demo.places import Places
from backend.demo.plan import COUNTY, Plan, local
from backend.demo.produce import (
    BUY_PERCENT,
    CLASSES,
    GRADE_NAMES,
    KINDS,
    MAINS,
    SEASONS,
    Kind,
    county_price,
)
from backend.demo.store import Store
from cooperatives.models import (
    GoodsPaper,
    PriceEntry,
    PriceList,
    Product,
    ProductClass,
    ReferencePrice,
)
from cooperatives.rules import read_back
from orders.models import FeeRule, MerchantAccount, ShippingRule

FIRST_YEAR = 2020
# A block of weeks in which a product is watched alike in a township (shares of IMPACT section 3).
BLOCK_WEEKS = 12
UNWATCHED, WATCHED_WELL = 0.10, 2 / 3
CHANNELS = (("贩子上门", "演示价格观察员"), ("集市", "演示价格观察员"))
# Regions of the shipping rule: dearer ones, and one to which fresh goods are not sent.
ZONES = [
    {"region": "新疆维吾尔自治区", "surcharge_fen": 1_200, "served": True},
    {"region": "内蒙古自治区", "surcharge_fen": 600, "served": True},
    {"region": "西藏自治区", "surcharge_fen": 0, "served": False},
]
# A collector pays this much less than a household nets through the station.
COLLECTOR_GAP = (0.12, 0.25)


@dataclass
class Goods:
    products: dict[str, Product]
    classes: dict[str, ProductClass]
    prices: "Prices"
    fee_rule: FeeRule
    merchant: MerchantAccount

    @staticmethod
    def read_back(household: str, kind: Kind, entry: PriceEntry, net_g: int) -> str:
        """The line read to the household at the scale, by the rule of the counter."""
        price_fen = entry.buy_fen_per_jin
        return read_back(
            household=household, product=kind.name, grade=GRADE_NAMES[entry.grade], net_g=net_g,
            price_fen=price_fen, amount_fen=amount_of(net_g, price_fen),
        )  # fmt: skip


class Prices:
    """Price entries by cooperative, year, product and grade."""

    def __init__(self) -> None:
        self.entries: dict[tuple[int, int, str, str], PriceEntry] = {}

    def of(self, cooperative: int, year: int, product: str, grade: str) -> PriceEntry:
        return self.entries[cooperative, max(year, FIRST_YEAR), product, grade]


def build_goods(
    plan: Plan, store: Store, chain: Chain, places: Places, accountants: dict[int, User]
) -> Goods:
    classes = {
        code: store.add(ProductClass(
            uid=plan.uid("product class", code), code=code, name=name,
            certificate_regime=regime, return_rule=rule,
            completes_after_h=hours,
        ))
        for code, name, regime, rule, hours in CLASSES
    }  # fmt: skip
    products = {kind.code: store.add(_product(plan, kind, classes)) for kind in KINDS}
    prices = _price_lists(plan, store, chain, products, accountants)
    fee_rule, merchant = _money(plan, store)
    _own_account(plan, store, chain)
    _papers(plan, store, chain, products, accountants)
    _reference_prices(plan, store, places, products)
    return Goods(products, classes, prices, fee_rule, merchant)


def _product(plan: Plan, kind: Kind, classes: dict[str, ProductClass]) -> Product:
    said = [pinyin_of(word) for word in (kind.name, *kind.aliases)]
    return Product(
        uid=plan.uid("product", kind.code), code=kind.code, name=kind.name,
        product_class_id=classes[kind.klass].pk, aliases=list(kind.aliases),
        pinyin=" ".join(whole for whole, _ in said), initials=" ".join(short for _, short in said),
        picture=kind.picture, shelf_life_days=kind.shelf_days, most_g_per_receipt=kind.most_g,
        season=kind.season, season_months=list(SEASONS[kind.season]), gi_mark=kind.gi_mark,
        example=kind.example,
    )  # fmt: skip


def _price_lists(
    plan: Plan, store: Store, chain: Chain, products: dict[str, Product],
    accountants: dict[int, User],
) -> Prices:  # fmt: skip
    """One list a year, announced eight days ahead; cooperatives differ by up to three percent."""
    prices, chance = Prices(), plan.chance("prices")
    for cooperative in chain.cooperatives:
        level = int(chance.integers(97, 104))
        for number, year in enumerate(range(FIRST_YEAR, plan.as_of.year + 1), start=1):
            # The first list is in force before the first station opens.
            begins = date(year - 1, 10, 1) if number == 1 else date(year, 1, 1)
            made = store.add(PriceList(
                uid=plan.uid("price list", f"{cooperative.credit_code} {year}"), number=number,
                cooperative_id=cooperative.pk, effective_from=local(begins),
                announced_at=local(begins - timedelta(days=8), 10),
                made_by_id=accountants[cooperative.pk].pk,
            ))  # fmt: skip
            for kind in KINDS:
                for grade in kind.grades:
                    sell = county_price(kind, grade, year) * level // 100
                    entry = store.add(PriceEntry(
                        price_list_id=made.pk, product_id=products[kind.code].pk, grade=grade,
                        buy_fen_per_jin=sell * BUY_PERCENT // 100, sell_fen_per_jin=sell,
                    ))  # fmt: skip
                    prices.entries[cooperative.pk, year, kind.code, grade] = entry
    return prices


def _papers(
    plan: Plan, store: Store, chain: Chain, products: dict[str, Product],
    accountants: dict[int, User],
) -> None:  # fmt: skip
    """Each cooperative's quarantine paper for its meat; a test report that ran out beside it."""
    year = plan.as_of.year
    wanted = (
        ("yak_meat", "quarantine", "演动检", "县动物卫生监督所（演示）", year + 1),
        ("potato", "test", "演检", "县农产品检测中心（演示）", year - 1),
    )
    for number, cooperative in enumerate(chain.cooperatives, start=1):
        for code, kind, sign, issuer, ends in wanted:
            store.add(GoodsPaper(
                uid=plan.uid("goods paper", f"{number} {kind}"), cooperative_id=cooperative.pk,
                product_id=products[code].pk, kind=kind, number=f"{sign}{number:04d}",
                issuer=issuer, valid_from=date(ends - 1, 1, 5), valid_to=date(ends, 1, 4),
                made_by_id=accountants[cooperative.pk].pk, at=local(date(ends - 1, 1, 5), 10),
            ))  # fmt: skip


def _money(plan: Plan, store: Store) -> tuple[FeeRule, MerchantAccount]:
    """The county's fee and shipping rules, in force before the first sale, and its account."""
    merchant = store.add(MerchantAccount(
        uid=plan.uid("merchant", 1), name="大通县电商公共服务中心", app_id="2021009999999999",
        seller_id="2088999999999999", gateway="sandbox", county_code=COUNTY,
    ))  # fmt: skip
    fee_rule = store.add(FeeRule(
        uid=plan.uid("fee rule", 1), county_code=COUNTY, number=1,
        published_at=local(date(2019, 11, 1), 10), effective_from=local(date(2019, 11, 15)),
        payment_fee_bp=60, packaging_fen_per_package=100, station_bp=500, cooperative_bp=300,
        village_bp=200,
    ))  # fmt: skip
    store.add(ShippingRule(
        uid=plan.uid("shipping rule", 1), county_code=COUNTY, number=1,
        effective_from=local(date(2019, 11, 15)), fee_fen=800, free_from_fen=9_900, zones=ZONES,
    ))  # fmt: skip
    return fee_rule, merchant


def _own_account(plan: Plan, store: Store, chain: Chain) -> None:
    """One cooperative has just opened an account of its own: its next sales are paid into it."""
    others = (place for place in chain.stations if place.starts_on)
    partner = next(place.partner for place in others if place.partner != chain.demo.partner)
    store.add(MerchantAccount(
        uid=plan.uid("merchant", 2), name=partner.name, app_id="2021009999999998",
        seller_id="2088999999999998", gateway="sandbox", county_code=COUNTY,
        cooperative_id=partner.pk,
    ))  # fmt: skip


def _reference_prices(
    plan: Plan, store: Store, places: Places, products: dict[str, Product]
) -> None:
    """Weekly observations per main product, grade and township, by blocks of twelve weeks.

    In 10 % of the blocks the county watches a product not at all. Else two thirds of the townships
    have two observations a week (class A) and a third one every three weeks (class B).
    """
    chance = plan.chance("reference prices")
    first = date(FIRST_YEAR - 1, 12, 30)
    blocks = ((plan.as_of - first).days // 7) // BLOCK_WEEKS + 1
    for code in MAINS[: plan.scale.watched]:
        kind = next(kind for kind in KINDS if kind.code == code)
        for grade in kind.grades:
            unwatched = chance.permutation(blocks)[: round(blocks * UNWATCHED)]
            for block in sorted(set(range(blocks)) - set(unwatched.tolist())):
                start = first + timedelta(weeks=block * BLOCK_WEEKS)
                for township in places.townships:
                    _watch(plan, store, chance, kind, grade, products[code].pk, township.code,
                           start)  # fmt: skip


def _watch(
    plan: Plan, store: Store, chance: np.random.Generator, kind: Kind, grade: str, product: int,
    area_code: str, start: date,
) -> None:  # fmt: skip
    """One block of one township; the gap to the farm gate stays the same within it."""
    well = chance.random() < WATCHED_WELL
    gap = chance.uniform(*COLLECTOR_GAP)
    noises = chance.normal(1, 0.015, BLOCK_WEEKS * 2)
    weeks = range(BLOCK_WEEKS) if well else range(int(chance.integers(3)), BLOCK_WEEKS, 3)
    for week in weeks:
        for turn in range(2 if well else 1):
            day = start + timedelta(weeks=week, days=2 + 3 * turn)
            if day > plan.as_of:
                return
            price = farm_gate(kind, grade, day.year) * (1 - gap) * noises[week * 2 + turn]
            channel, source = CHANNELS[turn]
            store.add(ReferencePrice(
                product_id=product, grade=grade, area_code=area_code, observed_on=day,
                channel=channel, price_fen_per_jin=max(1, round(price)), source=source,
            ))  # fmt: skip


def farm_gate(kind: Kind, grade: str, year: int) -> float:
    """What a household nets per 斤 of a bulk package after all fees, by the county's prices."""
    jin = kind.bulk_g / 500
    sold = county_price(kind, grade, year) * 0.91 * jin
    return (sold * (1 - 0.106) - 100) / jin
