"""Waking the senders up."""

from celery import shared_task
from django.utils import timezone

from backend.messaging import services


@shared_task
def send_due() -> int:
    return services.send_due(outlet=services.outlet(), now=timezone.now())


@shared_task
def send_sign_up_code(code_id: int) -> int:
    services.queue_sign_up_code(code_id=code_id, now=timezone.now())
    return services.send_due(outlet=services.outlet(), now=timezone.now())
