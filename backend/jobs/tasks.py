"""Reviving jobs whose worker died."""

from celery import shared_task
from django.utils import timezone

from backend.jobs import services


@shared_task
def sweep_jobs() -> int:
    return services.sweep(now=timezone.now())
