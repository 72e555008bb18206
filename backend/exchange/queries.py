"""Batches, their rows, cases and files as people look at them."""

import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Count

from backend.approvals.models import ApprovalRequest
from backend.common.actor import Actor
from backend.common.files import open_bytes
from backend.exchange.models import (
    DuplicateCase,
    DuplicateCaseQuerySet,
    ExportFile,
    ExportFileQuerySet,
    ImportBatch,
    ImportBatchQuerySet,
    ImportChunk,
)
from backend.exchange.rules.rows import Row
from backend.jobs.models import Job


def batches_of(actor: Actor, *, kind: str = "", state: str = "") -> ImportBatchQuerySet:
    found = ImportBatch.objects.visible_to(actor)
    found = found.filter(kind=kind) if kind else found
    return found.filter(state=state) if state else found


def cases_of(actor: Actor, *, state: str = "", batch: str = "") -> DuplicateCaseQuerySet:
    found = DuplicateCase.objects.visible_to(actor).select_related("batch")
    found = found.filter(state=state) if state else found
    return found.filter(batch__uid=batch) if batch else found


def exports_of(actor: Actor) -> ExportFileQuerySet:
    return ExportFile.objects.visible_to(actor)


def rows_page(batch: ImportBatch, *, status: str, after: int, limit: int) -> list[Row]:
    """Rows with numbers beyond `after`, of one status or of all; whole chunks are passed over."""
    return list(islice(_rows(batch, status, after), limit))


def _rows(batch: ImportBatch, status: str, after: int) -> Iterator[Row]:
    for chunk in chunks_of(batch):
        if status and not chunk.counts.get(status):
            continue
        for row in rows_of(batch, chunk):
            if row.number > after and (not status or row.status == status) and not row.decided:
                yield row


def chunks_of(batch: ImportBatch, *, newest_first: bool = False) -> Iterator[ImportChunk]:
    """One chunk in memory at a time."""
    order = "-number" if newest_first else "number"
    for pk in list(batch.chunks.order_by(order).values_list("pk", flat=True)):
        yield ImportChunk.objects.get(pk=pk)


def rows_of(batch: ImportBatch, chunk: ImportChunk) -> list[Row]:
    packed = _opened(chunk.body, batch, chunk.number, "body")
    return [Row.unpacked(one) for one in packed]


def undo_of(batch: ImportBatch, chunk: ImportChunk) -> list[dict[str, Any]]:
    """What stood there before the chunk was written."""
    if not chunk.undo:
        return []
    entries: list[dict[str, Any]] = _opened(chunk.undo, batch, chunk.number, "undo")
    return entries


def chunk_name(batch: ImportBatch, number: int, part: str) -> str:
    """What a chunk's content is bound to: moved to another place it does not open."""
    return f"{batch.uid}:{number}:{part}"


def _opened(sealed: bytes | memoryview, batch: ImportBatch, number: int, part: str) -> Any:
    plain = open_bytes(bytes(sealed), bound_to=chunk_name(batch, number, part))
    return json.loads(zlib.decompress(plain))


def waiting_rows(batch_pks: list[int]) -> dict[int, int]:
    """Rows decided after their batch was written, by batch."""
    late = ImportChunk.objects.filter(
        batch__in=batch_pks, batch__state="applied", applied_at__isnull=True
    )
    return dict(late.values_list("batch").annotate(rows=Count("id")))


def requests_for(object_kind: str, uids: list[str]) -> dict[str, ApprovalRequest]:
    """The latest approval request of each document, in one statement."""
    requests = ApprovalRequest.objects.filter(object_kind=object_kind, object_uid__in=uids)
    return {
        request.object_uid: request for request in requests.select_related("maker").order_by("id")
    }


def jobs_for(uids: list[str]) -> dict[str, Job]:
    """Progress, for everyone who may see the document the job works on."""
    known = [uid for uid in uids if uid]
    return {str(job.uid): job for job in Job.objects.filter(uid__in=known)}


def broken_invariants(*, now: datetime) -> Iterator[str]:
    """A batch that says it is written and is not; files that are kept too long."""
    unwritten = ImportBatch.objects.filter(state="applied", chunks__number=0)
    for pk in unwritten.filter(chunks__applied_at__isnull=True).values_list("pk", flat=True):
        yield f"import_batch {pk}: applied, and its first rows are not written"
    undone = ImportBatch.objects.filter(state="undone", undone_at__isnull=True)
    for pk in undone.values_list("pk", flat=True):
        yield f"import_batch {pk}: undone without a time"
    kept = ExportFile.objects.filter(state__in=("expired", "refused", "failed")).exclude(file="")
    for pk in kept.values_list("pk", flat=True):
        yield f"export_file {pk}: its file should be gone"
