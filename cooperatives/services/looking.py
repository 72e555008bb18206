"""Opening a household's file, and one sealed value of it: both leave a trace it can read."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Forbidden, Invalid, NotFound
from backend.common.sealed import Sealed
from cooperatives import queries
from cooperatives.models import Household
from cooperatives.queries.file import HouseholdFile
from cooperatives.rules import register as rule

OWN = "本户查看"


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


@transaction.atomic
def reveal_value(
    *, household_uid: UUID, field: str, member: str, reason: str, actor: Actor, now: datetime
) -> str:
    """One value for one reason, with the second factor given anew (ROLES sections 3 and 5)."""
    household = Household.objects.visible_to(actor).filter(uid=household_uid).first()
    if household is None:
        raise NotFound("没有找到这户")
    own = str(household.uid) in actor.households
    _check_may(actor, field, own=own)
    sealed = _sealed(household, field, member)
    if sealed is None:
        raise NotFound("档案中没有登记这一项")
    return audit.reveal(
        sealed, subject=household, field=field, actor=actor,
        purpose=OWN if own else rule.check_reason(reason), now=now,
    )  # fmt: skip


def _check_may(actor: Actor, field: str, *, own: bool) -> None:
    """An accountant sees a payee's account, an auditor nothing without a second auditor."""
    if own:
        return
    if actor.role == "AU":
        raise Forbidden("审计查看原值须另一名审计员或县级干部在场，请由县级干部办理")
    if actor.role == "CA" and field != "account":
        raise Forbidden("合作社会计只能在付款时查看收款账户")


def _sealed(household: Household, field: str, member: str) -> Sealed | None:
    """What the file holds of this field; nothing where it was never entered."""
    value: Any
    if field == "identity":
        value = queries.member_of(household, member).identity
    elif field in {"phone", "account"}:
        value = getattr(household, field)
    else:
        raise Invalid(fields={"field": "请选择要查看的项目"})
    return value if isinstance(value, Sealed) else None
