"""What the database refuses, whatever the code above it says."""

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F, Model

from backend.ledger.models import Transfer
from cooperatives.models import Lot, Receipt
from orders.models import (
    LineSource,
    Order,
    OrderLine,
    PaymentAttempt,
    Refund,
    SettlementLine,
    SourceSplit,
)
from tests.cast import Cast
from tests.orders.settling.scenes import a_run
from tests.orders.trade import give_back, sell_from


@pytest.fixture
def sale(cast: Cast) -> Order:
    """Two packages of potatoes, sold, paid and split; 5.00 given back."""
    sold = sell_from(cast, "potato_household", 2, number=1)
    give_back(cast, sold, 500)
    return sold


def refused(row: Any, **changes: Any) -> bool:
    """Whether another row like this one, but for the changes, finds no way in."""
    copy: Model = type(row).objects.get(pk=row.pk)
    copy.pk = None
    for name, value in ({"uid": uuid.uuid4()} | changes).items():
        setattr(copy, name, value)
    with pytest.raises(DatabaseError), transaction.atomic():
        copy.save(force_insert=True)
    return True


def kept(model: Any, **changes: Any) -> bool:
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**changes)
    return True


def test_no_weight_of_a_lot_falls_below_zero(sale: Order) -> None:
    assert kept(Lot, wasted_g=-1, available_g=F("available_g") + F("wasted_g") + 1)


def test_no_gram_of_a_lot_comes_from_nowhere(sale: Order) -> None:
    assert kept(Lot, available_g=F("available_g") + 1)


def test_where_a_line_came_from_is_not_written_over(sale: Order) -> None:
    assert kept(LineSource, share_fen=F("share_fen") + 1)


def test_a_line_is_its_price_times_its_quantity(sale: Order) -> None:
    line = OrderLine.objects.get()
    assert refused(line, position=2, amount_fen=line.amount_fen + 1)


def test_an_order_is_placed_once_for_a_key(sale: Order) -> None:
    assert refused(sale, number="OD0")


def test_a_movement_is_booked_once_for_a_key(sale: Order) -> None:
    assert refused(Transfer.objects.filter(reverses=None).first())


def test_a_weigh_in_is_uploaded_once(sale: Order) -> None:
    receipt = Receipt.objects.get()
    assert refused(receipt, uid=receipt.uid)


def test_a_trade_of_the_provider_pays_one_attempt(sale: Order) -> None:
    assert refused(PaymentAttempt.objects.get(), out_trade_no="XZ2")


def test_refunds_stay_within_what_was_paid(sale: Order) -> None:
    assert kept(PaymentAttempt, asked_fen=F("amount_fen") + 1)


def test_a_refund_has_a_number_of_its_own(sale: Order) -> None:
    assert refused(Refund.objects.get())


def test_a_source_is_split_once_and_taken_back_once_per_refund(sale: Order) -> None:
    assert refused(SourceSplit.objects.get(refund=None))
    assert refused(SourceSplit.objects.exclude(refund=None).get())


def test_the_parts_of_a_split_are_its_share(sale: Order) -> None:
    taken = SourceSplit.objects.exclude(refund=None).get()
    other = Refund.objects.get()
    other.pk, other.uid, other.out_request_no = None, uuid.uuid4(), "other"
    other.save()
    assert refused(taken, refund=other, share_fen=taken.share_fen - 1)


def test_a_sale_is_settled_once(cast: Cast, sale: Order) -> None:
    a_run(cast)
    assert refused(SettlementLine.objects.filter(split__isnull=False).first())
