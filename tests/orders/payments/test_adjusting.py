"""缺重, 换货, lost parcels: what did not come is given back, and the right household loses it."""

from collections.abc import Callable
from typing import Any

import pytest

from cooperatives.models import Lot
from orders.models import Adjustment, Order, Refund, SourceChange
from orders.services import completing
from tests.cast import Cast
from tests.orders import market
from tests.orders.payments.conftest import Till

Books = Callable[[], dict[str, int]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(order: Order, till: Till, books: Books) -> Order:
    till.pay(order)
    return order


def _shortage(lot: Lot, **more: Any) -> dict[str, Any]:
    said = {"position": 1, "lot_code": lot.code, "fate": "waste", "reason": "称重少于应发"}
    return said | more


def _parcel(order: Order) -> str:
    return f"/api/v1/shipments/{order.shipments.get().uid}"


def _lots() -> list[Lot]:
    return list(Lot.objects.order_by("id"))


def test_a_short_weight_gives_its_part_back_at_once(
    cast: Cast, paid: Order, till: Till, books: Books, post: Any
) -> None:
    first = _lots()[0]
    body = _shortage(first, actual_g=2_700)
    answer = post(cast.client("operator"), f"{_parcel(paid)}/adjust", body)
    assert answer.json()["lines"][0]["lots"][0]["weight_g"] == 2_700
    till.tick()
    refund = Refund.objects.get()
    assert (refund.amount_fen, refund.reason, refund.state) == (180, "short_weight", "done")
    first.refresh_from_db()
    assert (first.sold_g, first.wasted_g) == (2_700, 300)
    assert books() == {"clearing": -3_620, "held": 3_620}


def test_a_short_weight_sent_twice_is_one_document(
    cast: Cast, paid: Order, books: Books, post: Any
) -> None:
    operator, body = cast.client("operator"), _shortage(_lots()[0], actual_g=2_700)
    for _ in range(2):
        post(operator, f"{_parcel(paid)}/adjust", body, key="the-same-key")
    document = Adjustment.objects.get()
    assert (document.old_g, document.new_g, document.reason) == (3_000, 2_700, "称重少于应发")
    assert document.by_uid == str(cast.users["operator"].uid)
    assert Refund.objects.count() == 1


def test_what_is_short_is_not_split_and_not_asked_for_at_packing(
    cast: Cast, paid: Order, books: Books, post: Any
) -> None:
    operator, (first, second) = cast.client("operator"), _lots()
    post(operator, f"{_parcel(paid)}/adjust", _shortage(first, actual_g=0, fate="shelf"))
    post(operator, f"{_parcel(paid)}/pack", {"lot_codes": [second.code]})
    post(operator, f"{_parcel(paid)}/ship", {"courier": "邮政快递", "waybill": "EMS1000001"})
    completing.confirm_receipt(
        order_number=paid.number, actor=cast.actor("buyer"), now=paid.placed_at
    )
    first.refresh_from_db()
    assert (first.available_g, first.sold_g) == (3_000, 0)
    assert books()["household"] == 1_200 - 7 - 200 - 60 - 36 - 24
    assert books()["refund_due"] == 1_800


def test_a_parcel_is_never_adjusted_to_nothing(
    cast: Cast, paid: Order, till: Till, books: Books, post: Any
) -> None:
    operator, (first, second) = cast.client("operator"), _lots()
    post(operator, f"{_parcel(paid)}/adjust", _shortage(first, actual_g=0))
    answer = post(operator, f"{_parcel(paid)}/adjust", _shortage(second, actual_g=0))
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_left")
    assert post(operator, f"{_parcel(paid)}/give-up", {"reason": "全部腐烂"}).status_code == 204
    paid.refresh_from_db()
    till.tick()
    assert (paid.status, books()) == ("cancelled", {})


@pytest.mark.parametrize("actual_g", [3_000, 3_500])
def test_more_than_was_sold_is_no_short_weight(
    cast: Cast, paid: Order, books: Books, post: Any, actual_g: int
) -> None:
    body = _shortage(_lots()[0], actual_g=actual_g)
    answer = post(cast.client("operator"), f"{_parcel(paid)}/adjust", body)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["actual_g"])
    assert Refund.objects.count() == 0


