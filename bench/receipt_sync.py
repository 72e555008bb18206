"""A station's queue of 100 weigh-ins against one bulk insert of the same rows (TARGETS section 2).

Takes the database of DATABASE_URL (SQLite in a scratch folder without it), lays the tests' valley
into it, and rolls everything back. Each round takes the queue as the service does (read, judge,
price, post to the books, trace), then inserts the very rows that came of it by one `bulk_create`
per table; both in one process, interleaved, the median of the rounds.
"""

import argparse
import gc
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

QUEUED, MOST_RATIO, MOST_SQL = 100, 2.0, 2.0


def start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    os.environ.setdefault("BROKER_URL", "memory://")
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="bench-"))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def queue(cast: Any, now: Any) -> list[Any]:
    """A morning's weigh-ins of three households, half of them bought on the spot."""
    from cooperatives.services import WeighIn

    homes = [cast.potato_household, cast.monitored_household, cast.objecting_household]
    return [
        WeighIn(
            uid=uuid.uuid4(), household_uid=homes[number % 3].uid, product_uid=cast.potato.uid,
            grade="first", mode=("consignment", "purchase")[number % 2],
            gross_g=13_250 + 10 * number, tare_g=500, price_fen_per_jin=120,
            weighed_at=now - timedelta(minutes=number + 1),
        )
        for number in range(QUEUED)
    ]  # fmt: skip


def tables() -> list[Any]:
    """Everything a weigh-in writes, in the order of its keys."""
    from backend.audit.models import AuditEvent
    from backend.ledger.models import Account, Entry, Transfer
    from cooperatives.models import Certificate, Lot, Receipt

    return [Receipt, Lot, Certificate, Account, Transfer, Entry, AuditEvent]


def statements_of(work: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


def one_round(cast: Any, now: Any) -> tuple[float, float, int]:
    """Seconds of ours, seconds of the bare insert, statements of ours."""
    from django.db import transaction

    from cooperatives.services import weigh_in_many

    records, actor = queue(cast, now), cast.actor("operator")
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in tables()}
    point = transaction.savepoint()
    statements = statements_of(
        lambda: weigh_in_many(records=records, sent_at=None, actor=actor, now=now)
    )
    transaction.savepoint_rollback(point)
    point = transaction.savepoint()
    gc.collect()
    began = time.perf_counter()
    weigh_in_many(records=records, sent_at=None, actor=actor, now=now)
    ours = time.perf_counter() - began
    rows = {
        model: list(model.objects.exclude(pk__in=before[model]).order_by("pk"))
        for model in tables()
    }
    assert len(rows[tables()[0]]) == QUEUED
    transaction.savepoint_rollback(point)
    point = transaction.savepoint()
    gc.collect()
    began = time.perf_counter()
    for model, made in rows.items():
        model.objects.bulk_create(made)
    bare = time.perf_counter() - began
    transaction.savepoint_rollback(point)
    return ours, bare, statements


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    start()
    from django.db import connection, transaction

    from tests.cast import NOW, build

    with transaction.atomic():
        cast = build()
        one_round(cast, NOW)
        rounds = [one_round(cast, NOW) for _ in range(asked.rounds)]
        transaction.set_rollback(True)
    report(connection.vendor, rounds)


def report(vendor: str, rounds: list[tuple[float, float, int]]) -> None:
    ours = statistics.median(one for one, _, _ in rounds)
    bare = statistics.median(one for _, one, _ in rounds)
    ratio = statistics.median(one / other for one, other, _ in rounds)
    statements = rounds[0][2] / QUEUED
    print(f"{vendor}: {QUEUED} queued weigh-ins, median of {len(rounds)} rounds")
    print(f"  ours {ours * 1000:.0f} ms, one bulk insert of the same rows {bare * 1000:.0f} ms")
    print(f"  ours / bare = {ratio:.2f}  (target at most {MOST_RATIO:.0f})")
    print(f"  statements a receipt = {statements:.2f}  (target at most {MOST_SQL:.0f})")


if __name__ == "__main__":
    main()
