"""A buyer at the cashier of the local gateway, and the books that must agree afterwards."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from backend.common.models import StoredPhoto
from backend.ledger import queries as ledger
from cooperatives import queries as produce
from orders import queries
from orders.gateways import sandbox_here
from orders.gateways.sandbox import Action, SandboxGateway, act, deliver_due
from orders.gateways.sandbox.keys import sandbox_keys
from orders.models import Order, PaymentAttempt
from orders.services import paying, polling
from tests import cast as people
from tests.orders import market

PHOTO = "a" * 64


@pytest.fixture
def photo(db: None) -> StoredPhoto:
    """What a buyer has uploaded before."""
    return StoredPhoto.objects.create(
        digest=PHOTO,
        width=4,
        height=3,
        full_bytes=1,
        thumb_bytes=1,
        by_uid="",
        stored_at=people.NOW,
    )


@pytest.fixture(scope="session")
def made_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("keys") / "sandbox-keys"
    sandbox_keys(directory)
    return directory


@pytest.fixture
def order(cast: people.Cast, clock: time_machine.Traveller) -> Order:
    """Two packages of potatoes at 15.00 from two households, with 8.00 shipping."""
    lots = [
        market.a_lot(cast, household="potato_household", net_g=3_000, number=1),
        market.a_lot(cast, household="monitored_household", net_g=10_000, number=2),
    ]
    return market.an_order(cast, market.wanted(market.a_listing(cast, *lots), 2))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The moment of the tests in a process of Beijing time, which the gateway insists on."""
    start = people.NOW.astimezone(ZoneInfo("Asia/Shanghai"))
    with time_machine.travel(start, tick=False) as traveller:
        yield traveller


class Till:
    """What happens at the cashier, and what the gateway tells us of it."""

    def __init__(self, cast: people.Cast, clock: time_machine.Traveller) -> None:
        self.cast = cast
        self.clock = clock

    @property
    def box(self) -> SandboxGateway:
        return sandbox_here()

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, **time: float) -> datetime:
        self.clock.shift(timedelta(**time))
        return self.now

    def open(self, order: Order) -> tuple[PaymentAttempt, str]:
        """An attempt, and the number of the trade the buyer sees."""
        attempt, url = paying.start_attempt(
            order_number=order.number, channel="wap", actor=self.cast.actor("buyer"), now=self.now
        )
        return attempt, self.box.open_page(urlsplit(url).query)["trade_no"]

    def act(self, trade_no: str, action: Action = Action.PAY) -> None:
        act(self.box, trade_no=trade_no, action=action, now=self.now)

    def deliver(self) -> list[str]:
        """The answers to the notifies that are due."""
        done = deliver_due(self.box.store, now=self.box.now(), send=post_notify)
        return [delivery.result for delivery in done]

    def pay(self, order: Order, action: Action = Action.PAY) -> PaymentAttempt:
        attempt, trade_no = self.open(order)
        self.act(trade_no, action)
        self.deliver()
        attempt.refresh_from_db()
        order.refresh_from_db()
        return attempt

    def tick(self) -> dict[str, int]:
        """What beat does: notifies, questions, refunds that are due."""
        return polling.payments_tick(now=self.now)

    def forms(self) -> list[bytes]:
        """The signed notifies that wait to be sent."""
        with self.box.store.reading() as db:
            rows = db.execute("SELECT form FROM notifies ORDER BY id").fetchall()
        return [row["form"].encode() for row in rows]


def post_notify(url: str, body: bytes, content_type: str) -> str:
    answer = Client().post(urlsplit(url).path, data=body, content_type=content_type)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def till(
    cast: people.Cast,
    clock: time_machine.Traveller,
    settings: Any,
    made_keys: Path,
) -> Till:
    shutil.copytree(made_keys, settings.DATA_DIR / "sandbox-keys")
    settings.SANDBOX_NOTIFY_SEND = post_notify
    return Till(cast, clock)


@pytest.fixture
def books() -> Iterator[Callable[[], dict[str, int]]]:
    """Balances by kind of account; after each test every row must agree with every other."""

    def read() -> dict[str, int]:
        kinds = ("clearing", "held", "refund_due", "household", "cooperative", "station",
                 "village", "logistics", "packaging", "payment_fee", "purchase")  # fmt: skip
        sums = {kind: sum(ledger.balances(kind=kind).values()) for kind in kinds}
        return {kind: total for kind, total in sums.items() if total}

    yield read
    assert list(queries.broken_invariants(now=people.NOW)) == []
    assert list(produce.broken_invariants(now=people.NOW)) == []
    assert list(ledger.broken_invariants(now=people.NOW)) == []
    assert ledger.verify()["difference_fen"] == 0
