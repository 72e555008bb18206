"""A batch from upload to the table, the way a person and a worker take it together."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from backend.approvals.models import ApprovalRequest
from backend.exchange.models import ImportBatch
from backend.exchange.services import applying, batches, checking, undoing
from backend.jobs.models import Job
from cooperatives.services.importing import KINDS
from tests.cast import NOW, Cast

CHECK, APPLY, UNDO = (f"cooperatives.tasks.{name}_import" for name in ("check", "apply", "undo"))


def clock() -> datetime:
    return NOW


def upload(cast: Cast, who: str, kind: str, content: bytes, **more: Any) -> ImportBatch:
    """Uploaded and looked through."""
    batch = batches.upload(
        kind=KINDS[kind], content=content, file_name="台账.xlsx", check_task=CHECK,
        update_existing=more.pop("update_existing", False), actor=cast.actor(who), now=NOW, **more,
    )  # fmt: skip
    carry(batch, checking.run_check)
    return batch


def carry(batch: ImportBatch, run: Callable[..., bool]) -> Job:
    """The worker takes the batch's newest job."""
    batch.refresh_from_db()
    job = Job.objects.get(uid=batch.job_uid)
    run(job_id=job.pk, kinds=KINDS, clock=clock)
    batch.refresh_from_db()
    job.refresh_from_db()
    return job


def agree(cast: Cast, batch: ImportBatch, maker: str, *deciders: str) -> None:
    """Submitted by one, agreed to by the others; the last yes begins the writing."""
    kind = KINDS[batch.kind]
    batches.submit(uid=str(batch.uid), kind=kind, actor=cast.actor(maker), now=NOW)
    digest = ApprovalRequest.objects.get(object_uid=str(batch.uid), state="open").digest
    for who in deciders:
        batches.decide(
            uid=str(batch.uid), kind=kind, verdict="approve", comment="", digest=digest,
            apply_task=APPLY, actor=cast.actor(who), now=NOW,
        )  # fmt: skip


def bring_in(
    cast: Cast, kind: str, content: bytes, maker: str, *deciders: str, **more: Any
) -> ImportBatch:
    batch = upload(cast, maker, kind, content, **more)
    agree(cast, batch, maker, *deciders)
    carry(batch, applying.run_apply)
    return batch


def take_back(cast: Cast, batch: ImportBatch, who: str) -> Job:
    undoing.start_undo(
        uid=str(batch.uid), kind=KINDS[batch.kind], reason="导错了文件", task=UNDO,
        actor=cast.actor(who), now=NOW,
    )  # fmt: skip
    return carry(batch, undoing.run_undo)
