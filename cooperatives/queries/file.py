"""One household's file: how it stands, or how it stood on a day, with everything that is dated.

The household's own facts are read from its history (what the register said on that day); people,
categories and memberships from the dates of their rows. A constant number of statements.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from backend.accounts.models import User
from cooperatives.models import (
    Consent,
    ConsentNotice,
    Household,
    HouseholdCategory,
    HouseholdChange,
    HouseholdMember,
    Membership,
)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One change of the household's facts: which fields, by whom, why."""

    at: datetime
    by: str
    why: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    household: Household
    # The same household as the register held it at the end of `on`; None before it was entered.
    then: Household | None
    on: date
    is_today: bool
    members: list[HouseholdMember]
    categories: list[HouseholdCategory]
    category_then: HouseholdCategory | None
    memberships: list[Membership]
    consents: list[Consent]
    changes: list[HouseholdChange]
    timeline: list[TimelineEntry]


LABELS = {
    "card_no": "户卡号", "area": "村", "villager_group": "村民小组", "address": "住址",
    "head_name": "户主", "phone": "联系电话", "account": "收款账户", "account_bank": "开户银行",
    "size": "人口", "labour_count": "劳动力", "category": "类别", "land_mu_x100": "耕地",
    "main_cause": "主要困难原因", "named_in_public": "溯源署名", "is_temporary": "临时登记",
    "status": "户状态", "status_on": "状态日期", "merged_into": "并入",
}  # fmt: skip


def end_of(day: date) -> datetime:
    """The first instant after a day, by the county's clock."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))


def household_file(household: Household, *, on: date, today: date) -> HouseholdFile:
    is_today = on >= today
    categories = list(
        HouseholdCategory.objects.filter(household=household)
        .select_related("category__period")
        .order_by("-valid_from")
    )
    return HouseholdFile(
        household=household,
        then=household if is_today else _as_of(household, on),
        on=on,
        is_today=is_today,
        members=list(_members(household, on)),
        categories=categories,
        category_then=next((row for row in categories if _holds(row, on)), None),
        memberships=list(
            Membership.objects.filter(household=household)
            .select_related("cooperative")
            .order_by("-valid_from")
        ),
        consents=list(
            Consent.objects.filter(household=household)
            .select_related("notice", "recorded_by")
            .order_by("-said_at", "-id")[:50]
        ),
        changes=list(
            HouseholdChange.objects.filter(household=household)
            .select_related("made_by", "household__area")
            .order_by("-made_at", "-id")[:50]
        ),
        timeline=_timeline(household),
    )


def _holds(row: HouseholdCategory, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or row.valid_to > on)


def _members(household: Household, on: date) -> QuerySet[HouseholdMember]:
    """Who lived there on a day; on the day somebody leaves they are gone."""
    there = HouseholdMember.objects.filter(household=household, joined_on__lte=on)
    return there.filter(Q(left_on__isnull=True) | Q(left_on__gt=on)).order_by("joined_on", "id")


def _as_of(household: Household, on: date) -> Household | None:
    rows: Any = Household.history
    row = (
        rows.filter(id=household.pk, history_date__lt=end_of(on))
        .select_related("area")
        .order_by("-history_date", "-history_id")
        .first()
    )
    return row.instance if row else None


def _timeline(household: Household) -> list[TimelineEntry]:
    """Newest first; each names the fields in which it differs from the one before."""
    rows: Any = Household.history
    found = list(rows.filter(id=household.pk).order_by("-history_date", "-history_id")[:51])
    names = dict(
        User.objects.filter(uid__in={row.history_user_id for row in found if row.history_user_id})
        .values_list("uid", "name")
    )  # fmt: skip
    by_uid = {str(uid): name for uid, name in names.items()}
    entries = []
    for row, before in zip(found, [*found[1:], None], strict=True):
        entries.append(
            TimelineEntry(
                at=row.history_date,
                by=by_uid.get(row.history_user_id, ""),
                why=row.history_change_reason or "",
                fields=_differences(row, before),
            )
        )
    return entries[:50]


def _differences(row: Any, before: Any) -> tuple[str, ...]:
    if before is None:
        return ("建档",)
    return tuple(
        label for name, label in LABELS.items() if _value(row, name) != _value(before, name)
    )


def _value(row: Any, name: str) -> Any:
    """Sealed values are compared by their ciphertext: sealed anew is changed."""
    value = getattr(row, f"{name}_id" if name in {"area", "merged_into"} else name)
    return getattr(value, "token", value)


def notice_in_force(purpose: str, *, on: date) -> ConsentNotice | None:
    notices = ConsentNotice.objects.filter(purpose=purpose, in_force_from__lte=on)
    return notices.order_by("-in_force_from", "-id").first()


def notices_in_force(*, on: date) -> list[ConsentNotice]:
    """One per purpose, the latest that has begun."""
    begun = ConsentNotice.objects.filter(in_force_from__lte=on).order_by("in_force_from", "id")
    return list({notice.purpose: notice for notice in begun}.values())


def consents_of(household: Household) -> dict[str, Consent]:
    """The latest word of each purpose."""
    said = Consent.objects.filter(household=household).order_by("said_at", "id")
    return {consent.purpose: consent for consent in said}
