"""A buyer takes its data along and leaves for good; nobody else's rows are touched."""

from typing import Any

import pytest
from django.test import Client

from backend.accounts.models import User
from backend.audit.models import AccessEvent
from backend.common.actor import system_actor
from orders.models import Order
from orders.services.journal import move_order
from tests.cast import NOW, PASSWORD, Cast
from tests.orders.market import a_listing, a_lot, an_order, wanted

pytestmark = pytest.mark.usefixtures("clock")
ERASE = "/api/v1/my-data/erase"


@pytest.fixture
def order(cast: Cast) -> Order:
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    return an_order(cast, wanted(a_listing(cast, lot), 1))


@pytest.mark.usefixtures("order")
def test_a_buyer_reads_all_that_is_kept_and_the_reading_leaves_its_trace(cast: Cast) -> None:
    data = cast.client("buyer").get("/api/v1/my-data").json()
    assert data["orders"][0]["receiver"]["phone"] == "15490009999"
    assert data["orders"][0]["lines"] == [
        {"title": "东峡土豆 5 斤", "quantity": 1, "amount": "15.00"}
    ]
    seen = AccessEvent.objects.filter(purpose="本人查阅、复制个人信息")
    assert seen.filter(fields="receiver_phone").count() == 1


def test_an_order_under_way_keeps_the_account(cast: Cast, order: Order, post: Any) -> None:
    answer = post(cast.client("buyer"), ERASE, {"password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (409, "orders_unfinished")
    assert User.objects.get(pk=order.buyer_id).is_active


def test_who_left_is_no_name_no_mobile_and_no_sign_in(
    cast: Cast, order: Order, post: Any, visitor: Client
) -> None:
    move_order(order=order, move="cancel", actor=system_actor("tests"), now=NOW)
    buyer = cast.client("buyer")
    assert post(buyer, ERASE, {"password": "wrong"}).json()["fields"] == {"password": "密码不对"}
    assert post(buyer, ERASE, {"password": PASSWORD}).status_code == 204
    gone = User.objects.get(pk=order.buyer_id)
    assert (gone.name, gone.phone_index, gone.is_active) == ("已注销用户", None, False)
    assert buyer.get("/api/v1/my-data").status_code == 401
    assert Order.objects.filter(pk=order.pk).exists()
