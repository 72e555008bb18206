"""The counter's device shows a household its own statement, and the household reads that it did."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from backend.audit import services as audit
from backend.common.actor import Actor
from cooperatives.rules.pins import SHOWN_FOR
from cooperatives.services import household_by_pin
from orders.queries.statements import Statement, household_statement

PURPOSE = "本人在服务站自助查账"


@dataclass(frozen=True, slots=True)
class Opened:
    statement: Statement
    until: datetime


def open_at_the_counter(*, card_no: str, pin: str, actor: Actor, now: datetime) -> Opened:
    """This year's statement until today, for the card and code of a household that is served."""
    home = household_by_pin(card_no=card_no, pin=pin, actor=actor, now=now)
    today = localdate(now)
    audit.record_access(actor=actor, subject=home, fields="账单", purpose=PURPOSE, at=now)
    found = household_statement(home, from_on=today.replace(month=1, day=1), to_on=today)
    return Opened(found, now + SHOWN_FOR)
