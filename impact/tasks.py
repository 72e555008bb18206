"""What is due without anybody asking: each task is one service."""

from celery import shared_task
from django.utils import timezone

from impact.services import deriving, summing


@shared_task
def follow_orders() -> int:
    return summing.follow_orders(now=timezone.now())


@shared_task
def rebuild_derived() -> int:
    """Openings and exposure of every county, once a night."""
    return deriving.rebuild_derived()
