"""Goods on sale for the tests of orders: lots of the cast's households in pools of listings."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cooperatives.models import Listing, ListingLot, ListingReview, Lot, Receipt
from cooperatives.rules import make_lot_code
from orders.models import Order
from orders.rules.placing import Receiver, WantedLine
from orders.services.placing import place_order
from tests import cast as people

RECEIVER = Receiver(
    name="周敏", phone="15490009999", region="青海省西宁市", address="城中区长江路 1 号"
)
WEIGHED = datetime(2026, 9, 27, 1, 0, tzinfo=UTC)


def a_lot(cast: people.Cast, *, household: str, net_g: int, number: int, **more: Any) -> Lot:
    """A weigh-in of potatoes or beans at the Dongxia station, all of it available."""
    product = more.get("product", "potato")
    entry = cast.potato_price if product == "potato" else cast.bean_price
    station = cast.places[f"{more.get('station', 'dongxia')}_station"]
    receipt = Receipt.objects.create(
        uid=uuid.uuid4(), household=cast.places[household], station=station,
        cooperative=cast.cooperative, product=cast.places[product], grade="first",
        mode=more.get("mode", "consignment"), gross_g=net_g + 500, tare_g=500, net_g=net_g,
        price_entry=entry, price_fen_per_jin=entry.buy_fen_per_jin,
        amount_fen=net_g * entry.buy_fen_per_jin // 500,
        area_code=cast.dongxia_village.code, weighed_at=more.get("weighed_at", WEIGHED),
        received_at=more.get("weighed_at", WEIGHED),
        operator=cast.users["operator"],
    )  # fmt: skip
    return Lot.objects.create(
        code=make_lot_code("DT", date(2026, 9, 27), station.letters, "A", number),
        receipt=receipt, area_code=receipt.area_code,
        expires_on=more.get("expires_on", date(2026, 12, 26)), received_g=net_g, available_g=net_g,
    )  # fmt: skip


def a_listing(cast: people.Cast, *lots: Lot, **more: Any) -> Listing:
    """Five-jin packages of potatoes at 15.00, on sale, unless told otherwise."""
    product = cast.places[more.pop("product", "potato")]
    station = cast.places[f"{more.pop('station', 'dongxia')}_station"]
    values: dict[str, Any] = {
        "title": "东峡土豆 5 斤", "grade": "first", "package_g": 2_500, "price_fen": 1_500,
        "status": "on_sale", "on_sale_at": WEIGHED + timedelta(hours=1),
        "search_text": "东峡土豆 5 斤 土豆 洋芋 tudou yangyu td yy 东峡镇 dongxiazhen dxz",
    }  # fmt: skip
    listing = Listing.objects.create(
        station=station, cooperative=cast.cooperative, product=product,
        area_code=station.area_code, made_by=cast.users["operator"], **(values | more),
    )  # fmt: skip
    ListingReview.objects.create(
        listing=listing, from_status="draft", to_status=listing.status, at=WEIGHED,
        by=cast.users["operator"],
    )  # fmt: skip
    for lot in lots:
        ListingLot.objects.create(listing=listing, lot=lot, added_at=WEIGHED)
    return listing


def wanted(listing: Listing, quantity: int, price_fen: int | None = None) -> WantedLine:
    price = listing.price_fen if price_fen is None else price_fen
    return WantedLine(listing=str(listing.uid), quantity=quantity, price_fen=price)


def an_order(cast: people.Cast, *lines: WantedLine, **more: Any) -> Order:
    """The buyer's order at the moment of the tests."""
    return place_order(
        lines=lines,
        receiver=more.get("receiver", RECEIVER),
        note=more.get("note", ""),
        client_key=more.get("key", "first-key"),
        actor=cast.actor(more.get("who", "buyer")),
        now=more.get("now", people.NOW),
    )
