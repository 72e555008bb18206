"""Packing, shipping and delivering: by the own station, once, and the order follows."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from backend.common.actor import system_actor
from cooperatives.models import Lot
from orders.models import Order, Shipment
from orders.services.journal import move_order
from tests.cast import NOW, Cast
from tests.orders.market import a_listing, a_lot, an_order, wanted

SHIPMENTS = "/api/v1/shipments"
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def lots(cast: Cast) -> list[Lot]:
    """Two lots of one listing at Dongxia, one of another at Qinglin."""
    return [
        a_lot(cast, household="potato_household", net_g=3_000, number=1),
        a_lot(cast, household="monitored_household", net_g=3_000, number=2),
        a_lot(
            cast, household="monitored_household", net_g=3_000, number=3, product="broad_bean",
            station="qinglin",
        ),
    ]  # fmt: skip


def _paid(order: Order) -> Order:
    move_order(order=order, move="pay", actor=system_actor("payments"), now=NOW, paid_at=NOW)
    return order


@pytest.fixture
def order(cast: Cast, lots: list[Lot]) -> Order:
    """Paid: two packages of potatoes from both lots, leaving from Dongxia."""
    return _paid(an_order(cast, wanted(a_listing(cast, *lots[:2]), 2)))


@pytest.fixture
def operator(cast: Cast, order: Order) -> Client:
    return cast.client("operator")


def _parcel(order: Order) -> str:
    return f"{SHIPMENTS}/{order.shipments.get().uid}"


def _codes(lots: list[Lot]) -> dict[str, list[str]]:
    return {"lot_codes": [lot.code for lot in lots]}


def test_a_station_lists_its_paid_parcels(
    cast: Cast, order: Order, lots: list[Lot], operator: Client
) -> None:
    rows = operator.get(SHIPMENTS, {"status": "waiting"}).json()["results"]
    assert rows == [
        {
            "uid": str(order.shipments.get().uid), "order_number": order.number,
            "status": "waiting", "status_name": "待打包", "region": "青海省西宁市",
            "placed_at": "2026-09-28T10:00:00+08:00", "courier": "", "waybill": "",
            "pick_up": False,
            "lines": [
                {
                    "position": 1, "title": "东峡土豆 5 斤", "quantity": 2, "package_g": 2_500,
                    "lots": [
                        {"code": lots[0].code, "weight_g": 3_000, "household_name": "马有福"},
                        {"code": lots[1].code, "weight_g": 2_000, "household_name": "李秀英"},
                    ],
                }
            ],
        }
    ]  # fmt: skip


def test_an_unpaid_parcel_is_not_there_yet(cast: Cast, lots: list[Lot], post: Any) -> None:
    order = an_order(cast, wanted(a_listing(cast, *lots[:2]), 2))
    client = cast.client("operator")
    assert client.get(SHIPMENTS).json()["results"] == []
    answer = post(client, f"{_parcel(order)}/pack", _codes(lots[:2]))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_paid_yet")
    assert Shipment.objects.get().status == "waiting"


def test_all_lots_scanned_is_packed(
    order: Order, lots: list[Lot], operator: Client, post: Any
) -> None:
    codes = {"lot_codes": [lots[1].code.lower(), f" {lots[0].code} "]}
    answer = post(operator, f"{_parcel(order)}/pack", codes)
    assert (answer.status_code, answer.json()["status"]) == (200, "packed")
    order.refresh_from_db()
    assert order.status == "packed"
    assert post(operator, f"{_parcel(order)}/pack", codes).status_code == 200
    assert list(order.steps.values_list("to_status", flat=True)) == ["placed", "paid", "packed"]


def test_a_missing_lot_is_named(order: Order, lots: list[Lot], operator: Client, post: Any) -> None:
    answer = post(operator, f"{_parcel(order)}/pack", _codes(lots[:1]))
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_lot")
    assert answer.json()["fields"] == {"lot_codes": f"还没有扫到批次 {lots[1].code}"}
    assert Shipment.objects.get().status == "waiting"


def test_a_wrong_lot_is_named(order: Order, lots: list[Lot], operator: Client, post: Any) -> None:
    answer = post(operator, f"{_parcel(order)}/pack", _codes(lots))
    assert answer.json()["fields"] == {"lot_codes": f"批次 {lots[2].code} 不在这个包裹里，请放回"}
    assert Order.objects.get().status == "paid"


def test_a_packed_parcel_is_shipped_under_its_waybill(
    order: Order, lots: list[Lot], operator: Client, post: Any
) -> None:
    post(operator, f"{_parcel(order)}/pack", _codes(lots[:2]))
    given = {"courier": "邮政快递", "waybill": "ems 100 000 1"}
    answer = post(operator, f"{_parcel(order)}/ship", given)
    assert (answer.json()["status"], answer.json()["waybill"]) == ("shipped", "EMS1000001")
    assert post(operator, f"{_parcel(order)}/ship", given).status_code == 200
    order.refresh_from_db()
    assert (order.status, order.shipped_at) == ("shipped", NOW)


def test_a_parcel_is_packed_before_it_is_shipped(order: Order, operator: Client, post: Any) -> None:
    answer = post(operator, f"{_parcel(order)}/ship", {"courier": "邮政", "waybill": "EMS1000001"})
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_move")
    assert Shipment.objects.get().waybill == ""


def test_a_waybill_is_used_once(
    cast: Cast, order: Order, lots: list[Lot], operator: Client, post: Any
) -> None:
    beans = a_listing(cast, lots[2], product="broad_bean", package_g=500, price_fen=900)
    other = _paid(an_order(cast, wanted(beans, 1), key="other-order"))
    post(operator, f"{_parcel(order)}/pack", _codes(lots[:2]))
    post(operator, f"{_parcel(other)}/pack", _codes(lots[2:]))
    given = {"courier": "邮政快递", "waybill": "EMS1000001"}
    assert post(operator, f"{_parcel(order)}/ship", given).status_code == 200
    answer = post(operator, f"{_parcel(other)}/ship", given)
    assert (answer.status_code, answer.json()["code"]) == (409, "waybill_used")
    assert Order.objects.get(pk=other.pk).status == "packed"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"courier": "", "waybill": "EMS1000001"}, "courier"),
        ({"courier": "邮政快递", "waybill": "??"}, "waybill"),
    ],
)
def test_a_courier_and_a_waybill_are_needed(
    order: Order, operator: Client, post: Any, given: dict[str, str], field: str
) -> None:
    answer = post(operator, f"{_parcel(order)}/ship", given)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])


def _send(client: Client, parcel: str, lots: list[Lot], waybill: str, post: Any) -> None:
    post(client, f"{parcel}/pack", _codes(lots))
    post(client, f"{parcel}/ship", {"courier": "邮政快递", "waybill": waybill})
    post(client, f"{parcel}/deliver")


def test_fresh_goods_complete_48_hours_after_delivery(
    order: Order, lots: list[Lot], operator: Client, post: Any
) -> None:
    _send(operator, _parcel(order), lots[:2], "EMS1000001", post)
    assert post(operator, f"{_parcel(order)}/deliver").status_code == 200
    order.refresh_from_db()
    assert (order.status, order.delivered_at) == ("delivered", NOW)
    assert order.completes_at == NOW + timedelta(hours=48)


def test_an_order_follows_the_last_of_its_parcels(cast: Cast, lots: list[Lot], post: Any) -> None:
    beans = a_listing(cast, lots[2], product="broad_bean", station="qinglin", package_g=500)
    order = _paid(an_order(cast, wanted(a_listing(cast, *lots[:2]), 2), wanted(beans, 1)))
    near, far = order.shipments.order_by("station__letters")
    _send(cast.client("operator"), f"{SHIPMENTS}/{near.uid}", lots[:2], "EMS1000001", post)
    order.refresh_from_db()
    assert (order.status, order.completes_at) == ("paid", None)
    cast.hats["stranger"].scope_ref = str(cast.qinglin_station.uid)
    cast.hats["stranger"].save()
    _send(cast.client("stranger"), f"{SHIPMENTS}/{far.uid}", lots[2:], "EMS1000002", post)
    order.refresh_from_db()
    assert (order.status, order.completes_at) == ("delivered", NOW + timedelta(hours=168))


@pytest.mark.parametrize("move", ["pack", "ship", "deliver"])
@pytest.mark.parametrize(
    ("who", "http_status"), [("stranger", 404), ("manager", 403), ("buyer", 403)]
)
def test_a_stranger_touches_no_parcel(
    cast: Cast, order: Order, lots: list[Lot], post: Any, who: str, http_status: int, move: str
) -> None:
    body = _codes(lots[:2]) | {"courier": "邮政快递", "waybill": "EMS1000001"}
    client = cast.client(who)
    assert post(client, f"{_parcel(order)}/{move}", body).status_code == http_status
    assert client.get(_parcel(order)).status_code == http_status
    assert Shipment.objects.get().status == "waiting"
    assert Order.objects.get().status == "paid"


def test_a_stranger_lists_no_parcel(cast: Cast, order: Order) -> None:
    assert cast.client("stranger").get(SHIPMENTS).json()["results"] == []


def test_the_day_of_a_station_in_counters(
    cast: Cast, order: Order, operator: Client, now: datetime
) -> None:
    a_listing(cast, package_g=700, status="returned")
    a_lot(cast, household="potato_household", net_g=5_000, number=9, weighed_at=now)
    assert operator.get("/api/v1/stations/mine/today").json() == {
        "to_pack": 1, "to_ship": 0,
        "received_today": {"count": 1, "net_g": 5_000, "amount": "12.00"},
        "lots_unlisted": 1, "listings_on_sale": 1, "listings_returned": 1,
    }  # fmt: skip


@pytest.mark.parametrize("who", ["manager", "buyer", "official"])
def test_only_an_operator_has_a_day(cast: Cast, who: str) -> None:
    assert cast.client(who).get("/api/v1/stations/mine/today").status_code == 403


def test_the_list_of_parcels_takes_the_same_statements_whatever_its_rows(
    cast: Cast, order: Order, lots: list[Lot], operator: Client, django_assert_max_num_queries: Any
) -> None:
    beans = a_listing(cast, lots[2], product="broad_bean", package_g=100)
    for n in range(12):
        _paid(an_order(cast, wanted(beans, 1), wanted(beans, 1), key=f"order-{n}"))
    with django_assert_max_num_queries(7):
        assert len(operator.get(SHIPMENTS).json()["results"]) == 13
