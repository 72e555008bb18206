"""F1, F2, F3: a worker, the broker, the database go away in the middle; nothing is lost or doubled.

Each fault has its own PostgreSQL database and, where it stops them, its own servers.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.faults.buyers import Crowd
from tests.faults.conftest import OpenSite
from tests.faults.programs import Cluster, Redis, cluster, missing, redis
from tests.faults.site import Site, kill, notify, site
from tests.faults.test_storms import rows
from tests.journeys.county import what_is_missing

needs_postgresql = pytest.mark.skipif(
    "PostgreSQL" in what_is_missing(), reason="no PostgreSQL answers at TEST_DATABASE_URL"
)
SWEEP = (
    "import django; django.setup()\n"
    "from django.utils import timezone\n"
    "from backend.common import later\n"
    "print(later.sweep(now=timezone.now()))"
)


def wait_until(what: Callable[[], object], *, seconds: int = 60) -> None:
    for _ in range(seconds * 5):
        if what():
            return
        time.sleep(0.2)
    raise AssertionError("it did not come to pass")


def expire_orders(place: Site) -> None:
    """As if the time to pay had run out: money that comes now goes back."""
    rows(place, "UPDATE orders_hold SET expires_at = now() - interval '6 minutes'")
    code = "import django; django.setup(); from orders.tasks import release_holds; release_holds()"
    place.python("-c", code)


def a_minute_later(place: Site) -> None:
    """The sweeper sends again what nobody finished within a minute."""
    rows(place, "UPDATE common_outboxentry SET written_at = written_at - interval '2 minutes',"
         " sent_at = sent_at - interval '2 minutes'")  # fmt: skip
    place.python("-c", SWEEP)


def open_work(place: Site) -> int:
    found = rows(place, "SELECT count(*) FROM common_outboxentry WHERE done_at IS NULL")
    return int(found[0][0])


@needs_postgresql
def test_a_worker_killed_while_it_refunds_is_made_up_for_once(open_site: OpenSite) -> None:
    """F1. The gateway has done it and does not answer; then the machine of the worker is gone."""
    place = open_site()
    scene = place.scene("to_pay", "pay")
    place.start_web()
    over_http = {"SANDBOX_SERVER_URL": f"{place.base_url}/sandbox/gateway.do"}
    worker = place.start_worker(**over_http)
    expire_orders(place)
    place.scene("switch", "hang", "alipay.trade.refund", "1")
    assert notify(place, scene["forms"][0]).text == "success"
    wait_until(lambda: refunds_at_the_gateway(place) == 1)
    kill(worker)
    assert rows(place, "SELECT state, tries FROM orders_refund") == [("requested", 1)]
    assert place.broken() == []
    place.start_worker(**over_http)
    a_minute_later(place)
    wait_until(lambda: rows(place, "SELECT state FROM orders_refund") == [("done",)])
    assert refunds_at_the_gateway(place) == 1
    assert rows(place, "SELECT count(*) FROM ledger_transfer WHERE kind='refund'") == [(1,)]
    assert place.broken() == []


def refunds_at_the_gateway(place: Site) -> int:
    with sqlite3.connect(place.data_dir / "sandbox.sqlite3") as db:
        return int(db.execute("SELECT count(*) FROM refunds").fetchone()[0])


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Redis]:
    with redis(tmp_path) as own:
        yield own


def sell_without_broker(place: Site, broker: Redis, *, seconds: float) -> None:
    scene = place.scene("to_pay", "pay")
    place.start_web()
    place.start_worker()
    expire_orders(place)
    broker.kill()
    crowd = Crowd(place, scene["sessions"], scene["listings"])
    started = time.monotonic()
    assert crowd.order(0, "without-broker").status_code == 201
    assert notify(place, scene["forms"][0]).text == "success"
    assert time.monotonic() - started < 15
    time.sleep(seconds)
    assert open_work(place) == 1
    broker.start()
    a_minute_later(place)
    wait_until(lambda: open_work(place) == 0, seconds=90)
    assert rows(place, "SELECT state FROM orders_refund") == [("done",)]
    assert place.broken() == []


@needs_postgresql
@pytest.mark.skipif(bool(missing("redis-server")), reason=missing("redis-server"))
@pytest.mark.parametrize("seconds", [1, pytest.param(60, marks=pytest.mark.slow)])
def test_without_the_broker_buyers_order_and_pay_and_the_work_drains_later(
    open_site: OpenSite, broker: Redis, seconds: int
) -> None:
    """F2. The notify of an expired order owes a refund, which a worker carries out."""
    sell_without_broker(open_site(BROKER_URL=broker.url), broker, seconds=seconds)


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    with cluster() as own:
        yield own


@pytest.mark.slow
@pytest.mark.skipif(bool(missing("initdb", "pg_ctl")), reason=missing("initdb", "pg_ctl"))
def test_a_database_stopped_in_checkout_leaves_one_order_a_key(
    own_cluster: Cluster, tmp_path: Path
) -> None:
    """F3. Each buyer repeats the same key until it is answered."""
    with site(tmp_path, database=own_cluster.url) as place:
        place.manage("migrate", "-v0")
        crowd = Crowd(place, **place.scene("crowd", "60", "200"))
        place.start_web(workers=2)
        with ThreadPoolExecutor(12) as pool:
            tries = pool.map(lambda n: attempt(crowd, n), range(60))
            wait_until(lambda: orders_there(place) >= 5)
            own_cluster.stop_at_once()
            first = list(tries)
        own_cluster.start()
        # What was committed may still have gone unanswered.
        assert 0 < first.count(201) < 60
        rows(place, "UPDATE common_idempotencykey SET claimed_at = now() - interval '2 minutes'")
        with ThreadPoolExecutor(12) as pool:
            again = list(pool.map(lambda n: attempt(crowd, n), range(60)))
        assert set(again) == {201}
        held = "SELECT sum(held_g), sum(available_g) FROM cooperatives_lot"
        assert (orders_there(place), rows(place, held)) == (60, [(120_000, 280_000)])
        assert place.broken() == []


def attempt(crowd: Crowd, number: int) -> int:
    """The status of the answer; 0 where there was none."""
    with suppress(httpx.HTTPError):
        return crowd.order(number, f"stopped-{number:03d}").status_code
    return 0


def orders_there(place: Site) -> int:
    with suppress(psycopg.OperationalError):
        found: list[Any] = rows(place, "SELECT count(*) FROM orders_order")
        return int(found[0][0])
    return 0
