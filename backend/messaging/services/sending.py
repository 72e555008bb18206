"""Sending what is due: taken by a guarded UPDATE, handed over outside any transaction."""

from datetime import datetime
from functools import partial

import structlog
from django.db.models import F

from backend.audit.services import reveal
from backend.messaging import queries, rules
from backend.messaging.models import Message
from backend.messaging.services.outlets import Outlet, OutletDown
from backend.messaging.services.queueing import SENDER

log = structlog.get_logger()


def send_due(*, outlet: Outlet, now: datetime, limit: int = 200) -> int:
    """Sends waiting short messages; returns how many left."""
    return sum(_send(message, outlet, now) for message in queries.due(now)[:limit])


def _send(message: Message, outlet: Outlet, now: datetime) -> bool:
    waiting = Message.objects.filter(pk=message.pk, state=Message.State.QUEUED)
    # Of two senders one takes it: the other's `tries` is out of date.
    if not waiting.filter(tries=message.tries).update(tries=F("tries") + 1, tried_at=now):
        return False
    open_field = partial(reveal, subject=message, actor=SENDER, purpose="发送短信", now=now)
    try:
        outlet.send(
            uid=str(message.uid),
            address=open_field(message.address, field="address"),
            text=open_field(message.text, field="text"),
        )
    except OutletDown as error:
        log.warning("message.not_sent", template=message.template, reason=str(error))
        if message.tries + 1 >= rules.TRIES:
            waiting.update(state=Message.State.FAILED, error=f"短信通道不可用：{error}"[:200])
        return False
    waiting.update(state=Message.State.SENT, sent_at=now)
    return True
