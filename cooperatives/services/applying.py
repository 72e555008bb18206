"""Writing an agreed change into the register, with its history row."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from backend.audit import services as audit
from backend.common import search
from backend.common.actor import Actor
from backend.common.errors import Invalid
from backend.common.sealed import Sealed
from cooperatives import queries
from cooperatives.models import Household, HouseholdCategory, HouseholdChange, HouseholdMember
from cooperatives.rules import register as rule
from cooperatives.services.joining import merge_households, split_household
from cooperatives.services.tracing import keep, person_of

Apply = Callable[[HouseholdChange, Household, Actor, datetime], None]
WORKING = frozenset({"ordinary", "skilled"})
PLAIN = frozenset({"address", "land", "labour", "cause"})


def apply_change(change: HouseholdChange, *, actor: Actor, now: datetime) -> None:
    """Refused when the field is no longer what it was when the change was asked for."""
    household = Household.objects.select_for_update().get(pk=change.household_id)
    there = queries.prior_of(household, change.field, change.target)
    if (there.values, there.token) != (change.prior, change.prior_token):
        raise rule.HouseholdChanged
    if household.status != Household.Status.ACTIVE and change.field != "status":
        raise rule.HouseholdNotActive
    try:
        with transaction.atomic():
            APPLY[change.field](change, household, actor, now)
    except IntegrityError as error:
        # A number or an account that was entered elsewhere while this waited (UNIQUE).
        held = rule.AccountElsewhere if change.field == "account" else rule.PersonElsewhere
        raise held from error
    data = {"field": change.field, "request": str(change.uid)}
    audit.record(actor=actor, action="household.change", subject=household, at=now, data=data)


def _why(change: HouseholdChange) -> str:
    return f"{change.get_field_display()}变更：{change.reason}"


def _plain(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    for name, value in change.proposed.items():
        setattr(household, name, value)
    keep(household, actor=actor, now=now, why=_why(change))


def _phone(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    household.phone = Sealed(change.proposed_token, "")
    household.phone_tail = change.proposed["phone_tail"]
    household.phone_index = change.proposed_index
    keep(household, actor=actor, now=now, why=_why(change))


def _account(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    household.account = Sealed(change.proposed_token, "")
    household.account_bank = change.proposed["account_bank"]
    household.account_index = change.proposed_index or None
    household.account_changed_at = now
    keep(household, actor=actor, now=now, why=_why(change))


def _identity(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    member = queries.member_of(household, change.target)
    member.identity = Sealed(change.proposed_token, "")
    member.identity_index = change.proposed_index or None
    member.birth_year, member.sex = change.proposed["birth_year"], change.proposed["sex"]
    keep(member, actor=actor, now=now, why=_why(change))


def _head(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    new = queries.member_of(household, change.target)
    for former in household.members.present().filter(relation="head").exclude(pk=new.pk):
        former.relation = change.proposed["former"]
        keep(former, actor=actor, now=now, why=_why(change))
    new.relation = "head"
    keep(new, actor=actor, now=now, why=_why(change))
    _named(household, new.name)
    keep(household, actor=actor, now=now, why=_why(change))


def _member(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    said = change.proposed
    if said["action"] == "add":
        _joins(change, household, actor, now)
    elif said["action"] == "leave":
        _leaves(change, household, actor, now)
    else:
        member = queries.member_of(household, change.target)
        for name in ("name", "sex", "labour", "birth_year"):
            setattr(member, name, said[name])
        keep(member, actor=actor, now=now, why=_why(change))
        if member.relation == "head":
            _named(household, member.name)
    keep(household, actor=actor, now=now, why=_why(change))


def _joins(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    said = change.proposed
    member = HouseholdMember(
        uid=change.target, household=household, name=said["name"], relation=said["relation"],
        sex=said["sex"], birth_year=said["birth_year"], labour=said["labour"],
        joined_on=date.fromisoformat(said["joined_on"]),
    )  # fmt: skip
    if change.proposed_token:
        member.identity = Sealed(change.proposed_token, "")
        member.identity_index = change.proposed_index
    keep(member, actor=actor, now=now, why=_why(change))
    household.size += 1
    household.labour_count += said["labour"] in WORKING


def _leaves(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    member = queries.member_of(household, change.target)
    if member.relation == "head":
        raise Invalid(fields={"target": "户主不能直接减少，请先变更户主"})
    member.left_on = date.fromisoformat(change.proposed["left_on"])
    member.left_reason = change.proposed["left_reason"]
    if member.left_on < member.joined_on:
        raise Invalid(fields={"left_on": f"离户日期早于入户日期 {member.joined_on}"})
    keep(member, actor=actor, now=now, why=_why(change))
    household.size = max(1, household.size - 1)
    fewer = household.labour_count - (member.labour in WORKING)
    household.labour_count = min(household.size, max(0, fewer))


def _category(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    category = queries.category_change(household, change.proposed)
    begins = date.fromisoformat(change.proposed["from_on"])
    HouseholdCategory.objects.filter(household=household, valid_to__isnull=True).update(
        valid_to=begins, risk_cleared=change.proposed["risk_cleared"]
    )
    HouseholdCategory.objects.create(
        household=household, category=category, valid_from=begins, reason=change.reason,
        made_by=person_of(actor), made_at=now,
    )  # fmt: skip
    household.category = category.today
    keep(household, actor=actor, now=now, why=_why(change))


def _status(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    """An end takes its people with it; a household that comes back brings them back."""
    status, on = change.proposed["status"], date.fromisoformat(change.proposed["on"])
    if status == Household.Status.ACTIVE:
        ended = (Household.Status.MOVED, Household.Status.DIED)
        if household.status not in ended:
            raise Invalid(fields={"status": "只有迁出或销户的农户可以恢复在册"})
        gone = household.members.filter(left_on=household.status_on, left_reason=household.status)
        _move_people(gone, None, "", actor=actor, now=now, why=_why(change))
        household.status_on = None
    else:
        _move_people(
            household.members.present(), on, status, actor=actor, now=now, why=_why(change)
        )
        household.status_on = on
    household.status = status
    keep(household, actor=actor, now=now, why=_why(change))


def _move_people(
    people: Any, on: date | None, reason: str, *, actor: Actor, now: datetime, why: str
) -> None:
    for member in people.order_by("pk"):
        if on and on < member.joined_on:
            raise Invalid(fields={"on": f"日期早于家庭成员入户日期 {member.joined_on}"})
        member.left_on, member.left_reason = on, reason
        keep(member, actor=actor, now=now, why=why)


def _create(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    household.is_temporary = False
    keep(household, actor=actor, now=now, why=_why(change))


def _named(household: Household, name: str) -> None:
    pinyin, initials = search.person_sounds(name)
    household.head_name, household.pinyin = name, pinyin[:80]
    household.initials = initials[:20]


def _split(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    split_household(change=change, household=household, actor=actor, now=now)


def _merge(change: HouseholdChange, household: Household, actor: Actor, now: datetime) -> None:
    merge_households(change=change, household=household, actor=actor, now=now)


APPLY: Mapping[str, Apply] = {
    **dict.fromkeys(PLAIN, _plain),
    "create": _create, "phone": _phone, "account": _account, "identity": _identity,
    "head": _head, "member": _member, "category": _category, "status": _status,
    "split": _split, "merge": _merge,
}  # fmt: skip
