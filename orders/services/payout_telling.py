"""A household is told by short message that its money has arrived, or has come back."""

from datetime import datetime

from backend.audit.services import reveal
from backend.common.actor import system_actor
from backend.messaging.models import Message
from backend.messaging.services import queue_message
from orders.models import Payout
from orders.rules.paying_out import paid_text, returned_text

TELLER = system_actor("payouts")
PURPOSE = "发送付款通知"


def tell_paid(payout: Payout, *, now: datetime) -> None:
    """Once per payout, with the booking; a household without a mobile reads it on its statement."""
    run = payout.run
    text = paid_text(
        payer=run.cooperative.name, amount_fen=payout.amount_fen, account=payout.account_shown,
        surplus=payout.share_id is not None,
    )  # fmt: skip
    _tell(payout, "payout_paid", text, now)


def tell_returned(payout: Payout, *, now: datetime) -> None:
    text = returned_text(payer=payout.run.cooperative.name, amount_fen=payout.amount_fen)
    _tell(payout, "payout_returned", text, now)


def _tell(payout: Payout, template: str, text: str, now: datetime) -> None:
    home = payout.household
    if not home.phone:
        return
    phone = reveal(
        home.phone, subject=home, field="phone", actor=TELLER, purpose=PURPOSE, now=now,
        shown=False,
    )  # fmt: skip
    queue_message(
        key=f"{template}:{payout.uid}", channel=Message.Channel.SMS, recipient_kind="household",
        recipient_uid=str(home.uid), address=phone, template=template, text=text, now=now,
    )  # fmt: skip
