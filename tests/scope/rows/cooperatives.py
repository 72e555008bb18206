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
    Row(
        method="GET", route="public/lots/<str:code>", kind="personal",
        because="what the label's page says, read by anybody", at=lambda w: str(w.receipt.lot.code),
    ),
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
    changed(
        "POST", "receipts/<uuid:uid>/reprints", lambda w: str(w.receipt.uid),
        lambda w: {
            "uid": "5e0c9b1e-0000-4000-8000-000000000007", "paper": "label",
            "printed_at": "2026-09-28T09:30:00+08:00",
        },
    ),
    changed(
        "POST", "receipts/<uuid:uid>/void", lambda w: str(w.spare.uid),
        lambda w: {"uid": "5e0c9b1e-0000-4000-8000-000000000002", "reason": "称错了户"},
    ),
    listed("void-requests", lambda w: str(w.void_request.uid), not_for="CO"),
    opened("void-requests/<uuid:uid>", lambda w: str(w.void_request.uid), not_for="CO"),
    changed(
        "POST", "void-requests/<uuid:uid>", lambda w: str(w.void_request.uid),
        lambda w: {"verdict": "approve", "content_digest": "0" * 64},
    ),
    opened("lots/<str:code>/moves", lambda w: w.lot.code, lambda w: str(w.move.uid)),
    changed(
        "POST", "lots/<str:code>/moves", lambda w: w.spare.lot.code,
        lambda w: {
            "uid": "5e0c9b1e-0000-4000-8000-000000000003", "kind": "waste", "cause": "spoiled",
            "weight_g": 500,
        },
    ),
    listed("stock-counts", lambda w: str(w.stock_count.uid), not_for="HM"),
    unscoped(
        "POST", "stock-counts", "counts the hat's own station: test_shelf_api",
        body=lambda w: {
            "uid": "5e0c9b1e-0000-4000-8000-000000000004",
            "lines": [{"lot": w.spare.lot.code, "on_hand_g": 1}],
        },
    ),
    opened("stock-counts/<uuid:uid>", lambda w: str(w.stock_count.uid), not_for="HM"),
    listed("day-closes", lambda w: str(w.day_close.uid), not_for="HM"),
    unscoped(
        "POST", "day-closes", "closes the hat's own station's day: test_day_close",
        body=lambda w: {
            "uid": "5e0c9b1e-0000-4000-8000-000000000005", "on": "2026-09-27", "cash": "0.00",
            "unsent_count": 0,
        },
    ),
    unscoped("GET", "day-closes/preview", "shows the hat's own station's day: test_day_close"),
    changed(
        "POST", "stations/<uuid:uid>/day-closes", lambda w: str(w.dongxia_station.uid),
        lambda w: {
            "uid": "5e0c9b1e-0000-4000-8000-000000000006", "on": "2026-09-26", "cash": "0.00",
            "reason": "手机丢失",
        },
    ),
    listed("lots", lambda w: w.lot.code),
    opened("lots/<str:code>", lambda w: w.lot.code),
    listed("listings", lambda w: str(w.listing.uid)),
    changed("POST", "listings", body=new_listing),
    opened("listings/<uuid:uid>", lambda w: str(w.listing.uid), not_for="SA HM BY"),
    changed(
        "POST", "listings/<uuid:uid>/stock", lambda w: str(w.listing.uid),
        lambda w: {"lots": [w.lot.code]},
    ),
    changed(
        "POST", "listings/<uuid:uid>/release", lambda w: str(w.listing.uid),
        lambda w: {"content_digest": "0" * 64},
    ),
    unscoped("POST", "products", "the county's list of goods: test_products"),
    unscoped(
        "GET", "products/<uuid:uid>", "what may be sold in this county is nobody's",
        lambda w: str(w.potato.uid),
    ),
    unscoped(
        "PUT", "products/<uuid:uid>", "the county's list of goods: test_products",
        lambda w: str(w.potato.uid),
    ),
    listed("goods-papers", lambda w: str(w.paper.uid), not_for="SA"),
    unscoped("POST", "goods-papers", "records for the hat's own cooperative: test_papers"),
    unscoped("GET", "goods-changes", "proposals for the county's list of goods: test_products"),
    unscoped(
        "GET", "approvals/product/<uuid:uid>", "the county's list of goods: test_products",
        lambda w: str(w.potato.uid),
    ),
    unscoped(
        "POST", "approvals/product/<uuid:uid>/decide", "the county's list of goods: test_products",
        lambda w: str(w.potato.uid),
    ),
    unscoped("GET", "product-classes", "what the law asks of goods is nobody's"),
    unscoped("POST", "product-classes", "the county's list of classes: test_products"),
    unscoped(
        "PUT", "product-classes/<str:code>", "the county's list of classes: test_products",
        lambda w: "vegetable",
    ),
    listed("price-drafts", lambda w: str(w.price_draft.uid), not_for="SO HM"),
    unscoped("POST", "price-drafts", "drafts for the hat's own cooperative: test_price_change"),
    opened("price-drafts/<uuid:uid>", lambda w: str(w.price_draft.uid), not_for="SO HM"),
    changed(
        "PUT", "price-drafts/<uuid:uid>", lambda w: str(w.price_draft.uid),
        lambda w: {
            "version": 99, "effective_from": None,
            "lines": [
                {"product": str(w.potato.uid), "grade": "first", "buy": "1.00", "sell": "2.00"}
            ],
        },
    ),
    changed(
        "POST", "price-drafts/<uuid:uid>/submit", lambda w: str(w.price_draft.uid),
        lambda w: {"version": 99},
    ),
    changed(
        "POST", "price-drafts/<uuid:uid>/decide", lambda w: str(w.price_draft.uid),
        lambda w: {"verdict": "approve", "content_digest": "0" * 64},
    ),
    listed("price-lists", lambda w: str(w.price_list.uid), shared_by="HM"),
    opened("price-lists/<uuid:uid>", lambda w: str(w.price_list.uid), shared_by="HM"),
    changed(
        "POST", "price-lists/<uuid:uid>/stop", lambda w: str(w.price_list.uid),
        lambda w: {"reason": "下调过大"},
    ),
    unscoped("GET", "price-ceilings", "a county's ceilings are public"),
    unscoped("POST", "price-ceilings", "for the hat's own county: test_price_change"),
    unscoped("GET", "reference-prices", "what channels pay is public"),
    unscoped("POST", "reference-prices", "only for one's own area: test_products"),
    listed("stock", lambda w: str(w.dongxia_station.uid)),
    changed(
        "POST", "listings/<uuid:uid>/return", lambda w: str(w.listing.uid),
        lambda w: {"reason": "请补充照片"},
    ),
    changed(
        "POST", "listings/<uuid:uid>/take-down", lambda w: str(w.listing.uid),
        lambda w: {"reason": "请核对价格"}, not_for="SA PS CA CS HM BY AU",
    ),
]  # fmt: skip
