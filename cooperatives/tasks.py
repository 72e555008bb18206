"""What is due without anybody asking, and workbooks: each task is an id and one service."""

from celery import shared_task
from django.utils import timezone

from backend.common.actor import system_actor
from backend.exchange.services import applying, checking, exporting, undoing
from cooperatives import services
from cooperatives.services.importing import KINDS


@shared_task
def price_waiting_receipts() -> int:
    return services.price_waiting(actor=system_actor("pricing"), now=timezone.now())


@shared_task
def sort_shelf() -> int:
    return services.sort_shelf(now=timezone.now())


@shared_task
def check_import(job_id: int) -> bool:
    return checking.run_check(job_id=job_id, kinds=KINDS, clock=timezone.now)


@shared_task
def apply_import(job_id: int) -> bool:
    return applying.run_apply(job_id=job_id, kinds=KINDS, clock=timezone.now)


@shared_task
def undo_import(job_id: int) -> bool:
    return undoing.run_undo(job_id=job_id, kinds=KINDS, clock=timezone.now)


@shared_task
def run_export(job_id: int) -> bool:
    return exporting.run_export(job_id=job_id, kinds=KINDS, clock=timezone.now)
