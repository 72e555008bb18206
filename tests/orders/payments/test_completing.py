"""The end of a sale: every fen finds its owner, once."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.ledger.models import Transfer
from backend.ledger.queries import balance_of
from backend.ledger.services import post_new
from cooperatives.services.receiving import purchase_of
from orders.models import Order, OrderStep, Refund, SourceSplit
from orders.queries.payments import MoneyPart, money_parts
from orders.rules.payment import NotReceivable
from orders.services import completing, polling
from orders.services.fulfilling import deliver, pack, ship
from orders.services.releasing import cancel_order
from tests import cast as people
from tests.orders import market
from tests.orders.payments.conftest import Till

Books = Callable[[], dict[str, int]]
pytestmark = pytest.mark.django_db


def shipped(order: Order, till: Till) -> Order:
    till.pay(order)
    operator = till.cast.actor("operator")
    codes = [source.lot.code for line in order.lines.all() for source in line.sources.all()]
    for number, parcel in enumerate(order.shipments.all()):
        uid = str(parcel.uid)
        pack(shipment_uid=uid, lot_codes=codes, actor=operator, now=till.now)
        ship(shipment_uid=uid, courier="邮政", waybill=f"YZ90000{number}", actor=operator,
             now=till.now)  # fmt: skip
    order.refresh_from_db()
    return order


def test_confirming_splits_the_held_money_to_the_fen(
    order: Order, till: Till, books: Books
) -> None:
    shipped(order, till)
    completing.confirm_receipt(
        order_number=order.number, actor=till.cast.actor("buyer"), now=till.now
    )
    # 3,000 fen of goods from 3,000 g and 2,000 g: 1,800 and 1,200.
    rows = SourceSplit.objects.order_by("id").values_list(
        "share_fen", "payment_fee_fen", "packaging_fen", "station_fen", "cooperative_fen",
        "village_fen", "household_fen",
    )  # fmt: skip
    assert list(rows) == [(1_800, 10, 120, 90, 54, 36, 1_490), (1_200, 7, 80, 60, 36, 24, 993)]
    assert books() == {
        "clearing": -3_800, "household": 2_483, "cooperative": 90, "station": 150, "village": 60,
        "logistics": 800, "packaging": 200, "payment_fee": 17,
    }  # fmt: skip
    assert balance_of("household", str(till.cast.potato_household.uid)) == 1_490


def test_the_money_parts_of_a_completed_order_sum_to_what_was_paid(
    order: Order, till: Till, books: Books
) -> None:
    shipped(order, till)
    done = completing.confirm_receipt(
        order_number=order.number, actor=till.cast.actor("buyer"), now=till.now
    )
    parts = money_parts(done) or []
    assert sum(part.amount_fen for part in parts) == 3_800
    assert MoneyPart("household", "农户所得", 2_483) in parts


def test_confirming_again_and_the_clock_change_nothing_more(
    order: Order, till: Till, books: Books
) -> None:
    shipped(order, till)
    for _ in range(2):
        completing.confirm_receipt(
            order_number=order.number, actor=till.cast.actor("buyer"), now=till.now
        )
    assert completing.complete_delivered(now=till.wait(days=30)) == 0
    assert Transfer.objects.filter(kind="split").count() == 1
    assert OrderStep.objects.filter(to_status="completed").count() == 1


def test_a_delivered_order_completes_by_itself_when_its_time_is_over(
    order: Order, till: Till, books: Books
) -> None:
    shipped(order, till)
    for parcel in order.shipments.all():
        deliver(shipment_uid=str(parcel.uid), actor=till.cast.actor("operator"), now=till.now)
    assert completing.complete_delivered(now=till.wait(hours=47)) == 0
    assert completing.complete_delivered(now=till.wait(hours=1)) == 1
    order.refresh_from_db()
    assert (order.status, books()["household"]) == ("completed", 2_483)


def test_goods_bought_at_the_scale_repay_the_cooperative(
    cast: people.Cast, clock: time_machine.Traveller, till: Till, books: Books
) -> None:
    lot = market.a_lot(cast, household="potato_household", net_g=5_000, number=1, mode="purchase")
    post_new(
        bookings=[purchase_of(lot.receipt)], county_code="630121", actor=cast.actor("operator"),
        now=till.now,
    )  # fmt: skip
    order = market.an_order(cast, market.wanted(market.a_listing(cast, lot), 1))
    shipped(order, till)
    completing.confirm_receipt(order_number=order.number, actor=cast.actor("buyer"), now=till.now)
    split = SourceSplit.objects.get()
    assert (split.household_fen, split.cooperative_fen) == (0, 45 + 1_241)
    assert balance_of("purchase", str(cast.cooperative.uid)) == 1_241 - 1_200
    assert balance_of("household", str(cast.potato_household.uid)) == 1_200


def test_confirming_takes_the_order_before_its_parcels(order: Order, till: Till) -> None:
    """As packing, shipping and delivering do; crossing orders of locks would be a deadlock."""
    shipped(order, till)
    with CaptureQueriesContext(connection) as captured:
        completing.confirm_receipt(
            order_number=order.number, actor=till.cast.actor("buyer"), now=till.now
        )
    writes = [row["sql"].split('"')[1] for row in captured if row["sql"].startswith("UPDATE")]
    assert writes[:2] == ["orders_order", "orders_shipment"]
    assert set(order.shipments.values_list("status", flat=True)) == {"delivered"}


def test_an_order_not_yet_sent_cannot_be_confirmed(order: Order, till: Till, books: Books) -> None:
    till.pay(order)
    with pytest.raises(NotReceivable):
        completing.confirm_receipt(
            order_number=order.number, actor=till.cast.actor("buyer"), now=till.now
        )
    assert books() == {"clearing": -3_800, "held": 3_800}


def test_a_stranger_confirms_nothing(order: Order, till: Till, books: Books, post: Any) -> None:
    shipped(order, till)
    path = f"/api/v1/orders/{order.number}/confirm-receipt"
    for who, status in (("stranger_buyer", 404), ("operator", 403), ("farmer", 403)):
        assert post(till.cast.client(who), path).status_code == status
    assert Order.objects.get().status == "shipped"
    assert post(till.cast.client("buyer"), path).json()["status"] == "completed"


def test_cancelling_a_paid_order_gives_goods_and_money_back(
    order: Order, till: Till, books: Books
) -> None:
    till.pay(order)
    cancel_order(number=order.number, actor=till.cast.actor("buyer"), now=till.now)
    assert books() == {"clearing": -3_800, "refund_due": 3_800}
    lots = [source.lot for line in order.lines.all() for source in line.sources.all()]
    assert [(lot.sold_g, lot.available_g) for lot in lots] == [(0, 3_000), (0, 10_000)]
    assert order.lines.get().listing.sold_packages == 0
    assert polling.payments_tick(now=till.wait(seconds=1))["refunds"] == 1
    assert (Refund.objects.get().state, books()) == ("done", {})
