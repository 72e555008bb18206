"""A buyer takes its data along and leaves for good; nobody else's rows are touched."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from backend.accounts.models import Consent, User
from backend.accounts.rules.consenting import CURRENT
from backend.accounts.services.consenting import give_consent
from backend.audit.models import AccessEvent
from backend.common.actor import system_actor
from orders.models import Order, StockReminder
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


def test_the_log_says_what_was_agreed_to_in_which_version_and_it_is_taken_back(
    cast: Cast, post: Any
) -> None:
    lot = a_lot(cast, household="potato_household", net_g=2_500, number=1)
    listing = a_listing(cast, lot)
    an_order(cast, wanted(listing, 1))
    buyer, log = cast.client("buyer"), "/api/v1/my-data/consents"
    assert post(buyer, "/api/v1/reminders", {"listing": str(listing.uid)}).status_code == 201
    given = buyer.get(log).json()[0]
    assert (given["purpose"], given["version"]) == ("stock_sms", CURRENT["stock_sms"])
    assert given["can_withdraw"]
    taken = post(buyer, f"{log}/withdraw", {"purpose": "stock_sms"}).json()
    assert [(one["given"], one["can_withdraw"]) for one in taken] == [(False, False), (True, False)]
    assert not StockReminder.objects.exists()
    assert cast.client("stranger_buyer").get(log).json() == []


def test_what_the_account_rests_on_is_taken_back_by_leaving(cast: Cast, post: Any) -> None:
    user = cast.users["buyer"]
    give_consent(user=user, purpose="privacy", now=NOW)
    buyer = cast.client("buyer")
    refused = post(buyer, "/api/v1/my-data/consents/withdraw", {"purpose": "privacy"})
    assert (refused.status_code, refused.json()["code"]) == (409, "only_by_leaving")
    post(buyer, ERASE, {"password": PASSWORD})
    assert list(user.consents.order_by("id").values_list("given", flat=True)) == [True, False]
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.update(version="x")
