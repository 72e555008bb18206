"""A worker that is killed in the middle leaves nothing half-written; the next one ends it once."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from backend.exchange import queries
from backend.exchange.models import ImportBatch
from backend.exchange.rules.rows import Row
from backend.exchange.services import applying, chunks, undoing
from backend.exchange.services.kinds import Kind, Undo
from backend.jobs import services as jobs
from backend.jobs.models import Job
from cooperatives.models import ReferencePrice
from cooperatives.services.importing import KINDS
from cooperatives.services.importing.reference_prices import ReferencePriceDesk, ReferencePrices
from tests.backend.exchange import books
from tests.backend.exchange.walk import UNDO, agree, bring_in, carry, clock, upload
from tests.cast import NOW, Cast

pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_listens"),
]  # fmt: skip
PRICE, SECOND = "reference_price", "蚕豆"
BOTH = books.book([books.PRICES, books.POTATO, books.BEANS])


def stand_still(said: int) -> None:
    """The rows are written and not committed: the one who watches is told, and the time stops."""
    os.write(said, b"x")
    time.sleep(120)


def killed_while(run: Callable[[int], object]) -> int:
    """Runs a worker in a process of its own and kills it when it says that it stands still."""
    heard, said = os.pipe()
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            run(said)
        finally:
            os._exit(1)
    os.close(said)
    assert os.read(heard, 1) == b"x"
    os.close(heard)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


class Halting(ReferencePrices):
    """The kind as it is, but its worker stands still with the second chunk, or with the undo."""

    def __init__(self, said: int) -> None:
        self.said = said

    def desk(self, actor: Any, now: Any) -> Any:
        return HaltingDesk(actor, now, self.said)

    def take_back(self, entries: Sequence[Undo]) -> None:
        super().take_back(entries)
        stand_still(self.said)


class HaltingDesk(ReferencePriceDesk):
    def __init__(self, actor: Any, now: Any, said: int) -> None:
        super().__init__(actor, now)
        self.said = said

    def create(self, rows: Sequence[Row]) -> list[Undo]:
        entries = super().create(rows)
        if rows[0].values["product"] == SECOND:
            stand_still(self.said)
        return entries


def job_of(batch: ImportBatch) -> int:
    batch.refresh_from_db()
    return Job.objects.get(uid=batch.job_uid).pk


def with_halt(said: int) -> dict[str, Kind]:
    return {PRICE: Halting(said)}


def revived(batch: ImportBatch) -> None:
    """What the sweeper does once no beat came for two minutes."""
    Job.objects.filter(pk=job_of(batch)).update(beat_at=NOW, queued_at=NOW)
    assert jobs.sweep(now=NOW + timedelta(minutes=3)) == 1


def in_two_chunks(cast: Cast) -> ImportBatch:
    batch = upload(cast, "township_official", PRICE, BOTH)
    potato, beans = queries.rows_of(batch, batch.chunks.get())
    batch.chunks.all().delete()
    chunks.store(batch, 0, [potato])
    chunks.store(batch, 1, [beans])
    agree(cast, batch, "township_official", "official")
    return batch


def test_a_worker_killed_in_the_second_chunk_leaves_the_first_whole(cast: Cast) -> None:
    batch = in_two_chunks(cast)
    job = job_of(batch)
    status = killed_while(
        lambda said: applying.run_apply(job_id=job, kinds=with_halt(said), clock=clock)
    )
    batch.refresh_from_db()
    assert (status, batch.state) == (-signal.SIGKILL, "applying")
    assert list(ReferencePrice.objects.values_list("product__name", flat=True)) == ["土豆"]
    assert batch.chunks.filter(applied_at__isnull=False).count() == 1


def test_the_next_worker_writes_the_rest_and_nothing_twice(cast: Cast) -> None:
    batch = in_two_chunks(cast)
    job = job_of(batch)
    killed_while(lambda said: applying.run_apply(job_id=job, kinds=with_halt(said), clock=clock))
    revived(batch)
    done = carry(batch, applying.run_apply)
    assert (done.state, done.tries, batch.state) == ("done", 2, "applied")
    assert batch.written == {"new": 2, "changed": 0, "stale": 0}
    assert ReferencePrice.objects.count() == 2


def test_a_worker_killed_while_taking_back_has_taken_nothing_back(cast: Cast) -> None:
    batch = bring_in(cast, PRICE, BOTH, "township_official", "official")
    undoing.start_undo(
        uid=str(batch.uid), kind=KINDS[PRICE], reason="导错了文件", task=UNDO,
        actor=cast.actor("township_official"), now=NOW,
    )  # fmt: skip
    job = job_of(batch)
    killed_while(lambda said: undoing.run_undo(job_id=job, kinds=with_halt(said), clock=clock))
    assert ReferencePrice.objects.count() == 2
    revived(batch)
    carry(batch, undoing.run_undo)
    assert (batch.state, ReferencePrice.objects.count()) == ("undone", 0)
