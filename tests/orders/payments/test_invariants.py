"""A damaged row is named; a whole chain names nothing."""

import pytest

from cooperatives.models import Lot
from orders import queries
from orders.models import Order, PaymentAttempt
from tests import cast as people
from tests.orders.payments.conftest import Till

pytestmark = pytest.mark.django_db


def broken() -> list[str]:
    return list(queries.broken_invariants(now=people.NOW))


def test_a_paid_order_breaks_nothing(order: Order, till: Till) -> None:
    till.pay(order)
    assert broken() == []


def test_stock_that_no_order_explains_is_named(order: Order, till: Till) -> None:
    till.pay(order)
    lot = Lot.objects.order_by("id").last()
    assert lot is not None
    Lot.objects.filter(pk=lot.pk).update(sold_g=2_500, available_g=7_500)
    assert broken() == [f"lot {lot.code}: sold_g 2500, orders say 2000"]


def test_an_attempt_that_differs_from_the_ledger_is_named(order: Order, till: Till) -> None:
    attempt = till.pay(order)
    PaymentAttempt.objects.update(amount_fen=3_801)
    assert broken() == [f"capture {attempt.trade_no}: attempt 3801 fen, ledger 3800 fen"]


def test_an_order_called_paid_without_money_is_named(order: Order, till: Till) -> None:
    Order.objects.update(status="paid")
    assert broken() == [
        f"order {order.number}: is paid and no attempt took the money",
        f"order {order.uid}: {order.total_fen} fen by the documents, ledger held 0 fen",
    ]


def test_held_money_that_stays_behind_is_named(order: Order, till: Till) -> None:
    till.pay(order)
    Order.objects.update(status="cancelled")
    said = f"order {order.uid}: 0 fen by the documents, ledger held {order.total_fen} fen"
    assert said in broken()
