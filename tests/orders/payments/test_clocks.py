"""TARGETS F9: the last minute of a month in Beijing, and clocks that disagree."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from backend.ledger.models import Transfer
from orders.gateways.sandbox import Fault
from orders.models import Order, PaymentAttempt, SourceSplit
from orders.queries.reconciling import books_of
from orders.services import completing
from orders.services.releasing import release_holds
from tests.cast import NOW, Cast
from tests.orders import market
from tests.orders.payments.conftest import Till
from tests.orders.payments.test_completing import shipped

Books = Callable[[], dict[str, int]]
SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 1)
# NOW is 10:00 on 28 September in Beijing: one minute before October, still September by UTC after.
TO_MONTH_END = timedelta(days=2, hours=13, minutes=59)
pytestmark = pytest.mark.django_db


@pytest.fixture
def late(cast: Cast, till: Till) -> Order:
    """Placed in the last minute of September."""
    till.clock.shift(TO_MONTH_END)
    lot = market.a_lot(cast, household="potato_household", net_g=9_000, number=5)
    return market.an_order(cast, market.wanted(market.a_listing(cast, lot), 1), now=till.now)


def test_what_is_paid_before_midnight_in_beijing_is_septembers_and_what_completes_after_octobers(
    late: Order, till: Till, books: Books
) -> None:
    shipped(late, till)
    till.wait(seconds=90)
    completing.confirm_receipt(
        order_number=late.number, actor=till.cast.actor("buyer"), now=till.now
    )
    booked = dict(Transfer.objects.values_list("kind", "booked_on"))
    assert booked == {"capture": SEPTEMBER, "split": OCTOBER}
    assert set(SourceSplit.objects.values_list("split_on", flat=True)) == {OCTOBER}
    assert late.placed_at.date() == till.now.date() == SEPTEMBER, "by UTC both are September"


def test_the_bill_of_the_last_day_holds_the_payment_told_a_minute_later(
    late: Order, till: Till, books: Books
) -> None:
    till.box.switch(Fault.DELAY)
    till.pay(late)
    till.wait(minutes=2)
    till.deliver()
    attempt = PaymentAttempt.objects.select_related("merchant").get()
    numbers = {day: [row.number for row in books_of(attempt.merchant, day)]
               for day in (SEPTEMBER, OCTOBER)}  # fmt: skip
    assert numbers == {SEPTEMBER: [attempt.out_trade_no], OCTOBER: []}


@pytest.mark.parametrize(("ahead", "status"), [(4, "paid"), (6, "expired")])
def test_a_clock_ahead_of_the_providers_takes_no_order_away_within_the_grace(
    order: Order, till: Till, books: Books, ahead: int, status: str
) -> None:
    """Paid in its fourteenth minute by the provider's clock; ours is ahead and sweeps."""
    _, trade_no = till.open(order)
    till.wait(minutes=14)
    till.box.switch(Fault.DELAY)
    till.act(trade_no)
    till.wait(minutes=1 + ahead)
    release_holds(now=till.now)
    till.deliver()
    order.refresh_from_db()
    assert order.status == status
    assert PaymentAttempt.objects.get().paid_at == NOW + timedelta(minutes=14)
