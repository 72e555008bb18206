"""An account for somebody of a household: the village opens it in their presence, the township
agrees, and the person alone sets the password by a code on the own mobile."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from backend.accounts import services as accounts
from backend.accounts.models import RoleAssignment
from backend.accounts.services import Scope
from backend.common.actor import Actor
from backend.common.errors import NotFound
from cooperatives import queries
from cooperatives.models import Household
from cooperatives.rules import staffing as rules
from cooperatives.services.staffing import ask_grant


@transaction.atomic
def open_household_account(
    *, household_uid: UUID, member: str, mobile: str, actor: Actor, now: datetime
) -> RoleAssignment:
    """A hat over this household alone, in force once the township agrees."""
    household = Household.objects.visible_to(actor).filter(uid=household_uid).first()
    if household is None:
        raise NotFound("没有找到这户")
    person = queries.member_of(household, member)
    rules.check_may_hold_account(person.birth_year, today=localdate(now))
    user = accounts.account_for_mobile(name=person.name, mobile=mobile, actor=actor, now=now)
    if queries.has_household_hat(user, household, on=localdate(now)):
        raise rules.AccountThere
    scope = Scope(
        kind="household", ref=str(household.uid), place_code=household.area_code,
        name=f"{household.area.name} {household.card_no}",
    )  # fmt: skip
    hat = accounts.propose_assignment(
        user=user, role="HM", scope=scope, valid_from=localdate(now), valid_to=None, actor=actor,
        now=now,
    )  # fmt: skip
    ask_grant(hat, actor=actor, now=now)
    return hat
