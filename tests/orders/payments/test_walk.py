"""The buyer's way through the doors alone: cart, cashier, notify, return, parcel, statement."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from orders.models import Order
from tests import cast as people
from tests.orders import market
from tests.orders.payments.conftest import Till

Books = Callable[[], dict[str, int]]
pytestmark = pytest.mark.django_db


def at(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def test_from_the_cart_to_the_household_s_statement(
    cast: people.Cast, till: Till, books: Books, post: Any
) -> None:
    lot = market.a_lot(cast, household="potato_household", net_g=5_000, number=1)
    listing = market.a_listing(cast, lot)
    buyer, station = cast.client("buyer"), cast.client("operator")
    number = post(buyer, "/api/v1/orders", cart(listing.uid)).json()["number"]
    attempt = post(buyer, f"/api/v1/orders/{number}/payment-attempts", {"channel": "wap"}).json()
    cashier = buyer.get(at(attempt["pay_url"])).content.decode()
    assert "38.00" in cashier
    button = re.search(r'action="(/sandbox/cashier/[^"]+/pay)"', cashier)
    assert button is not None
    back = buyer.post(button[1])["Location"]
    assert buyer.get(at(back))["Location"] == f"/shop/orders/{number}/processing"
    assert buyer.get(f"/api/v1/orders/{number}").json()["status"] == "paid"
    parcel = station.get("/api/v1/shipments").json()["results"][0]["uid"]
    post(station, f"/api/v1/shipments/{parcel}/pack", {"lot_codes": [lot.code]})
    waybill = {"courier": "邮政", "waybill": "YZ90000001"}
    assert post(station, f"/api/v1/shipments/{parcel}/ship", waybill).status_code == 200
    done = post(buyer, f"/api/v1/orders/{number}/confirm-receipt").json()
    assert (done["status"], done["payment"]["state"]) == ("completed", "paid")
    assert {part["part"]: part["amount"] for part in done["money_parts"]} == {
        "household": "24.82", "cooperative": "0.90", "station": "1.50", "village": "0.60",
        "packaging": "2.00", "payment_fee": "0.18", "shipping": "8.00",
    }  # fmt: skip
    assert "24.82" in cast.client("farmer").get("/my/statement").content.decode()
    assert books()["clearing"] == -3_800


def cart(listing: Any) -> dict[str, Any]:
    return {
        "lines": [{"listing": str(listing), "quantity": 2, "price": "15.00"}],
        "receiver": {
            "name": "周敏", "phone": "15490009999", "region": "青海省西宁市",
            "address": "城中区长江路 1 号",
        },
        "note": "",
    }  # fmt: skip


def test_the_command_does_what_is_due_without_a_broker(
    order: Order, till: Till, books: Books, capsys: pytest.CaptureFixture[str]
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    call_command("payments_tick")
    assert capsys.readouterr().out == "notifies=1 attempts=0 refunds=0 payouts=0 incidents=0\n"
    assert Order.objects.get().status == "paid"
