"""Opening a household's file leaves a trace it can read."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Invalid, NotFound
from cooperatives import queries
from cooperatives.models import Household
from cooperatives.queries.file import HouseholdFile
from cooperatives.rules import register as rule


@transaction.atomic
def open_file(
    *, household_uid: UUID, purpose: str, on: date | None, actor: Actor, now: datetime
) -> HouseholdFile:
    """The file as it is, or as it was on a day; the reason is shown to the household."""
    household = Household.objects.visible_to(actor).filter(uid=household_uid).first()
    if household is None:
        raise NotFound("没有找到这户")
    own = str(household.uid) in actor.households
    if not own:
        purpose = rule.check_reason(purpose, where="purpose")
        audit.record_access(actor=actor, subject=household, fields="档案", purpose=purpose, at=now)
    if on is not None and on > localdate(now):
        raise Invalid(fields={"on": "日期不能晚于今天"})
    return queries.household_file(household, on=on or localdate(now), today=localdate(now))
