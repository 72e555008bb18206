"""Who may read a receiver: the station that packs, while it packs, and never unseen."""

import pytest
from django.test import Client

from backend.audit.models import AccessEvent
from backend.common.actor import system_actor
from orders.models import Order, Shipment
from orders.rules.fulfilling import address_in_full
from orders.services.journal import move_order
from tests.cast import NOW, Cast
from tests.orders.market import a_listing, a_lot, an_order, wanted

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def order(cast: Cast) -> Order:
    """One package of potatoes, paid, leaving from Dongxia."""
    lot = a_lot(cast, household="potato_household", net_g=3_000, number=1)
    order = an_order(cast, wanted(a_listing(cast, lot), 1))
    _move(order, "pay")
    return order


def _move(order: Order, *moves: str) -> None:
    for move in moves:
        paid = {"paid_at": NOW} if move == "pay" else {}
        move_order(order=order, move=move, actor=system_actor("tests"), now=NOW, **paid)


def _path(order: Order) -> str:
    return f"/print/shipping/{order.shipments.get().uid}"


def test_the_packing_station_reads_whom_it_sends_to(cast: Cast, order: Order) -> None:
    answer = cast.client("operator").get(_path(order))
    sheet = answer.content.decode()
    lot = order.lines.get().sources.get().lot
    for words in ("周敏", "15490009999", "青海省西宁市城中区长江路 1 号", order.number,
                  "东峡一村电商服务站", "东峡土豆 5 斤", "× 1", lot.code):  # fmt: skip
        assert words in sheet
    assert "<script" not in sheet
    assert "style=" not in sheet
    assert "no-store" in answer["Cache-Control"]


def test_each_value_opened_stands_in_the_access_log_of_the_order(cast: Cast, order: Order) -> None:
    cast.client("operator").get(_path(order))
    events = AccessEvent.objects.filter(subject_kind="order", subject_uid=str(order.uid))
    assert {(event.fields, event.purpose, event.hat) for event in events} == {
        ("receiver_name", "打印发货单", "SO"),
        ("receiver_phone", "打印发货单", "SO"),
        ("receiver_address", "打印发货单", "SO"),
    }


@pytest.mark.parametrize("who", ["stranger", "manager", "accountant", "official", "buyer"])
def test_nobody_else_reads_the_receiver(cast: Cast, order: Order, who: str) -> None:
    answer = cast.client(who).get(_path(order))
    assert answer.status_code == 404
    assert "周敏" not in answer.content.decode()
    assert not AccessEvent.objects.exists()


def test_a_visitor_is_led_to_the_sign_in(order: Order, visitor: Client) -> None:
    answer = visitor.get(_path(order))
    assert (answer.status_code, answer["Location"][:19]) == (302, "/shop/sign-in?next=")
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize(
    "moves", [("pack", "ship", "deliver"), ("pack", "ship", "deliver", "complete")]
)
def test_an_order_that_has_arrived_keeps_its_receiver_closed(
    cast: Cast, order: Order, moves: tuple[str, ...]
) -> None:
    _move(order, *moves)
    answer = cast.client("operator").get(_path(order))
    assert answer.status_code == 409
    assert "不能再打开收件人资料" in answer.content.decode()
    assert not AccessEvent.objects.exists()


def test_a_parcel_that_has_arrived_is_closed_before_its_order_is(cast: Cast, order: Order) -> None:
    Shipment.objects.filter(order=order).update(status="delivered", waybill="EMS1000001")
    assert cast.client("operator").get(_path(order)).status_code == 409
    assert not AccessEvent.objects.exists()


def test_a_cancelled_order_has_no_label(cast: Cast, order: Order) -> None:
    _move(order, "cancel")
    assert cast.client("operator").get(_path(order)).status_code == 404
    assert not AccessEvent.objects.exists()


def test_a_region_typed_twice_stands_once() -> None:
    assert address_in_full("青海省西宁市", "长江路 1 号") == "青海省西宁市长江路 1 号"
    assert address_in_full("青海省西宁市", "青海省西宁市长江路 1 号") == "青海省西宁市长江路 1 号"
