"""Sales that are over: paid, split, booked. Written as rows, so that each figure is known."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from uuid import uuid4

import pytest

from backend.ledger.models import Account, Entry, Transfer
from cooperatives.models import Household, Listing, Lot, Receipt, ReferencePrice
from impact.models import TradeFinding
from impact.services import summing, trading
from orders.models import LineSource, Order, OrderLine, SourceSplit
from stations.models import Area
from tests.cast import NOW, Cast

DAY = date(2026, 8, 3)
Sell = Callable[..., SourceSplit]


@pytest.fixture
def household(cast: Cast) -> Callable[[Area], Household]:
    """A new household of a village."""
    numbers = count(100)

    def settle(village: Area) -> Household:
        return Household.objects.create(
            card_no=f"HC{next(numbers):06d}", area=village, area_code=village.code,
            head_name="测试户", pinyin="", initials="", size=3, labour_count=1,
        )  # fmt: skip

    return settle


@pytest.fixture
def sell(cast: Cast) -> Sell:
    """`sell(household)`: 10 斤 of potatoes for 30.00, of which 20.00 go to the household.

    `on`, `mode`, `station`, `weight_g`, and `order` (fields of the order) say otherwise.
    """
    numbers = count(1)

    def one(home: Household, **said: Any) -> SourceSplit:
        number = next(numbers)
        weight_g = said.get("weight_g", 5_000)
        receipt = weigh_in(
            cast, home, said.get("on", DAY), said.get("mode", "consignment"), weight_g
        )
        lot = Lot.objects.create(
            code=f"DT26{number:012d}", receipt=receipt, area_code=home.area_code,
            expires_on=date(2027, 1, 1), received_g=weight_g, available_g=0, sold_g=weight_g,
        )  # fmt: skip
        return _split(cast, home, lot, number, **said)

    return one


def weigh_in(cast: Cast, home: Household, on: date, mode: str, weight_g: int = 5_000) -> Receipt:
    at = datetime.combine(on, time(2), tzinfo=UTC)
    return Receipt.objects.create(
        uid=uuid4(),
        household=home, station=cast.dongxia_station, cooperative=cast.cooperative,
        product=cast.potato, grade="first", mode=mode, gross_g=weight_g, tare_g=0, net_g=weight_g,
        price_entry=cast.potato_price, price_fen_per_jin=120, amount_fen=1_200,
        area_code=home.area_code, weighed_at=at, received_at=at, operator=cast.users["operator"],
    )  # fmt: skip


def _split(cast: Cast, home: Household, lot: Lot, number: int, **said: Any) -> SourceSplit:
    on, mode = said.get("on", DAY), said.get("mode", "consignment")
    weight_g = said.get("weight_g", 5_000)
    at = datetime.combine(on, time(2), tzinfo=UTC)
    order = Order.objects.create(**{
        "number": f"OD{number:08d}", "buyer": cast.users["buyer"], "client_key": f"key-{number}",
        "merchant": cast.merchant, "status": "completed", "goods_fen": 3_000, "shipping_fen": 0,
        "total_fen": 3_000, "region": "青海 西宁", "placed_at": at, "completed_at": at,
        **said.get("order", {}),
    })  # fmt: skip
    line = OrderLine.objects.create(
        order=order, position=1, listing=_listing(cast), station=cast.dongxia_station,
        cooperative=cast.cooperative, fee_rule=cast.fee_rule, title="土豆 10 斤",
        product_name="土豆", product_code="potato", grade="first", return_rule="perishable",
        quantity=1, package_g=weight_g, price_fen=3_000, weight_g=weight_g, amount_fen=3_000,
    )  # fmt: skip
    source = LineSource.objects.create(
        line=line, lot=lot, household=home, cooperative=cast.cooperative,
        station=said.get("station", cast.dongxia_station), household_name=home.head_name,
        area_code=home.area_code,
        mode=mode, policy="first_expiring", weight_g=weight_g, share_fen=3_000,
    )  # fmt: skip
    paid = 0 if mode == "purchase" else said.get("paid_fen", 2_000)
    return SourceSplit.objects.create(
        source=source, transfer=_book(home, number, on, paid, said.get("booked_fen", paid)),
        household=home, area_code=home.area_code, split_on=on, weight_g=weight_g, share_fen=3_000,
        payment_fee_fen=18, packaging_fen=100, station_fen=150, village_fen=60,
        cooperative_fen=3_000 - 328 - paid, household_fen=paid,
    )  # fmt: skip


def _listing(cast: Cast) -> Listing:
    return Listing.objects.get_or_create(
        station=cast.dongxia_station, cooperative=cast.cooperative, product=cast.potato,
        grade="first", package_g=5_000, status="on_sale",
        defaults={
            "title": "土豆 10 斤", "price_fen": 3_000, "made_by": cast.users["operator"],
            "area_code": cast.dongxia_village.code,
        },
    )[0]  # fmt: skip


def _book(home: Household, number: int, on: date, paid: int, booked: int) -> Transfer:
    """The entries a split leaves; `booked` may differ from what the split says."""
    transfer = Transfer.objects.create(
        key=f"split:OD{number:08d}", kind="split", reference=f"OD{number:08d}", booked_on=on,
        booked_at=datetime.combine(on, time(2), tzinfo=UTC), actor_uid="system:test",
    )  # fmt: skip
    amounts = {
        ("held", "county"): -3_000 - booked + paid, ("household", str(home.uid)): booked,
        ("cooperative", "c"): 3_000 - 328 - paid, ("payment_fee", "alipay"): 18,
        ("packaging", "p"): 100, ("station", "s"): 150, ("village", "v"): 60,
    }  # fmt: skip
    for (kind, owner), amount in amounts.items():
        account, _ = Account.objects.get_or_create(
            kind=kind, owner_uid=owner, defaults={"county_code": "630121"}
        )
        if amount:
            Entry.objects.create(transfer=transfer, account=account, amount_fen=amount)
    return transfer


@pytest.fixture
def observe(cast: Cast) -> Callable[..., None]:
    """`observe("630121103", 150, day, …)`: the collector paid 1.50 per 斤 on these days."""

    def see(area_code: str, price: int, *days: date) -> None:
        for on in days:
            ReferencePrice.objects.create(
                product=cast.potato, grade="first", area_code=area_code, observed_on=on,
                channel="collector", price_fen_per_jin=price, source="测试",
            )  # fmt: skip

    return see


@pytest.fixture
def loop(cast: Cast, sell: Sell, household: Callable[[Area], Household]) -> TradeFinding:
    """Five sound sales, and one that the potato household bought from itself."""
    for _ in range(5):
        sell(household(cast.dongxia_village))
    sell(cast.potato_household, order={"buyer": cast.users["farmer"]})
    summing.rebuild_months(now=NOW)
    trading.check_trades(county_code="630121", year=2026, now=NOW)
    return TradeFinding.objects.get()
