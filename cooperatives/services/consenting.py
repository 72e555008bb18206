"""Recording what a household agrees to, purpose by purpose, under the notice in force."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Invalid
from cooperatives import queries
from cooperatives.models import Consent, Household
from cooperatives.rules import register as rule
from cooperatives.services.tracing import keep, lock_household, person_of


@transaction.atomic
def record_consent(
    *,
    household_uid: UUID,
    purpose: str,
    given: bool,
    method: str,
    said_by: str,
    said_at: datetime,
    note: str,
    actor: Actor,
    now: datetime,
) -> Consent:
    """Given or withdrawn; a withdrawal is a row too, and works at once."""
    household = lock_household(Household.objects.visible_to(actor), household_uid)
    if household.status != Household.Status.ACTIVE:
        raise rule.HouseholdNotActive
    if said_at > now:
        raise Invalid(fields={"said_at": "时间不能晚于现在"})
    notice = queries.notice_in_force(purpose, on=localdate(said_at))
    if notice is None:
        raise Invalid(fields={"purpose": "这一用途当时还没有告知书，请先由县里发布"})
    consent = Consent.objects.create(
        household=household, notice=notice, purpose=purpose, given=given, method=method,
        said_by=rule.check_name(said_by, where="said_by"), said_at=said_at, note=note.strip()[:100],
        recorded_by=person_of(actor), recorded_at=now,
    )  # fmt: skip
    agreed = queries.consents_of(household).get(purpose)
    if purpose == "public_name" and agreed and household.named_in_public != agreed.given:
        household.named_in_public = agreed.given
        keep(
            household, actor=actor, now=now, why="溯源署名同意" if agreed.given else "撤回署名同意"
        )
    data = {"purpose": purpose, "given": given, "notice": notice.version}
    audit.record(actor=actor, action="household.consent", subject=household, at=now, data=data)
    return consent
