"""What falls due: exports past their 72 hours, workbooks nobody needs any more."""

from celery import shared_task
from django.utils import timezone

from backend.exchange.services import exporting, sweeping


@shared_task
def sweep_files() -> int:
    now = timezone.now()
    return exporting.sweep_exports(now=now) + sweeping.sweep_uploads(now=now)
