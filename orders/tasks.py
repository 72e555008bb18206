"""What beat and the outbox call. All of it may be repeated, lost or run twice at once."""

from celery import shared_task
from django.utils import timezone

from backend.exchange.services import exporting
from orders.gateways import GatewayError
from orders.models import Refund
from orders.services import (
    completing,
    invoicing,
    payout_sending,
    polling,
    reconciling,
    releasing,
    reminding,
    sending,
)
from orders.services.documents import DOCUMENTS


@shared_task
def release_holds() -> int:
    return releasing.release_holds(now=timezone.now())


@shared_task
def tell_returned() -> int:
    return reminding.tell_returned(now=timezone.now())


@shared_task
def tell_invoices() -> int:
    return invoicing.tell_desks(now=timezone.now())


@shared_task
def payments_tick() -> dict[str, int]:
    return polling.payments_tick(now=timezone.now())


@shared_task
def make_paper(job_id: int) -> bool:
    return exporting.run_export(job_id=job_id, kinds=DOCUMENTS, clock=timezone.now)


@shared_task
def complete_delivered() -> int:
    return completing.complete_delivered(now=timezone.now())


@shared_task
def poll_order(order_number: str) -> int:
    return polling.poll_order(order_number=order_number, now=timezone.now())


@shared_task(autoretry_for=(GatewayError,), retry_backoff=30, max_retries=8)
def check_closed(attempt_uid: str) -> bool:
    return polling.check_closed(attempt_uid=attempt_uid, now=timezone.now())


@shared_task
def watch_counter(attempt_uid: str) -> None:
    """Every three seconds while the counter's screen shows the code; the tick takes over then."""
    if polling.poll_counter(attempt_uid=attempt_uid, now=timezone.now()):
        watch_counter.apply_async(kwargs={"attempt_uid": attempt_uid}, countdown=3)


@shared_task
def reconcile_daily() -> int:
    return reconciling.reconcile_daily(now=timezone.now())


@shared_task
def warn_of_silence() -> int:
    return polling.warn_of_silence(now=timezone.now())


@shared_task
def send_refund(refund_uid: str) -> bool:
    refund = Refund.objects.select_related("attempt__merchant", "attempt__order").get(
        uid=refund_uid
    )
    return sending.send_refund(refund=refund, now=timezone.now())


@shared_task
def send_payouts(run_uid: str) -> int:
    return polling.send_due_payouts(run_uid=run_uid, now=timezone.now())


@shared_task
def watch_returns() -> int:
    return payout_sending.watch_returns(now=timezone.now())
