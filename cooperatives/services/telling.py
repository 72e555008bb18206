"""What people of the register are told by short message."""

from datetime import datetime

from django.conf import settings

from backend.accounts.models import RoleAssignment
from backend.audit.services import reveal
from backend.common.actor import system_actor
from backend.common.sealed import Sealed
from backend.messaging.models import Message
from backend.messaging.services import queue_message
from cooperatives.rules.staffing import account_opened_text

TELLER = system_actor("household_accounts")


def tell_account_opened(hat: RoleAssignment, now: datetime) -> None:
    """Once per hat: where the household sets its password by a code on this mobile."""
    phone = hat.user.phone
    if not isinstance(phone, Sealed):
        return
    queue_message(
        key=f"account_opened:{hat.uid}",
        channel=Message.Channel.SMS,
        recipient_kind="user",
        recipient_uid=str(hat.user.uid),
        address=reveal(
            phone, subject=hat.user, field="phone", actor=TELLER, purpose="发送开通通知",
            now=now, shown=False,
        ),
        template="account_opened",
        text=account_opened_text(f"{settings.PUBLIC_BASE_URL}/console/reset-password"),
        now=now,
    )  # fmt: skip
