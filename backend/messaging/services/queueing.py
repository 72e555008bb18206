"""Queueing: one message per event and recipient (UNIQUE key)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from backend.accounts.models import SignUpCode
from backend.audit.services import reveal
from backend.common.actor import Actor, system_actor
from backend.messaging import queries, rules
from backend.messaging.models import Message

SENDER = system_actor("messaging")


def queue_message(
    *,
    key: str,
    channel: str,
    recipient_kind: str,
    recipient_uid: str,
    address: str,
    template: str,
    text: str,
    now: datetime,
) -> Message:
    """Stores a message, address and text sealed. The same key again gives back the first one."""
    message = Message(
        key=key,
        channel=channel,
        recipient_kind=recipient_kind,
        recipient_uid=recipient_uid,
        template=template,
        queued_at=now,
    )
    message.address, message.text = address, text
    Message.objects.bulk_create([message], ignore_conflicts=True)
    return Message.objects.get(key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One line for one person's screen; `key` names event and recipient, so it is said once."""

    key: str
    user_uid: str
    template: str
    text: str
    path: str


def tell_on_screen(*, notices: Sequence[Notice], now: datetime) -> None:
    """What somebody was told already is left as it is."""
    rows = [
        Message(
            key=one.key, channel=Message.Channel.IN_APP, recipient_kind="user",
            recipient_uid=one.user_uid, template=one.template, notice=one.text[:200],
            path=one.path, state=Message.State.SENT, queued_at=now, sent_at=now,
        )
        for one in notices
    ]  # fmt: skip
    for row in rows:
        row.address, row.text = "", ""
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def mark_read(*, actor: Actor, now: datetime) -> int:
    """All that stands on the person's screen at this moment."""
    unread = queries.notices_of(actor).filter(read_at__isnull=True, queued_at__lte=now)
    return unread.update(read_at=now)


def queue_sign_up_code(*, code_id: int, now: datetime) -> Message | None:
    """A code that was used or has expired is not sent any more."""
    code = SignUpCode.objects.filter(pk=code_id, used_at__isnull=True, expires_at__gt=now).first()
    if code is None:
        return None
    open_field = partial(reveal, subject=code, actor=SENDER, purpose="发送注册验证码", now=now)
    return queue_message(
        key=f"sign_up_code:{code.pk}",
        channel=Message.Channel.SMS,
        recipient_kind="sign_up_code",
        recipient_uid=str(code.uid),
        address=open_field(code.phone, field="phone"),
        template="sign_up_code",
        text=rules.sign_up_text(open_field(code.code, field="code")),
        now=now,
    )
