"""Waking the reminders up."""

from celery import shared_task
from django.utils import timezone

from stations import services


@shared_task
def remind_overdue() -> int:
    return services.remind_overdue(now=timezone.now())


@shared_task
def tell_past_due() -> int:
    return services.tell_past_due(now=timezone.now())
