"""Which messages are due."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from backend.common.actor import Actor
from backend.messaging import rules
from backend.messaging.models import Message


def due(now: datetime) -> QuerySet[Message]:
    """Short messages that wait and that no sender has taken within the last minute."""
    free = Q(tried_at__isnull=True) | Q(tried_at__lt=now - rules.AGAIN_AFTER)
    waiting = Message.objects.filter(state=Message.State.QUEUED, channel=Message.Channel.SMS)
    return waiting.filter(free).order_by("queued_at", "id")


def notices_of(actor: Actor) -> QuerySet[Message]:
    """What the signed-in person is told on screen, under whatever hat."""
    if not actor.signed_in:
        return Message.objects.none()
    return Message.objects.filter(
        channel=Message.Channel.IN_APP, recipient_kind="user", recipient_uid=actor.user_uid
    )


def broken_invariants(*, now: datetime) -> Iterator[str]:
    sent = Message.objects.filter(state=Message.State.SENT, sent_at__isnull=True)
    for pk in sent.values_list("pk", flat=True):
        yield f"message {pk}: sent without a time"
    silent = Message.objects.filter(state=Message.State.FAILED, error="")
    for pk in silent.values_list("pk", flat=True):
        yield f"message {pk}: failed without a reason"
