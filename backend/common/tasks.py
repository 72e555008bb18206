"""The frame's own tasks."""

from celery import shared_task
from django.utils import timezone

from backend.common import later


@shared_task
def sweep_outbox() -> int:
    return later.sweep(now=timezone.now())
