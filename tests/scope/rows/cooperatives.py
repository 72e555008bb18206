"""Rows of the counter, of produce and of listings."""

from typing import Any

from tests.scope.row import Row, changed, listed, opened, unscoped
from tests.scope.world import World


def weigh_in(world: World) -> dict[str, Any]:
    return {
        "uid": "5e0c9b1e-0000-4000-8000-000000000001",
        "household": str(world.potato_household.uid), "product": str(world.potato.uid),
        "grade": "first", "mode": "consignment", "gross_g": 13_250, "tare_g": 500,
        "price_per_jin": "1.20", "weighed_at": "2026-09-28T09:00:00+08:00", "note": "",
    }  # fmt: skip


def new_listing(world: World) -> dict[str, Any]:
    return {
        "product": str(world.potato.uid), "grade": "first", "title": "高原土豆 5 斤装",
        "story": "", "package_g": 2_500, "price": "12.00", "lots": [world.lot.code],
    }  # fmt: skip


ROWS: list[Row] = [
    listed("stations/mine", lambda w: str(w.dongxia_station.uid), not_for="CO TO PS CM AU"),
    listed("households", lambda w: str(w.potato_household.uid)),
    unscoped("GET", "products", "what may be sold in this county is nobody's"),
    listed("prices", lambda w: '"1.20"', not_for="CO TO PS HM AU"),
    listed("receipts", lambda w: str(w.receipt.uid)),
    changed("POST", "receipts", body=weigh_in),
    unscoped(
        "POST", "receipts/batch", "each record is refused by itself, inside the answer; "
        "tests/cooperatives/test_receipt_batch.py",
    ),
    unscoped("POST", "photos", "a picture of nobody's until a weigh-in of one's own names it"),
    opened("receipts/<uuid:uid>", lambda w: str(w.receipt.uid)),
    listed("lots", lambda w: w.lot.code),
    opened("lots/<str:code>", lambda w: w.lot.code),
    listed("listings", lambda w: str(w.listing.uid)),
    changed("POST", "listings", body=new_listing),
    opened("listings/<uuid:uid>", lambda w: str(w.listing.uid), not_for="SA HM BY"),
    changed(
        "POST", "listings/<uuid:uid>/stock", lambda w: str(w.listing.uid),
        lambda w: {"lots": [w.lot.code]},
    ),
    changed("POST", "listings/<uuid:uid>/release", lambda w: str(w.listing.uid)),
    changed(
        "POST", "listings/<uuid:uid>/return", lambda w: str(w.listing.uid),
        lambda w: {"reason": "请补充照片"},
    ),
    changed(
        "POST", "listings/<uuid:uid>/take-down", lambda w: str(w.listing.uid),
        lambda w: {"reason": "请核对价格"}, not_for="SA PS CA CS HM BY AU",
    ),
]  # fmt: skip
