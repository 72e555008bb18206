"""The register as its readers find it, and what a change needs to know of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max, Q, QuerySet

from backend.common import search
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from backend.common.sealed import blind_index
from cooperatives.models import (
    Household,
    HouseholdCategory,
    HouseholdChange,
    HouseholdMember,
    PolicyCategory,
)
from cooperatives.models.household import HouseholdQuerySet
from cooperatives.rules.register import CALL_BACK, RESTORABLE

STATUSES = frozenset(Household.Status.values)


def households(
    actor: Actor,
    *,
    words: str = "",
    village: str = "",
    category: str = "",
    status: str = "active",
    temporary: bool | None = None,
) -> HouseholdQuerySet:
    """Households within reach; words are card, phone, name, pinyin, initials or village, all of
    which must agree. One statement however many.
    """
    found = Household.objects.visible_to(actor).select_related("area__parent")
    if status in STATUSES:
        found = found.filter(status=status)
    if village.isdigit():
        found = found.filter(area_code__startswith=village)
    if category in Household.Category.values:
        found = found.filter(category=category)
    if temporary is not None:
        found = found.filter(is_temporary=temporary)
    for word in words.split()[:4]:
        found = found.filter(_match(word))
    return found


def _match(word: str) -> Q:
    term = search.fold(word)
    if term.startswith("hc") and term[2:].isdigit():
        return Q(card_no=term.upper())
    if term.isdigit():
        return _digits(term)
    if search.is_sound(term):
        place = Q(area__initials=term) | Q(area__pinyin__startswith=term)
        return Q(initials__startswith=term) | Q(pinyin__startswith=term) | place
    # 才让卓玛 finds 才让·卓玛: the dot is silent.
    spoken = Q(pinyin=search.pinyin_of(term), head_name__startswith=term[:1])
    place = Q(area__name__contains=term) | Q(area__parent__name__contains=term)
    return Q(head_name__contains=term) | spoken | place


def _digits(term: str) -> Q:
    if len(term) == 11:
        return Q(phone_index=blind_index(term))
    card = Q(card_no__endswith=term)
    return card | Q(phone_tail=term) if len(term) == 4 else card


def household_by_uid(uid: UUID) -> Household | None:
    return Household.objects.filter(uid=uid).first()


def next_card_numbers() -> Iterator[str]:
    """Card numbers to try, the first one free when this is asked."""
    last = Household.objects.aggregate(last=Max("card_no"))["last"] or "HC000000"
    start = int(last[2:]) if last[2:].isdigit() else 0
    yield from (f"HC{number:06d}" for number in range(start + 1, start + 6))


def current_category(today_group: str, *, on: date) -> PolicyCategory | None:
    """The category of the period of a day that screens show as this group."""
    return categories_on(on).filter(today=today_group).order_by("position").first()


def categories_on(day: date) -> QuerySet[PolicyCategory]:
    """What a household may be called on a day: the words of that day's policy period."""
    running = Q(period__to_on__isnull=True) | Q(period__to_on__gte=day)
    return PolicyCategory.objects.filter(running, period__from_on__lte=day).select_related("period")


def category_change(household: Household, values: dict[str, Any]) -> PolicyCategory:
    """The category asked for, of the period of its first day, after the one that holds now."""
    begins = date.fromisoformat(values["from_on"])
    category = categories_on(begins).filter(code=values["category"]).first()
    if category is None:
        raise Invalid(fields={"category": "这一天所在的政策时期没有这个类别"})
    now_held = current_category_row(household)
    if now_held and begins <= now_held.valid_from:
        raise Invalid(fields={"from_on": f"起始日期须晚于现类别的 {now_held.valid_from}"})
    return category


def current_category_row(household: Household) -> HouseholdCategory | None:
    rows = HouseholdCategory.objects.filter(household=household, valid_to__isnull=True)
    return rows.select_related("category").first()


def person_elsewhere(index: str, *, besides: str = "") -> bool:
    present = HouseholdMember.objects.present().filter(identity_index=index)
    return present.exclude(uid=besides).exists() if besides else present.exists()


def account_elsewhere(index: str, *, besides: Household) -> bool:
    held = Household.objects.active().filter(account_index=index)
    return held.exclude(pk=besides.pk).exists()


