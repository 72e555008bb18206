"""The frame's own tasks."""

from celery import shared_task
from django.utils import timezone

from backend.common import idempotency, later


@shared_task
def sweep_outbox() -> int:
    now = timezone.now()
    idempotency.forget_old(now=now)
    return later.sweep(now=now)
