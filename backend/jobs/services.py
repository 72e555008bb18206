"""Jobs: queued with the change that asks for them, carried by a worker, revived when it dies."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from backend.common import later
from backend.common.actor import Actor
from backend.common.errors import DomainError
from backend.jobs import queries, rules
from backend.jobs.models import Job

Work = Callable[[Job], dict[str, Any]]


@transaction.atomic
def start(*, kind: str, arguments: dict[str, Any], actor: Actor, now: datetime) -> Job:
    """A queued job; `kind` is the name of the task that gets `job_id`."""
    job = Job.objects.create(
        kind=kind, owner_uid=actor.user_uid, arguments=arguments, queued_at=now
    )
    later.after_commit(kind, job_id=job.pk)
    return job


def run(*, job_id: int, work: Work, clock: Callable[[], datetime]) -> bool:
    """Carries out a queued job; a second worker with the same message finds nothing to do.

    `work` gets the job and returns its result. Not in a transaction: progress must be seen.
    """
    now = clock()
    claimed = Job.objects.filter(pk=job_id, state=Job.State.QUEUED, tries__lt=rules.TRIES)
    if not claimed.update(state=Job.State.RUNNING, beat_at=now, tries=F("tries") + 1):
        return False
    job = Job.objects.get(pk=job_id)
    try:
        result = work(job)
    except DomainError as error:
        fail(job=job, error=str(error), now=clock())
    else:
        finish(job=job, result=result, now=clock())
    return True


def progress(*, job: Job, done: int, total: int, now: datetime) -> None:
    """A beat. Refused when the sweeper gave the job to somebody else."""
    if not _running(job).update(done=done, total=total, beat_at=now):
        raise rules.JobNotRunning


def finish(*, job: Job, result: dict[str, Any], now: datetime) -> None:
    if not _running(job).update(state=Job.State.DONE, result=result, ended_at=now):
        raise rules.JobNotRunning


def fail(*, job: Job, error: str, now: datetime) -> None:
    """`error` is for the person who waits: why, and what to do."""
    text = (error or rules.GAVE_UP)[:400]
    _running(job).update(state=Job.State.FAILED, error=text, ended_at=now)


def sweep(*, now: datetime) -> int:
    """Queues dead jobs again, at most three tries each; then they fail with a word to people."""
    revived = 0
    for job in queries.dead(now).order_by("id")[:100]:
        # Guarded by what was read: a beat in between keeps the job with its worker.
        same = Job.objects.filter(pk=job.pk, state=job.state, beat_at=job.beat_at)
        same = same.filter(queued_at=job.queued_at)
        if job.tries >= rules.TRIES:
            same.update(state=Job.State.FAILED, error=rules.GAVE_UP, ended_at=now)
            continue
        with transaction.atomic():
            if same.update(state=Job.State.QUEUED, queued_at=now, beat_at=None):
                later.after_commit(job.kind, job_id=job.pk)
                revived += 1
    return revived


def _running(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, tries=job.tries)
