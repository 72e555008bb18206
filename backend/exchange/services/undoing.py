"""Undo of a whole batch: all of it or nothing, and not while later records depend on it."""

from datetime import datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import DomainError, Forbidden, Invalid
from backend.exchange import queries
from backend.exchange.models import DuplicateCase, ImportBatch
from backend.exchange.rules.errors import UndoRefused
from backend.exchange.services import work
from backend.exchange.services.checking import Kinds
from backend.exchange.services.kinds import Kind
from backend.exchange.services.moving import find_batch, may_steer, move
from backend.jobs import services as jobs
from backend.jobs.models import Job

TOLD = 5


@transaction.atomic
def start_undo(
    *, uid: str, kind: Kind, reason: str, task: str, actor: Actor, now: datetime
) -> ImportBatch:
    batch = find_batch(uid, actor)
    if not may_steer(batch, kind.import_object, actor):
        raise Forbidden("只有上传人或审批人可以撤销这批数据")
    if not 2 <= len(reason.strip()) <= 200:
        raise Invalid(fields={"reason": "请写明撤销原因，2 至 200 字"})
    move(batch, "undo", undo_reason=reason.strip(), error="")
    job = jobs.start(kind=task, arguments={"batch": uid}, actor=actor, now=now)
    ImportBatch.objects.filter(pk=batch.pk).update(job_uid=str(job.uid))
    audit.record(
        actor=actor, action="import.undo", subject=batch, at=now, data={"reason": reason.strip()}
    )
    batch.refresh_from_db()
    return batch


def run_undo(*, job_id: int, kinds: Kinds, clock: work.Clock) -> bool:
    return work.run(job_id=job_id, work=lambda job: _undo(job, kinds, clock), clock=clock)


def _undo(job: Job, kinds: Kinds, clock: work.Clock) -> dict[str, Any]:
    batch = ImportBatch.objects.get(uid=job.arguments["batch"])
    if batch.state != ImportBatch.State.UNDOING:
        return {}
    try:
        _take_back(batch, kinds[batch.kind], clock())
    except DomainError as error:
        batch.refresh_from_db()
        if batch.state == ImportBatch.State.UNDOING:
            move(batch, "keep", error=str(error)[:400])
        raise
    return {"undone": batch.written}


def _take_back(batch: ImportBatch, kind: Kind, now: datetime) -> None:
    try:
        with transaction.atomic():
            _refuse_dependants(batch, kind)
            for chunk in queries.chunks_of(batch, newest_first=True):
                kind.take_back(queries.undo_of(batch, chunk))
            move(batch, "undone", undone_at=now)
            open_cases = batch.cases.filter(state__in=("open", "proposed"))
            open_cases.update(state=DuplicateCase.State.CLOSED)
    except IntegrityError as error:
        # A record that came while we looked: the database's own keys saw it.
        raise UndoRefused("不能撤销：刚刚有新的记录依赖这批数据，请刷新后再试") from error


def _refuse_dependants(batch: ImportBatch, kind: Kind) -> None:
    reasons = (
        reason
        for chunk in queries.chunks_of(batch)
        for reason in kind.dependants(queries.undo_of(batch, chunk))
    )
    told = list(islice(reasons, TOLD + 1))
    if told:
        more = "；等" if len(told) > TOLD else ""
        raise UndoRefused(f"不能撤销：{'；'.join(told[:TOLD])}{more}。请先处理这些记录")
