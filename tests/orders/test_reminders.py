"""到货提醒: told once, when there is something to buy."""

from typing import Any
from uuid import uuid4

import pytest

from backend.messaging.models import Message
from cooperatives.models import ListingLot, Lot
from orders.models import StockReminder
from orders.services.reminding import tell_returned
from tests.cast import NOW, Cast
from tests.orders.market import WEIGHED, a_listing, a_lot

pytestmark = pytest.mark.usefixtures("clock")
ADDRESS = "/api/v1/reminders"


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def test_a_buyer_is_told_once_when_stock_returns(cast: Cast, post: Any) -> None:
    listing = a_listing(cast)
    buyer = cast.client("buyer")
    first = post(buyer, ADDRESS, {"listing": str(listing.uid)}).json()
    assert post(buyer, ADDRESS, {"listing": str(listing.uid)}).json() == first
    assert tell_returned(now=NOW) == 0
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    ListingLot.objects.create(listing=listing, lot=lot, added_at=WEIGHED)
    assert (tell_returned(now=NOW), tell_returned(now=NOW)) == (1, 0)
    assert Message.objects.filter(template="stock_returned").count() == 1
    assert buyer.get(ADDRESS).json()["results"][0]["told_at"] is not None


def test_what_is_in_stock_needs_no_reminder(cast: Cast, post: Any) -> None:
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    body = {"listing": str(a_listing(cast, lot).uid)}
    answer = post(cast.client("buyer"), ADDRESS, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "still_in_stock")
    Lot.objects.update(available_g=0, sold_g=9_000)
    assert post(cast.client("buyer"), ADDRESS, body).status_code == 201


def test_a_reminder_is_taken_back_by_its_buyer_alone(cast: Cast, post: Any) -> None:
    mine = post(cast.client("buyer"), ADDRESS, {"listing": str(a_listing(cast).uid)}).json()
    address = f"{ADDRESS}/{mine['uid']}"
    other = cast.client("operator").delete(address, headers=key())
    assert (other.status_code, StockReminder.objects.count()) == (403, 1)
    gone = cast.client("buyer").delete(address, headers=key())
    assert (gone.status_code, StockReminder.objects.count()) == (204, 0)
