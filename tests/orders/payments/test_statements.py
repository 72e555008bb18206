"""TARGETS 2: statements are counted, and are the same whatever the lines and lots.

A notify writes ten kinds of rows that must stand or fall together; docs/adr/0014 says, row by row,
why it is twelve statements and not eight.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperatives.models import Lot
from orders.models import Order, Refund, Shipment
from orders.services import fulfilling, paying, polling, releasing, sending
from tests.cast import Cast
from tests.orders import market
from tests.orders.payments.conftest import Till

FORM = "application/x-www-form-urlencoded; charset=utf-8"
FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
SIZES = [(1, 1), (3, 20)]
pytestmark = pytest.mark.django_db


class Counts(dict[str, list[int]]):
    """Statements by step, one figure for each size of order."""

    @contextmanager
    def of(self, step: str) -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        asked = [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(FRAME)]
        self.setdefault(step, []).append(len(asked))


def an_order_of(cast: Cast, lines: int, lots_each: int) -> Order:
    """Each line sells one package from as many lots as are asked for."""
    wanted = []
    for line in range(lines):
        first, package_g = 1 + 100 * lines + line * lots_each, 2_000 * (lines + line)
        lots = [
            market.a_lot(cast, household="potato_household", net_g=package_g // lots_each, number=n)
            for n in range(first, first + lots_each)
        ]
        listing = market.a_listing(cast, *lots, package_g=package_g)
        wanted.append(market.wanted(listing, 1))
    return market.an_order(cast, *wanted, key=f"of-{lines}")


def walk(cast: Cast, till: Till, counts: Counts, lines: int, lots_each: int) -> None:
    order = an_order_of(cast, lines, lots_each)
    _, trade_no = till.open(order)
    till.act(trade_no)
    form = till.forms()[-1]
    for step in ("notify", "duplicate"):
        with counts.of(step):
            assert paying.handle_notify(body=form, content_type=FORM, now=till.now)
    pack(cast, till, counts, order)


def pack(cast: Cast, till: Till, counts: Counts, order: Order) -> None:
    codes = list(Lot.objects.filter(line_sources__line__order=order).values_list("code", flat=True))
    uid, operator = str(order.shipments.get().uid), cast.actor("operator")
    with counts.of("pack"):
        fulfilling.pack(shipment_uid=uid, lot_codes=codes, actor=operator, now=till.now)
    assert Shipment.objects.get(uid=uid).status == "packed"


def test_paying_and_packing_ask_the_same_of_one_lot_and_of_sixty(
    cast: Cast, till: Till, books: Any
) -> None:
    counts = Counts()
    till.pay(an_order_of(cast, 6, 1))  # the merchant's first payment opens its account: two more
    for lines, lots_each in SIZES:
        walk(cast, till, counts, lines, lots_each)
    assert counts == {"notify": [12, 12], "duplicate": [3, 3], "pack": [9, 9]}


def test_a_refund_asks_the_same_of_one_lot_and_of_sixty(cast: Cast, till: Till, books: Any) -> None:
    counts = Counts()
    for lines, lots_each in SIZES:
        order = an_order_of(cast, lines, lots_each)
        till.pay(order)
        with counts.of("cancel and owe back"):
            releasing.cancel_order(number=order.number, actor=cast.actor("buyer"), now=till.now)
        refund = Refund.objects.select_related("attempt__merchant", "attempt__order").latest("pk")
        with counts.of("carry out"):
            assert sending.send_refund(refund=refund, now=till.now)
    assert counts == {"cancel and owe back": [19, 19], "carry out": [9, 9]}


def test_a_tick_with_nothing_due_asks_next_to_nothing(till: Till) -> None:
    counts = Counts()
    with counts.of("tick"):
        polling.payments_tick(now=till.now)
    assert counts == {"tick": [4]}
