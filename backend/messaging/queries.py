"""Which messages are due."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from backend.messaging import rules
from backend.messaging.models import Message


def due(now: datetime) -> QuerySet[Message]:
    """Short messages that wait and that no sender has taken within the last minute."""
    free = Q(tried_at__isnull=True) | Q(tried_at__lt=now - rules.AGAIN_AFTER)
    waiting = Message.objects.filter(state=Message.State.QUEUED, channel=Message.Channel.SMS)
    return waiting.filter(free).order_by("queued_at", "id")


def broken_invariants(*, now: datetime) -> Iterator[str]:
    sent = Message.objects.filter(state=Message.State.SENT, sent_at__isnull=True)
    for pk in sent.values_list("pk", flat=True):
        yield f"message {pk}: sent without a time"
    silent = Message.objects.filter(state=Message.State.FAILED, error="")
    for pk in silent.values_list("pk", flat=True):
        yield f"message {pk}: failed without a reason"