def test_an_exchange_moves_the_share_to_the_other_household(
    cast: Cast, paid: Order, books: Books, post: Any
) -> None:
    first = _lots()[0]
    other = market.a_lot(cast, household="objecting_household", net_g=4_000, number=3)
    body = _shortage(first, new_lot_code=other.code, reason="发芽了，换一批")
    answer = post(cast.client("operator"), f"{_parcel(paid)}/adjust", body)
    assert [lot["code"] for lot in answer.json()["lines"][0]["lots"]][-1] == other.code
    other.refresh_from_db()
    assert (other.available_g, other.sold_g) == (1_000, 3_000)
    change = SourceChange.objects.get()
    assert (change.weight_g, change.share_fen) == (-3_000, -1_800)
    assert books() == {"clearing": -3_800, "held": 3_800}


def test_an_exchange_keeps_to_the_same_goods(
    cast: Cast, paid: Order, books: Books, post: Any
) -> None:
    beans = market.a_lot(
        cast, household="objecting_household", net_g=4_000, number=3, product="broad_bean"
    )
    body = _shortage(_lots()[0], new_lot_code=beans.code)
    answer = post(cast.client("operator"), f"{_parcel(paid)}/adjust", body)
    assert list(answer.json()["fields"]) == ["new_lot_code"]
    assert Adjustment.objects.count() == 0


def test_a_lost_parcel_gives_goods_and_shipping_back(
    cast: Cast, paid: Order, till: Till, books: Books, post: Any
) -> None:
    operator = cast.client("operator")
    codes = {"lot_codes": [lot.code for lot in _lots()]}
    post(operator, f"{_parcel(paid)}/pack", codes)
    post(operator, f"{_parcel(paid)}/ship", {"courier": "邮政快递", "waybill": "EMS1000001"})
    answer = post(operator, f"{_parcel(paid)}/lose", {"reason": "快递三天无轨迹，确认丢失"})
    assert answer.json()["status"] == "lost"
    assert Refund.objects.get().amount_fen == 3_800
    assert sum(Lot.objects.values_list("wasted_g", flat=True)) == 5_000
    completing.complete_delivered(now=Order.objects.get().completes_at)
    till.tick()
    assert (Order.objects.get().status, books()) == ("completed", {})


@pytest.mark.parametrize("door", ["adjust", "lose", "give-up", "hand-over"])
@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("manager", 403), ("buyer", 403)])
def test_a_stranger_changes_no_parcel(
    cast: Cast, paid: Order, books: Books, post: Any, door: str, who: str, status: int
) -> None:
    body = _shortage(_lots()[0], actual_g=1, code="000000")
    assert post(cast.client(who), f"{_parcel(paid)}/{door}", body).status_code == status
    assert (Refund.objects.count(), Adjustment.objects.count()) == (0, 0)
    assert books() == {"clearing": -3_800, "held": 3_800}


def test_the_pick_list_adds_up_by_lot(cast: Cast, paid: Order, books: Books) -> None:
    rows = cast.client("operator").get("/api/v1/shipments/pick-list").json()
    assert [(row["lot_code"], row["weight_g"], row["parcels"]) for row in rows] == [
        (lot.code, lot.sold_g, 1) for lot in _lots()
    ]
    assert cast.client("stranger").get("/api/v1/shipments/pick-list").json() == []


def test_a_batch_tells_of_each_parcel(cast: Cast, paid: Order, books: Books, post: Any) -> None:
    operator, uid = cast.client("operator"), str(paid.shipments.get().uid)
    post(operator, f"{_parcel(paid)}/pack", {"lot_codes": [lot.code for lot in _lots()]})
    nobody = "00000000-0000-4000-8000-000000000000"
    rows = [
        {"shipment": uid, "courier": "邮政快递", "waybill": "EMS1000001"},
        {"shipment": nobody, "courier": "邮政快递", "waybill": "EMS1000002"},
    ]
    answer = post(operator, "/api/v1/shipments/ship-batch", {"rows": rows}).json()
    assert [row["problem"] for row in answer] == ["", "没有找到"]
    assert paid.shipments.get().status == "shipped"


@pytest.mark.parametrize(
    ("waybill", "courier"),
    [("SF1234567890123", "顺丰速运"), ("yt1234567890123", "圆通速递"), ("??", None)],
)
def test_a_waybill_hints_at_its_courier(cast: Cast, waybill: str, courier: str | None) -> None:
    path = f"/api/v1/shipments/waybill-hint?waybill={waybill}"
    found = cast.client("operator").get(path).json()["couriers"]
    assert found == ([courier] if courier else [])
