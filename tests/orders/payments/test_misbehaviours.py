"""A gateway that answers wrongly decides nothing: the order waits until it is answered well."""

from collections.abc import Callable
from typing import Any

import pytest

from orders.models import Order, PaymentAttempt, PaymentEvent
from tests.orders.gateways.misbehaving import DISBELIEVED, Signer
from tests.orders.gateways.servers import serve
from tests.orders.payments.conftest import Till

Books = Callable[[], dict[str, int]]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wrong", sorted(DISBELIEVED))
def test_the_sweeper_believes_no_wrong_answer_and_asks_again(
    order: Order, till: Till, books: Books, settings: Any, wrong: str
) -> None:
    _, trade_no = till.open(order)
    till.act(trade_no)
    with till.box.store.writing() as db:
        db.execute("DELETE FROM notifies")
    with serve(DISBELIEVED[wrong][1](Signer(till.box))) as server:
        settings.SANDBOX_SERVER_URL = server.url
        till.wait(seconds=20)
        assert till.tick()["attempts"] == 0
        assert len(server.heard) == 1
    assert PaymentAttempt.objects.get().state == "pending"
    assert (PaymentEvent.objects.count(), books()) == (0, {})
    settings.SANDBOX_SERVER_URL = ""
    till.wait(seconds=31)
    assert till.tick()["attempts"] == 1
    assert Order.objects.get().status == "paid"
