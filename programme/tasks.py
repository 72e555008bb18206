"""Waking the deadlines up."""

from celery import shared_task
from django.utils import timezone

from programme import services


@shared_task
def escalate_overdue() -> int:
    return services.escalate_overdue(now=timezone.now())
