"""Sending what is due: taken by a guarded UPDATE, handed over outside any transaction."""

from datetime import datetime

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
    why = {"subject": message, "actor": SENDER, "purpose": "发送短信", "now": now}
    try:
        outlet.send(
            uid=str(message.uid),
            address=reveal(message.address, field="address", **why),
            text=reveal(message.text, field="text", **why),
        )
    except OutletDown as error:
        log.warning("message.not_sent", template=message.template, reason=str(error))
        if message.tries + 1 >= rules.TRIES:
            waiting.update(state=Message.State.FAILED, error=f"短信通道不可用：{error}"[:200])
        return False
    waiting.update(state=Message.State.SENT, sent_at=now)
    return True
