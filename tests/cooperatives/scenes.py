"""Short ways to get produce into the valley's station."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from backend.accounts.models import Device
from backend.accounts.services import bind_device
from backend.common.actor import Actor
from cooperatives.models import Listing, Receipt
from cooperatives.queries import listing_digest
from cooperatives.services import release_listing, submit_listing, weigh_in
from tests.cast import NOW, Cast

AN_HOUR_AGO = NOW - timedelta(hours=1)


def bind_phone(cast: Cast, who: str = "operator") -> Device:
    """The operator's phone, whose lot codes bear the letter A."""
    bound_at = NOW - timedelta(days=9)
    return bind_device(name="柜台手机", replaces="", actor=cast.actor(who), now=bound_at).device


def weigh(cast: Cast, household: str = "potato_household", **changes: Any) -> Receipt:
    """25.5 斤 of first-grade potatoes at 1.20: 12.75 kg, 30.60 元."""
    said: dict[str, Any] = {
        "uid": uuid.uuid4(),
        "household_uid": cast.places[household].uid,
        "product_uid": cast.potato.uid,
        "grade": "first",
        "mode": "consignment",
        "gross_g": 13_250,
        "tare_g": 500,
        "price_fen_per_jin": 120,
        "weighed_at": AN_HOUR_AGO,
        "note": "",
        "actor": cast.actor("operator"),
        "now": NOW,
    }
    return weigh_in(**said | changes)


def offer(cast: Cast, *receipts: Receipt, now: datetime = NOW, **changes: Any) -> Listing:
    """2.5 kg of potatoes at the list's price, 12.00."""
    said: dict[str, Any] = {
        "product_uid": cast.potato.uid,
        "grade": "first",
        "title": "高原土豆 5 斤装",
        "story": "",
        "package_g": 2_500,
        "price_fen": 1_200,
        "lot_codes": [receipt.lot.code for receipt in receipts],
        "actor": cast.actor("operator"),
        "now": now,
    }
    return submit_listing(**said | changes)


def release(listing: Listing, actor: Actor, now: datetime = NOW) -> Listing:
    """The word on exactly this content."""
    return release_listing(
        listing_uid=listing.uid, content_digest=listing_digest(listing), actor=actor, now=now
    )


def on_sale(cast: Cast, *receipts: Receipt, **changes: Any) -> Listing:
    """The same, released by the cooperative's manager."""
    listing = offer(cast, *receipts, **changes)
    return release(listing, cast.actor("manager"))
