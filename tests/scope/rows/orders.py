"""Rows of the catalogue, of orders and of parcels."""

from typing import Any

from orders.rules.setting import FEES
from tests.scope.row import Row, changed, listed, opened, personal, unscoped
from tests.scope.world import World


def new_order(world: World) -> dict[str, Any]:
    return {
        "lines": [{"listing": str(world.listing.uid), "quantity": 1, "price": "12.00"}],
        "receiver": {
            "name": "周敏", "phone": "15490009999", "region": "青海省西宁市",
            "address": "城中区长江路 1 号",
        },
        "note": "",
    }  # fmt: skip


PUBLIC = "published goods, read by anybody"


def taken(world: World) -> dict[str, Any]:
    return {"cooperative": str(world.cooperative.uid), "kind": "csv", "purpose": "社员大会"}


def planned(world: World) -> dict[str, Any]:
    return {"cooperative": str(world.cooperative.uid), "year": 2024, "surplus": "1000.00"}


def surplus(world: World) -> str:
    return str(world.surplus.uid)


SURPLUS_STEPS = [
    changed("POST", f"surplus/<uuid:uid>/{step}", surplus) for step in ("submit", "cancel", "post")
]
ROWS: list[Row] = [
    unscoped(
        "POST", "kiosk/statement",
        "one household, by its card and its own code: tests/orders/test_kiosk.py",
    ),
    unscoped(
        "POST", "papers/passbooks", "the books of households in the hat's reach: test_passbooks",
        body=lambda _: {"purpose": "年底发放"},
    ),
    unscoped(
        "POST", "papers/account-statement", "the hat's own accounts: test_account_statements",
        body=lambda _: {"purpose": "年底对账"},
    ),
    listed("surplus", surplus),
    changed("POST", "surplus", body=planned),
    changed("POST", "surplus/preview", body=planned),
    opened("surplus/<uuid:uid>", surplus),
    *SURPLUS_STEPS,
    changed("POST", "surplus/<uuid:uid>/resolve", surplus),
    changed("POST", "surplus/<uuid:uid>/minutes", surplus),
    opened("approvals/surplus/<uuid:uid>", surplus, lambda w: "M001"),
    changed(
        "POST", "approvals/surplus/<uuid:uid>/decide", surplus,
        lambda _: {"verdict": "approve", "digest": "0" * 64}, not_for="CO TO PS AU",
    ),
    listed("sales/overview", lambda w: '"open_orders":1'),
    listed("sales", lambda w: w.sold.number),
    changed("POST", "sales/file", body=taken),
    listed(
        "member-accounts", lambda w: str(w.membership.uid),
        at=lambda w: f"?cooperative={w.cooperative.uid}",
    ),
    changed("POST", "member-accounts/file", body=taken),
    personal("GET", "public/listings", PUBLIC),
    Row(
        method="GET", route="public/listings/<uuid:uid>", kind="personal", because=PUBLIC,
        at=lambda w: str(w.listing.uid),
    ),
    Row(
        method="GET", route="public/listings/<uuid:uid>/seller", kind="personal", because=PUBLIC,
        at=lambda w: str(w.listing.uid),
    ),
    Row(
        method="GET", route="public/listings/<uuid:uid>/delivery", kind="personal",
        because=PUBLIC, at=lambda w: str(w.listing.uid),
    ),
    personal("GET", "public/categories", PUBLIC),
    personal("GET", "public/townships", PUBLIC),
    personal("GET", "public/suggestions", PUBLIC),
    personal("POST", "orders/quote", "prices a cart for anybody and keeps nothing"),
    unscoped("GET", "system/health", "figures of the installation, of no person and no place"),
    unscoped("GET", "my-data", "the asker's own rows alone: test_own_data"),
    unscoped("GET", "my-data/consents", "the asker's own log alone: test_own_data"),
    unscoped(
        "POST", "my-data/consents/withdraw", "the asker's own consent: test_own_data",
        body=lambda _: {"purpose": "stock_sms"},
    ),
    unscoped(
        "POST", "my-data/erase", "the asker's own account: test_own_data",
        body=lambda _: {"password": "not the password"},
    ),
    listed("invoices", lambda w: str(w.invoice.uid)),
    changed(
        "POST", "orders/<str:number>/invoices", lambda w: w.sold.number,
        lambda _: {"title_kind": "person", "title": "周敏"},
    ),
    changed("POST", "invoices/<uuid:uid>/withdraw", lambda w: str(w.invoice.uid)),
    changed("POST", "invoices/<uuid:uid>/decide", lambda w: str(w.invoice.uid)),
    changed("POST", "invoices/<uuid:uid>/file", lambda w: str(w.invoice.uid)),
    unscoped("GET", "reviews/waiting", "a count of the list below, within the same reach"),
    listed("reviews", lambda w: str(w.review.uid)),
    changed(
        "POST", "orders/<str:number>/reviews", lambda w: w.sold.number,
        lambda _: {"position": 1, "taste": 5, "freshness": 5, "packing": 5},
    ),
    changed(
        "POST", "reviews/<uuid:uid>/moderate", lambda w: str(w.review.uid),
        lambda _: {"move": "hide", "reason": "abusive"},
    ),
    changed(
        "POST", "reviews/<uuid:uid>/reply", lambda w: str(w.review.uid),
        lambda _: {"reply": "谢谢您"},
    ),
    Row(
        method="GET", route="public/listings/<uuid:uid>/reviews", kind="personal", because=PUBLIC,
        at=lambda w: str(w.listing.uid),
    ),
    listed("addresses", lambda w: str(w.address.uid)),
    unscoped(
        "POST", "addresses", "a buyer's own book: test_addresses",
        body=lambda _: {"name": "周敏", "phone": "15490009999", "region": "青海省 西宁市 城中区",
                        "address": "长江路 2 号"},
    ),
    opened("addresses/<uuid:uid>", lambda w: str(w.address.uid)),
    changed(
        "PUT", "addresses/<uuid:uid>", lambda w: str(w.address.uid), lambda _: {"version": 1}
    ),
    changed("DELETE", "addresses/<uuid:uid>", lambda w: str(w.address.uid)),
    changed("POST", "addresses/<uuid:uid>/default", lambda w: str(w.address.uid)),
    listed("reminders", lambda w: str(w.reminder.uid)),
    unscoped(
        "POST", "reminders", "a buyer's own wish about public goods",
        body=lambda w: {"listing": str(w.listing.uid)},
    ),
    changed("DELETE", "reminders/<uuid:uid>", lambda w: str(w.reminder.uid)),
    listed("orders", lambda w: w.order.number, not_for="HM"),
    unscoped("POST", "orders", "a buyer's own order of public goods", body=new_order),
    unscoped(
        "POST", "orders/export", "the rows of the list above; tests/orders/test_order_export.py",
        body=lambda _: {"kind": "csv", "purpose": "核对发货"},
    ),
    changed(
        "POST", "orders/<str:number>/refund-preview", lambda w: w.order.number,
        lambda _: {"lines": [{"position": 1, "quantity": 1}]}, not_for="BY",
    ),
    opened("orders/<str:number>", lambda w: w.order.number, not_for="HM"),
    changed("POST", "orders/<str:number>/cancel", lambda w: w.order.number),
    changed(
        "POST", "orders/<str:number>/payment-attempts", lambda w: w.order.number,
        lambda w: {"channel": "wap"},
    ),
    changed("POST", "orders/<str:number>/confirm-receipt", lambda w: w.order.number),
    opened("orders/<str:number>/splits", lambda w: w.sold.number, lambda w: "土豆"),
    unscoped(
        "POST", "settings/fees/preview", "sums of the county's sales, of no household",
        body=lambda w: {"content": dict.fromkeys(FEES, 0), "from_on": "2026-09-01",
                        "to_on": "2026-09-30"},
    ),
    listed("shipments", lambda w: str(w.shipment.uid)),
    opened("shipments/<uuid:uid>", lambda w: str(w.shipment.uid)),
    changed(
        "POST", "shipments/<uuid:uid>/pack", lambda w: str(w.shipment.uid),
        lambda w: {"lot_codes": [w.lot.code]},
    ),
    changed(
        "POST", "shipments/<uuid:uid>/ship", lambda w: str(w.shipment.uid),
        lambda w: {"courier": "邮政", "waybill": "EA123456789CN"},
    ),
    changed("POST", "shipments/<uuid:uid>/deliver", lambda w: str(w.shipment.uid)),
    listed("stations/mine/today", lambda w: '"to_pack":1'),
]  # fmt: skip
