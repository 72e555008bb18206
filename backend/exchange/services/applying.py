"""Writing a batch: chunk by chunk, each once, whatever happens to the worker."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.exchange import queries
from backend.exchange.models import ImportBatch, ImportChunk
from backend.exchange.rules.rows import Row, judge
from backend.exchange.services import chunks, work
from backend.exchange.services.checking import Kinds
from backend.exchange.services.kinds import Desk, EditingDesk, Kind
from backend.exchange.services.moving import actor_behind, move
from backend.jobs import services as jobs
from backend.jobs.models import Job


def run_apply(*, job_id: int, kinds: Kinds, clock: work.Clock) -> bool:
    return work.run(job_id=job_id, work=lambda job: _apply(job, kinds, clock), clock=clock)


def _apply(job: Job, kinds: Kinds, clock: work.Clock) -> dict[str, Any]:
    batch = ImportBatch.objects.get(uid=job.arguments["batch"])
    if batch.state != ImportBatch.State.APPLYING:
        return {}
    kind, now = kinds[batch.kind], clock()
    actor = actor_behind(batch, now)
    desk = kind.desk(actor, now)
    total = batch.chunks.count()
    for done, chunk in enumerate(queries.chunks_of(batch), start=1):
        _write_once(batch, chunk, kind, desk)
        jobs.progress(job=job, done=done, total=total, now=clock())
    return _end(batch, actor, clock)


def _end(batch: ImportBatch, actor: Actor, clock: work.Clock) -> dict[str, Any]:
    written = {"new": 0, "changed": 0, "stale": 0}
    for counts in batch.chunks.values_list("counts", flat=True):
        for key in written:
            written[key] += counts.get("written", {}).get(key, 0)
    with transaction.atomic():
        move(batch, "applied", written=written, applied_at=clock())
        audit.record(actor=actor, action="import.applied", subject=batch, at=clock(), data=written)
    return {"written": written}


def _write_once(batch: ImportBatch, chunk: ImportChunk, kind: Kind, desk: Desk) -> None:
    """Two tries: another person may have entered the same record a moment ago."""
    try:
        _write(batch, chunk, kind, desk)
    except IntegrityError:
        _write(batch, chunk, kind, desk)


@transaction.atomic
def _write(batch: ImportBatch, chunk: ImportChunk, kind: Kind, desk: Desk) -> None:
    """The chunk's mark and its rows stand or fall together: that is what makes it happen once."""
    unwritten = ImportChunk.objects.filter(pk=chunk.pk, applied_at__isnull=True)
    if not unwritten.update(applied_at=desk.now):
        return
    wanted = {"new", "changed"} if batch.update_existing else {"new"}
    foreseen = {row.number: row for row in queries.rows_of(batch, chunk)}
    rows = [_again(row) for row in foreseen.values() if row.status in wanted or _decided(row)]
    desk.resolve(rows)
    for row in rows:
        judge(row, kind.columns, only_new=kind.only_new)
    still = [row for row in rows if _as_foreseen(row, foreseen[row.number])]
    new = [row for row in still if row.status == "new"]
    changed = [row for row in still if row.status == "changed"]
    entries = desk.create(new) if new else []
    if changed and isinstance(desk, EditingDesk):
        entries += desk.update(changed)
    _remember(batch, chunk, entries, rows, still)


def _remember(
    batch: ImportBatch,
    chunk: ImportChunk,
    entries: Sequence[Mapping[str, Any]],
    rows: Sequence[Row],
    still: Sequence[Row],
) -> None:
    chunks.keep_undo(batch, chunk, [dict(entry) for entry in entries])
    new = sum(1 for entry in entries if entry["before"] is None)
    written = {"new": new, "changed": len(entries) - new, "stale": len(rows) - len(still)}
    counts = chunk.counts | {"written": written}
    ImportChunk.objects.filter(pk=chunk.pk).update(counts=counts)


def _again(row: Row) -> Row:
    return Row(row.number, row.values, label=row.label, decided=row.decided)


def _decided(row: Row) -> bool:
    return bool(row.decided) and row.status in ("new", "changed")


def _as_foreseen(row: Row, foreseen: Row) -> bool:
    """What was shown and agreed to is what is written; anything else waits for a new dry run."""
    same = (row.status, row.pk) == (foreseen.status, foreseen.pk)
    return same and (row.status == "new" or row.version == foreseen.version)