def member_of(household: Household, uid: str) -> HouseholdMember:
    """Somebody who lives in the household now."""
    try:
        member = household.members.present().filter(uid=uid).first()
    except ValidationError:
        member = None
    if member is None:
        raise Invalid(fields={"target": "请选择该户现有的家庭成员"})
    return member


def merge_target(actor: Actor, household: Household, uid: str) -> Household:
    """The household another is merged into: in reach, on the register, and not itself."""
    try:
        found = Household.objects.visible_to(actor).active().filter(uid=uid).first()
    except ValidationError:
        found = None
    if found is None or found.pk == household.pk or found.is_temporary:
        raise Invalid(fields={"target": "请选择要并入的正式在册农户"})
    return found


def changes(
    actor: Actor, *, state: str = "", household: UUID | None = None
) -> QuerySet[HouseholdChange]:
    found = HouseholdChange.objects.visible_to(actor).select_related("household__area", "made_by")
    if state == "open":
        found = found.open()
    elif state in HouseholdChange.State.values:
        found = found.filter(state=state)
    return found.filter(household__uid=household) if household else found


def change_in_reach(actor: Actor, uid: UUID) -> HouseholdChange:
    change = changes(actor).filter(uid=uid).first()
    if change is None:
        raise NotFound("没有找到这份变更申请")
    return change


def change_to_edit(actor: Actor, uid: UUID) -> HouseholdChange:
    """Locked; of two who decide at once the second sees what the first has done."""
    change = change_in_reach(actor, uid)
    locked = HouseholdChange.objects.select_for_update(of=("self",))
    return locked.select_related("household__area", "made_by").get(pk=change.pk)


def needs_call(change: HouseholdChange) -> bool:
    """Account and identity: somebody must have rung the household before the last yes."""
    return change.field in CALL_BACK and change.called_at is None


def can_restore(change: HouseholdChange) -> bool:
    return change.state == HouseholdChange.State.APPLIED and change.field in RESTORABLE


def open_changes_of(household: Household) -> QuerySet[HouseholdChange]:
    return HouseholdChange.objects.open().filter(household=household)


@dataclass(frozen=True, slots=True)
class Prior:
    """A field as it stands: plain values, ciphertext, blind index."""

    values: dict[str, Any] = field(default_factory=dict)
    token: str = ""
    index: str = ""


_PLAIN = {
    "address": ("villager_group", "address"),
    "land": ("land_mu_x100",),
    "labour": ("size", "labour_count"),
    "cause": ("main_cause",),
}


def prior_of(household: Household, change: str, target: str) -> Prior:
    """What an applied change would replace; compared again before it is applied."""
    if change in _PLAIN:
        return Prior({name: getattr(household, name) for name in _PLAIN[change]})
    if change == "phone":
        token = household.phone.token if household.phone else ""
        return Prior({"phone_tail": household.phone_tail}, token, household.phone_index)
    if change == "account":
        token = household.account.token if household.account else ""
        tail = str(household.account or "")[-4:]
        values = {"account_bank": household.account_bank, "account_tail": tail}
        return Prior(values, token, household.account_index or "")
    if change == "status":
        return Prior({"status": household.status})
    if change == "category":
        row = current_category_row(household)
        return Prior({"category": row.category.code, "name": row.category.name} if row else {})
    return _prior_of_person(household, change, target)


def _prior_of_person(household: Household, change: str, target: str) -> Prior:
    member = household.members.filter(uid=target).first() if target else None
    if change == "head":
        head = household.members.present().filter(relation="head").first()
        return Prior({"head": str(head.uid), "name": head.name} if head else {})
    if change == "identity" and member:
        token = member.identity.token if member.identity else ""
        values = {"birth_year": member.birth_year, "sex": member.sex}
        return Prior(values, token, member.identity_index or "")
    if change == "member" and member:
        names = ("name", "sex", "labour", "birth_year", "relation")
        return Prior({name: getattr(member, name) for name in names})
    return Prior()


def payee_of(household: Household) -> Household:
    """Who is paid for a household today: itself, or the one it was merged into."""
    for _ in range(10):
        if household.merged_into is None:
            return household
        household = household.merged_into
    raise Conflict("并户关系成环，请联系系统管理员")
