"""The day bill beside the books: four classes of difference, and nothing mended silently."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from backend.ledger.models import Transfer
from backend.ledger.queries import balance_of
from orders.models import BillImport, Order, PaymentAttempt, ReconciliationItem
from orders.queries.reconciling import standing
from orders.rules.reconciling import Row, compare
from orders.services.reconciling import import_bill, reconcile_daily
from tests.cast import Cast
from tests.orders.payments.conftest import Till

Books = Callable[[], dict[str, int]]
ITEMS = "/api/v1/reconciliation/items"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("bill", "books", "difference"),
    [
        ([Row("payment", "A", 1_000, 6)], [], "missing_in_ledger"),
        ([], [Row("payment", "A", 1_000)], "missing_in_bill"),
        ([Row("payment", "A", 1_001, 6)], [Row("payment", "A", 1_000)], "amount"),
        ([Row("payment", "A", 1_000, 9)], [Row("payment", "A", 1_000)], "fee"),
    ],
)
def test_each_difference_has_its_class(bill: Any, books: Any, difference: str) -> None:
    assert [one.difference for one in compare(bill, books, fee_bp=60)] == [difference]


def test_what_agrees_is_no_difference() -> None:
    bill = [Row("payment", "A", 1_000, 6), Row("refund", "B", 300)]
    assert compare(bill, [Row("payment", "A", 1_000), Row("refund", "B", 300)], fee_bp=60) == []


def _change_the_bill(till: Till, sql: str) -> None:
    with till.box.store.writing() as db:
        db.execute(sql)


def test_a_day_that_agrees_is_imported_once(order: Order, till: Till, books: Books) -> None:
    till.pay(order)
    now = till.wait(days=1)
    assert reconcile_daily(now=now) == 1 + 4
    assert reconcile_daily(now=now) == 0
    imported = BillImport.objects.get(day=timezone.localdate(now) - timedelta(days=1))
    assert (imported.rows, imported.paid_fen, imported.differences) == (1, 3_800, 0)
    assert ReconciliationItem.objects.count() == 0
    assert not standing(now=now).stale


def test_the_fee_of_the_bill_is_taken_from_what_splits_set_aside(
    order: Order, till: Till, books: Books
) -> None:
    till.pay(order)
    reconcile_daily(now=till.wait(days=1))
    # 38.00 at 0.6 %: nothing was set aside yet, so it is carried until the order is split.
    assert books() == {"clearing": -3_777, "held": 3_800}
    assert balance_of("carry_over", f"payment_fee:{order.merchant.uid}") == -23
    import_bill(merchant=order.merchant, day=timezone.localdate(order.placed_at), now=till.now)
    assert Transfer.objects.filter(kind="fee").count() == 1


def test_another_amount_in_the_bill_is_an_item_and_changes_nothing(
    order: Order, till: Till, books: Books
) -> None:
    till.pay(order)
    _change_the_bill(till, "UPDATE trades SET amount_fen=3700")
    reconcile_daily(now=till.wait(days=1))
    item = ReconciliationItem.objects.get()
    assert (item.difference, item.bill_fen, item.ledger_fen) == ("amount", 3_700, 3_800)
    assert item.attempt == PaymentAttempt.objects.get()
    assert books() == {"clearing": -3_800, "held": 3_800}


def test_a_payment_that_the_bill_does_not_have_is_an_item(
    order: Order, till: Till, books: Books
) -> None:
    till.pay(order)
    _change_the_bill(till, "UPDATE trades SET paid_at=NULL")
    reconcile_daily(now=till.wait(days=1))
    assert ReconciliationItem.objects.get().difference == "missing_in_bill"


def test_paid_in_the_bill_and_pending_here_is_asked_about(
    order: Order, till: Till, books: Books
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    reconcile_daily(now=till.wait(days=1))
    assert Transfer.objects.filter(kind="capture").count() == 1
    assert PaymentAttempt.objects.get().state == "paid"


@pytest.fixture
def item(order: Order, till: Till, books: Books) -> ReconciliationItem:
    till.pay(order)
    _change_the_bill(till, "UPDATE trades SET amount_fen=3700")
    reconcile_daily(now=till.wait(days=1))
    return ReconciliationItem.objects.get()


def test_the_accountant_resolves_with_a_reason(
    cast: Cast, item: ReconciliationItem, post: Any
) -> None:
    accountant = cast.client("accountant")
    rows = accountant.get(ITEMS, {"state": "open"}).json()["results"]
    assert [(row["difference_name"], row["bill"], row["ledger"]) for row in rows] == [
        ("金额不一致", "37.00", "38.00")
    ]
    path = f"{ITEMS}/{item.uid}/resolve"
    assert list(post(accountant, path, {"resolution": ""}).json()["fields"]) == ["resolution"]
    answer = post(accountant, path, {"resolution": "支付宝已更正，见工单"})
    assert answer.json()["resolution"] == "支付宝已更正，见工单"
    assert post(accountant, path, {"resolution": "再来一次"}).status_code == 409


@pytest.mark.parametrize(
    ("who", "status"), [("stranger_manager", 403), ("manager", 403), ("buyer", 403)]
)
def test_nobody_else_resolves(
    cast: Cast, item: ReconciliationItem, post: Any, who: str, status: int
) -> None:
    path = f"{ITEMS}/{item.uid}/resolve"
    assert post(cast.client(who), path, {"resolution": "就这样吧"}).status_code == status
    item.refresh_from_db()
    assert item.resolved_at is None


def test_another_cooperative_sees_no_item(cast: Cast, item: ReconciliationItem) -> None:
    assert cast.client("stranger_manager").get(ITEMS).json()["results"] == []
