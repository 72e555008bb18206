"""What is due without anybody asking."""

from celery import shared_task
from django.utils import timezone

from backend.common.actor import system_actor
from cooperatives import services


@shared_task
def price_waiting_receipts() -> int:
    return services.price_waiting(actor=system_actor("pricing"), now=timezone.now())
