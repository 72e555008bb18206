"""Finding jobs: one's own, and those whose worker died."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from backend.common.actor import Actor
from backend.jobs import rules
from backend.jobs.models import Job


def own_job(uid: str, actor: Actor) -> Job | None:
    """A job is seen by the person who started it, nobody else."""
    if not actor.signed_in:
        return None
    return Job.objects.filter(uid=uid, owner_uid=actor.user_uid).first()


def dead(now: datetime) -> QuerySet[Job]:
    """Running without a beat, or queued and never begun, for longer than two minutes."""
    late = now - rules.DEAD_AFTER
    return Job.objects.filter(
        Q(state=Job.State.RUNNING, beat_at__lt=late) | Q(state=Job.State.QUEUED, queued_at__lt=late)
    )


def broken_invariants(*, now: datetime) -> Iterator[str]:
    ended = Job.objects.filter(state__in=(Job.State.DONE, Job.State.FAILED), ended_at__isnull=True)
    for pk in ended.values_list("pk", flat=True):
        yield f"job {pk}: ended without a time"
    beyond = Job.objects.filter(tries__gt=rules.TRIES)
    for pk in beyond.values_list("pk", flat=True):
        yield f"job {pk}: tried more than {rules.TRIES} times"
