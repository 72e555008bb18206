"""Carts and orders over the API: what a buyer sees and does, and what a stranger does not."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cooperatives.models import Household, Lot
from orders.models import JournalEntry, Order
from tests.cast import NOW, Cast
from tests.orders.market import a_listing, a_lot, an_order, wanted

ORDERS = "/api/v1/orders"
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def lot(cast: Cast) -> Lot:
    return a_lot(cast, household="potato_household", net_g=10_000, number=1)


def _body(listing: Any, quantity: int = 2, price: str = "15.00") -> dict[str, Any]:
    return {
        "lines": [{"listing": str(listing.uid), "quantity": quantity, "price": price}],
        "receiver": {
            "name": "周敏", "phone": "154 9000 9999", "region": "青海省西宁市",
            "address": "城中区长江路 1 号",
        },
        "note": "请放门卫",
    }  # fmt: skip


def test_a_cart_is_priced_before_signing_in(
    cast: Cast, lot: Lot, visitor: Client, post: Any
) -> None:
    listing, gone = a_listing(cast, lot), a_listing(cast, status="down", package_g=500)
    lines = [
        {"listing": str(listing.uid), "quantity": 5},
        {"listing": str(gone.uid), "quantity": 1},
    ]
    body = post(visitor, f"{ORDERS}/quote", {"lines": lines}).json()
    assert (body["goods"], body["shipping"], body["total"]) == ("75.00", "8.00", "83.00")
    assert [line["problem"] for line in body["lines"]] == ["只剩 4 件", "商品已下架"]
    assert body["stations"] == [
        {
            "station": str(cast.dongxia_station.uid), "station_name": "东峡一村电商服务站",
            "order": 0, "goods": "75.00", "shipping": "8.00", "surcharge": "0.00",
            "free_from": "99.00", "problem": None,
        }
    ]  # fmt: skip


def test_an_unknown_listing_in_a_cart_is_off_sale(cast: Cast, visitor: Client, post: Any) -> None:
    lines = [{"listing": "00000000-0000-4000-8000-000000000000", "quantity": 1}]
    body = post(visitor, f"{ORDERS}/quote", {"lines": lines}).json()
    assert (body["total"], body["lines"][0]["problem"]) == ("0.00", "商品已下架")


def test_a_buyer_places_an_order(cast: Cast, lot: Lot, post: Any) -> None:
    buyer = cast.client("buyer")
    answer = post(buyer, ORDERS, _body(a_listing(cast, lot)))
    assert answer.status_code == 201
    assert answer.json()["total"] == "38.00"
    body = buyer.get(f"{ORDERS}/{answer.json()['number']}").json()
    assert (body["status"], body["total"], body["note"]) == ("placed", "38.00", "请放门卫")
    assert body["hold_expires_at"] == "2026-09-28T10:15:00+08:00"
    assert body["receiver"] == {"name": "****", "phone": "154****9999", "address": "****"}
    assert body["can"] == {"pay": True, "cancel": True, "confirm_receipt": False}
    assert body["lines"][0]["sources"] == [
        {
            "lot_code": lot.code, "household_name": "马*福", "village": "东峡一村",
            "station_name": "东峡一村电商服务站", "cooperative_name": "东峡种植专业合作社",
            "weight_g": 5_000, "share": "30.00",
        }
    ]  # fmt: skip
    assert body["money_parts"] is None


def test_a_double_click_is_one_order(cast: Cast, lot: Lot, post: Any) -> None:
    listing, buyer = a_listing(cast, lot), cast.client("buyer")
    first = post(buyer, ORDERS, _body(listing), key="one-click")
    second = post(buyer, ORDERS, _body(listing), key="one-click")
    assert second.json()["number"] == first.json()["number"]
    assert second["Idempotent-Replayed"] == "true"
    assert Order.objects.count() == 1


def test_two_clicks_with_two_keys_are_two_orders_and_no_gram_too_many(
    cast: Cast, lot: Lot, post: Any
) -> None:
    listing, buyer = a_listing(cast, lot), cast.client("buyer")
    answers = [post(buyer, ORDERS, _body(listing, 3), key=f"click-{n}-key") for n in (1, 2)]
    assert [answer.status_code for answer in answers] == [201, 409]
    assert answers[1].json()["code"] == "listing_sold_out"
    assert answers[1].json()["fields"] == {"lines.0": "只剩 1 件"}
    lot.refresh_from_db()
    assert (lot.available_g, lot.held_g) == (2_500, 7_500)


def test_a_changed_price_answers_with_the_new_one(cast: Cast, lot: Lot, post: Any) -> None:
    answer = post(cast.client("buyer"), ORDERS, _body(a_listing(cast, lot), price="12.00"))
    assert (answer.status_code, answer.json()["code"]) == (409, "price_changed")
    assert answer.json()["fields"] == {"lines.0": "现价 15.00"}
    assert Order.objects.count() == 0


def test_what_cannot_be_right_is_named(cast: Cast, lot: Lot, post: Any) -> None:
    body = _body(a_listing(cast, lot), price="十五元")
    answer = post(cast.client("buyer"), ORDERS, body)
    assert (answer.status_code, sorted(answer.json()["fields"])) == (422, ["lines.0"])
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    "who", ["operator", "manager", "farmer", "official", "auditor", "administrator"]
)
def test_nobody_but_a_buyer_places_orders(cast: Cast, lot: Lot, post: Any, who: str) -> None:
    answer = post(cast.client(who), ORDERS, _body(a_listing(cast, lot)))
    assert answer.status_code == 403
    lot.refresh_from_db()
    assert (lot.held_g, Order.objects.count()) == (0, 0)


def test_a_visitor_signs_in_before_ordering(
    cast: Cast, lot: Lot, visitor: Client, post: Any
) -> None:
    assert post(visitor, ORDERS, _body(a_listing(cast, lot))).status_code == 401
    assert Order.objects.count() == 0


def test_a_buyer_lists_own_orders_only(cast: Cast, lot: Lot) -> None:
    listing = a_listing(cast, lot)
    mine = an_order(cast, wanted(listing, 1))
    an_order(cast, wanted(listing, 1), who="stranger_buyer")
    assert cast.client("buyer").get(ORDERS).json()["results"] == [
        {
            "number": mine.number, "status": "placed", "status_name": "待付款", "total": "23.00",
            "placed_at": "2026-09-28T10:00:00+08:00", "region": "青海省西宁市",
            "station_names": ["东峡一村电商服务站"],
            "lines": [
                {
                    "title": "东峡土豆 5 斤", "quantity": 1,
                    "picture": "/static/products/potato.svg",
                }
            ],
        }
    ]  # fmt: skip
    assert cast.client("buyer").get(ORDERS, {"status": "paid"}).json()["results"] == []


@pytest.mark.parametrize(
    "who", ["stranger_buyer", "stranger", "stranger_manager", "stranger_farmer"]
)
def test_a_strangers_order_is_absent(cast: Cast, lot: Lot, post: Any, who: str) -> None:
    order = an_order(cast, wanted(a_listing(cast, lot), 1))
    client = cast.client(who)
    assert client.get(f"{ORDERS}/{order.number}").status_code == 404
    assert client.get(ORDERS).json()["results"] == []
    assert post(client, f"{ORDERS}/{order.number}/cancel").status_code in {403, 404}
    order.refresh_from_db()
    assert order.status == "placed"


@pytest.mark.parametrize(("who", "name"), [("operator", "马有福"), ("buyer", "马*福")])
def test_names_are_full_for_those_who_work_with_the_goods(
    cast: Cast, lot: Lot, who: str, name: str
) -> None:
    order = an_order(cast, wanted(a_listing(cast, lot), 1))
    body = cast.client(who).get(f"{ORDERS}/{order.number}").json()
    assert body["lines"][0]["sources"][0]["household_name"] == name


def test_a_household_that_consented_is_named(cast: Cast, lot: Lot) -> None:
    Household.objects.update(named_in_public=True)
    order = an_order(cast, wanted(a_listing(cast, lot), 1))
    body = cast.client("buyer").get(f"{ORDERS}/{order.number}").json()
    assert body["lines"][0]["sources"][0]["household_name"] == "马有福"


def test_a_station_reads_only_its_own_lines_of_an_order(cast: Cast, lot: Lot) -> None:
    beans = a_listing(
        cast,
        a_lot(
            cast, household="monitored_household", net_g=9_000, number=2, product="broad_bean",
            station="baoku",
        ),
        product="broad_bean", station="baoku", title="宝库蚕豆", package_g=500, price_fen=900,
    )  # fmt: skip
    order = an_order(cast, wanted(a_listing(cast, lot), 1), wanted(beans, 1))
    body = cast.client("stranger").get(f"{ORDERS}/{order.number}").json()
    assert [line["title"] for line in body["lines"]] == ["宝库蚕豆"]
    assert [parcel["station_name"] for parcel in body["shipments"]] == ["宝库一村电商服务站"]


def test_a_buyer_cancels_before_paying_and_the_stock_is_back(
    cast: Cast, lot: Lot, post: Any
) -> None:
    order = an_order(cast, wanted(a_listing(cast, lot), 2))
    answer = post(cast.client("buyer"), f"{ORDERS}/{order.number}/cancel")
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    again = post(cast.client("buyer"), f"{ORDERS}/{order.number}/cancel")
    assert again.status_code == 200
    lot.refresh_from_db()
    assert (lot.available_g, lot.held_g) == (10_000, 0)
    assert list(JournalEntry.objects.values_list("kind", flat=True)) == ["placed", "cancelled"]


def test_after_the_hold_expired_the_order_can_no_longer_be_paid(
    cast: Cast, lot: Lot, clock: time_machine.Traveller
) -> None:
    order = an_order(cast, wanted(a_listing(cast, lot), 2))
    clock.move_to(NOW + timedelta(minutes=15))
    body = cast.client("buyer").get(f"{ORDERS}/{order.number}").json()
    assert body["can"] == {"pay": False, "cancel": True, "confirm_receipt": False}


def test_lists_take_the_same_statements_whatever_their_rows(
    cast: Cast, lot: Lot, django_assert_max_num_queries: Any
) -> None:
    listing, buyer = a_listing(cast, lot, package_g=100), cast.client("buyer")
    for n in range(12):
        an_order(cast, wanted(listing, 1), wanted(listing, 2), key=f"order-{n}")
    with django_assert_max_num_queries(6):
        assert len(buyer.get(ORDERS).json()["results"]) == 12
    number = Order.objects.values_list("number", flat=True)[0]
    with django_assert_max_num_queries(15):
        assert buyer.get(f"{ORDERS}/{number}").status_code == 200


@pytest.mark.parametrize("lines", [1, 3])
def test_a_checkout_over_http_asks_five_more_than_the_deed(
    cast: Cast, post: Any, lines: int
) -> None:
    """Session, person, hat and both writes of the key; the deed itself takes thirteen."""
    body = _body(_goods(cast, 9))
    body["lines"] = [
        {"listing": str(_goods(cast, number).uid), "quantity": 1, "price": "15.00"}
        for number in range(1, lines + 1)
    ]
    buyer = cast.client("buyer")
    with CaptureQueriesContext(connection) as asked:
        assert post(buyer, ORDERS, body).status_code == 201
    frame = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    assert sum(not one["sql"].startswith(frame) for one in asked.captured_queries) == 18


def _goods(cast: Cast, number: int) -> Any:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=number)
    return a_listing(cast, lot, package_g=500 * number)
