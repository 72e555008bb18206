"""Work after the commit. The row is written with the change; the queue only wakes it up.

A lost message, a dead worker or a broker that is down costs time, never work: the sweeper sends
every open row again, and tasks are idempotent (DESIGN invariant 15).
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from celery import Task, current_app
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from backend.common.models import OutboxEntry

log = structlog.get_logger()
RESEND_AFTER = timedelta(seconds=60)
KEEP_DONE = timedelta(days=7)


class OutboxTask(Task):  # type: ignore[misc]
    """Marks the outbox row of a task that has ended well."""

    def on_success(self, retval: Any, task_id: str, args: Any, kwargs: Any) -> None:
        OutboxEntry.objects.filter(task_id=task_id, done_at__isnull=True).update(
            done_at=timezone.now()
        )


def after_commit(task: str, **kwargs: Any) -> None:
    """Runs the named task once the surrounding transaction has committed.

    kwargs must be plain JSON (ids, texts). Nothing is sent when the transaction rolls back.
    """
    entry = OutboxEntry.objects.create(task=task, kwargs=kwargs)
    transaction.on_commit(lambda: _send(entry, timezone.now()))


def sweep(*, now: datetime, limit: int = 500) -> int:
    """Sends open rows again that nobody finished within a minute; forgets old done rows."""
    late = now - RESEND_AFTER
    due = OutboxEntry.objects.filter(done_at__isnull=True, written_at__lt=late).filter(
        Q(sent_at__isnull=True) | Q(sent_at__lt=late)
    )
    entries = list(due.order_by("written_at")[:limit])
    for entry in entries:
        _send(entry, now)
    OutboxEntry.objects.filter(done_at__lt=now - KEEP_DONE).delete()
    return len(entries)


def _send(entry: OutboxEntry, now: datetime) -> None:
    OutboxEntry.objects.filter(pk=entry.pk).update(sent_at=now, tries=F("tries") + 1)
    try:
        current_app.signature(entry.task, kwargs=entry.kwargs).apply_async(
            task_id=str(entry.task_id)
        )
    except (OperationalError, OSError) as error:
        log.warning("outbox.not_sent", task=entry.task, reason=type(error).__name__)
