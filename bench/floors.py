"""What an order and a payment cost above the rows they write: make bench NAME=floors.

Each is done once under a recorder and rolled back; then it is done again and again in turn with a
bare replay of the very statements it made, each rolled back: the order (`POST /orders`, through
every middleware) beside a thin Django view that reads its JSON and runs them, the notify (its
signature verified) beside a raw psycopg cursor. Without the commit, which costs both the same, the
ratios are harder on us. Then processes place real orders, first all on one listing, then each on
its own. Takes a PostgreSQL database of its own beside TEST_DATABASE_URL.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from bench.checkout import database, table

RATE_AT_LEAST, HOT_AT_LEAST, NOTIFY_AT_MOST = 0.2, 0.35, 6.0
FORM = "application/x-www-form-urlencoded; charset=utf-8"
Work = Callable[[], object]


def start(url: str, folder: str) -> None:
    os.environ |= {
        "DATABASE_URL": url, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "backend.settings",
        "BROKER_URL": "memory://", "ALLOW_SANDBOX_PAYMENTS": "1",
    }  # fmt: skip
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def rolled_back(work: Work) -> tuple[float, float]:
    """Wall and CPU seconds of the work alone; nothing of it stays."""
    from django.db import transaction

    with transaction.atomic():
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        spent = time.perf_counter() - wall, time.process_time() - cpu
        transaction.set_rollback(True)
    return spent


def statements_of(work: Work) -> list[tuple[str, Any]]:
    from django.db import connection

    made: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        made.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        rolled_back(work)
    return made


def replayed(made: list[tuple[str, Any]]) -> None:
    """One raw cursor; what a statement gives back is read, as a client would."""
    from django.db import connection

    with connection.connection.cursor() as cursor:
        for sql, params in made:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


def an_order(cast: Any, listings: list[Any]) -> tuple[Work, Callable[[list[Any]], Work]]:
    """Over HTTP, and the thin view over the same statements."""
    from django.http import HttpRequest, JsonResponse
    from django.test import RequestFactory

    from tests.orders import market

    client, key = cast.client("buyer"), str(uuid.uuid4())
    lines = [{"listing": str(one.uid), "quantity": 1, "price": "15.00"} for one in listings]
    body = json.dumps({"lines": lines, "receiver": asdict(market.RECEIVER), "note": ""})
    kind, factory = "application/json", RequestFactory()

    def ours() -> None:
        headers = {"Idempotency-Key": key}
        placed = client.post("/api/v1/orders", body, content_type=kind, headers=headers)
        assert placed.status_code == 201, placed.content

    def thin(made: list[Any]) -> Work:
        def view(request: HttpRequest) -> JsonResponse:
            asked = json.loads(request.body)
            replayed(made)
            return JsonResponse({"lines": asked["lines"]}, status=201)

        return lambda: view(factory.post("/orders", body, content_type=kind))

    return ours, thin


def a_notify(cast: Any, listings: list[Any]) -> tuple[Work, Callable[[list[Any]], Work]]:
    from datetime import UTC, datetime

    from orders.gateways import sandbox_here
    from orders.gateways.sandbox import Action, act
    from orders.services import paying
    from tests.orders import market

    wanted = [market.wanted(one, 1) for one in listings]
    order = market.an_order(cast, *wanted, now=datetime.now(UTC), key=str(uuid.uuid4()))
    box, buyer = sandbox_here(), cast.actor("buyer")
    _, url = paying.start_attempt(
        order_number=order.number, channel="wap", actor=buyer, now=datetime.now(UTC)
    )
    trade = box.open_page(urlsplit(url).query)
    act(box, trade_no=trade["trade_no"], action=Action.PAY, now=box.now())
    with box.store.reading() as db:
        form = db.execute("SELECT form FROM notifies").fetchone()["form"].encode()

    def ours() -> None:
        assert paying.handle_notify(body=form, content_type=FORM, now=datetime.now(UTC))

    return ours, lambda made: lambda: replayed(made)


def beside(ours: Work, floor_over: Callable[[list[Any]], Work], times: int) -> tuple[float, float]:
    """Prints both; the medians of floor / ours in wall time, and ours / floor in CPU."""
    rolled_back(ours)
    made = statements_of(ours)
    floor = floor_over(made)
    pairs = [(rolled_back(ours), rolled_back(floor)) for _ in range(times)]
    table(("", "wall ms", "CPU ms"))
    for name, side in (("ours", 0), ("floor", 1)):
        table(
            (name, *(f"{statistics.median(p[side][n] for p in pairs) * 1e3:.2f}" for n in (0, 1)))
        )
    rate = statistics.median(floor[0] / mine[0] for mine, floor in pairs)
    return rate, statistics.median(mine[1] / max(floor[1], 1e-6) for mine, floor in pairs)


def orders_of(listing: Any, cast: Any, count: int) -> None:
    from datetime import UTC, datetime

    from django.db import connection

    from tests.orders import market

    for _ in range(count):
        line = market.wanted(listing, 1)
        market.an_order(cast, line, now=datetime.now(UTC), key=str(uuid.uuid4()))
    connection.close()


def rate_of(cast: Any, listings: list[Any], count: int) -> float:
    """Orders a second of as many processes as listings."""
    from django.db import connection

    connection.close()
    fork = multiprocessing.get_context("fork")
    crowd = [fork.Process(target=orders_of, args=(one, cast, count)) for one in listings]
    began = time.perf_counter()
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert not any(one.exitcode for one in crowd), "an order failed"
    return len(listings) * count / (time.perf_counter() - began)


def hot_beside_spread(cast: Any, listings: list[Any], count: int, rounds: int) -> float:
    rates = [
        (rate_of(cast, listings[:1] * len(listings), count), rate_of(cast, listings, count))
        for _ in range(rounds)
    ]
    hot, spread = (statistics.median(one) for one in zip(*rates, strict=True))
    table(("orders/s", f"hot {hot:.1f}", f"spread {spread:.1f}"))
    return statistics.median(one / other for one, other in rates)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (("times", 60), ("orders", 25), ("rounds", 3), ("processes", 4)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given, folder = parser.parse_args(), tempfile.mkdtemp(prefix="bench-")
    try:
        with database(f"xz_bench_floors_{os.getpid()}") as url:
            start(url, folder)
            run(given)
            from django.db import connections

            connections.close_all()
    finally:
        shutil.rmtree(folder)


def run(given: argparse.Namespace) -> None:
    from datetime import date

    from tests import cast as people
    from tests.orders import market

    cast = people.build()
    lots = [
        market.a_lot(cast, household="potato_household", net_g=9_000_000, number=n,
                     expires_on=date(2099, 1, 1))
        for n in range(1, given.processes + 1)
    ]  # fmt: skip
    listings = [
        market.a_listing(cast, lot, package_g=1_000 * n) for n, lot in enumerate(lots, start=1)
    ]
    print("An order of three lines, over HTTP, and a thin Django view over the same statements:")
    rate, _ = beside(*an_order(cast, listings[:3]), given.times)
    print(f"  rate ours / thin view {rate:.2f} (asked: >= {RATE_AT_LEAST})")
    print("A notify of three lines, and a raw client that runs the same statements:")
    _, cpu = beside(*a_notify(cast, listings[:3]), given.times)
    print(f"  CPU ours / raw client {cpu:.1f} (asked: <= {NOTIFY_AT_MOST})")
    print(f"{given.processes} processes on one listing, and each on its own:")
    ratio = hot_beside_spread(cast, listings, given.orders, given.rounds)
    print(f"  hot / spread {ratio:.2f} (asked: >= {HOT_AT_LEAST})")


if __name__ == "__main__":
    main()
