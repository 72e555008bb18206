"""What is due without anybody asking: each task is one service."""

from celery import shared_task
from django.utils import timezone

from backend.exchange.services import exporting
from impact.services import deriving, estimating, summing, trading
from impact.services.documents import DOCUMENTS


@shared_task
def follow_orders() -> int:
    return summing.follow_orders(now=timezone.now())


@shared_task
def check_trades(job_id: int) -> bool:
    """By hand, for one year."""
    return trading.run_job(job_id=job_id, clock=timezone.now)


@shared_task
def check_recent_trades() -> int:
    return trading.check_recent(now=timezone.now())


@shared_task
def make_file(job_id: int) -> bool:
    return exporting.run_export(job_id=job_id, kinds=DOCUMENTS, clock=timezone.now)


@shared_task
def rebuild_derived() -> int:
    """Openings, exposure and timely payment, and every month against the ledger, once a night."""
    summing.compare_all(now=timezone.now())
    deriving.rebuild_settled(now=timezone.now())
    return deriving.rebuild_derived()


@shared_task
def estimate_effect(job_id: int) -> bool:
    return estimating.run_job(job_id=job_id, clock=timezone.now)


@shared_task
def estimate_yearly() -> int:
    """Once a year, after the waves are locked: every county's newest spec."""
    return estimating.run_newest(now=timezone.now())
