"""Queueing: one message per event and recipient (UNIQUE key)."""

from datetime import datetime
from functools import partial

from backend.accounts.models import SignUpCode
from backend.audit.services import reveal
from backend.common.actor import system_actor
from backend.messaging import rules
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
