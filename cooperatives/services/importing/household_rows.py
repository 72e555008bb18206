"""New households by the thousand: household, head, category and history, copied in at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Max, Q
from django.utils import timezone

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.sealed import blind_index, seal
from backend.common.search import person_sounds
from backend.exchange.rules.rows import Row
from backend.exchange.services import bulk
from backend.exchange.services.kinds import Undo
from backend.exchange.services.tables import entry
from cooperatives.models import Household, HouseholdCategory, HouseholdMember, PolicyCategory

HOUSEHOLD = (
    "id", "uid", "version", "updated_at", "card_no", "area_id", "area_code", "villager_group",
    "address", "head_name", "pinyin", "initials", "phone", "phone_tail", "phone_index", "account",
    "account_bank", "size", "labour_count", "category", "land_mu_x100", "main_cause",
    "named_in_public", "is_temporary", "registered_on", "status",
)  # fmt: skip
MEMBER = (
    "id", "uid", "version", "updated_at", "household_id", "name", "relation", "sex", "birth_year",
    "labour", "identity", "identity_index", "joined_on", "left_reason",
)  # fmt: skip
CATEGORY = (
    "uid", "household_id", "category_id", "valid_from", "risk_cleared", "reason", "made_by_id",
    "made_at",
)  # fmt: skip
EDITED = (
    "villager_group", "address", "size", "labour_count", "land_mu_x100", "main_cause", "phone",
)  # fmt: skip


class Writing:
    """Writes under one hat at one moment."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor, self.now = actor, now
        self.today = timezone.localdate(now)
        self.made_by = User.objects.filter(uid=actor.user_uid).values_list("pk", flat=True).first()
        self.categories: dict[str, int] = {}

    def create(self, rows: Sequence[Row]) -> list[Undo]:
        pks = bulk.reserve_ids(Household, len(rows))
        people = bulk.reserve_ids(HouseholdMember, len(rows))
        first = self._next_card()
        homes = [
            self._household(row, pk, f"HC{first + at:06d}")
            for at, (row, pk) in enumerate(zip(rows, pks, strict=True))
        ]
        bulk.insert(Household, HOUSEHOLD, homes)
        heads = [self._head(row, pk, one) for row, pk, one in zip(rows, pks, people, strict=True)]
        bulk.insert(HouseholdMember, MEMBER, heads)
        bulk.insert(
            HouseholdCategory, CATEGORY,
            [self._category(row, pk) for row, pk in zip(rows, pks, strict=True)],
        )  # fmt: skip
        self._trace(Household, pks, "+")
        self._trace(HouseholdMember, people, "+")
        return [entry(row, pk, None) for row, pk in zip(rows, pks, strict=True)]

    def update(self, rows: Sequence[Row]) -> list[Undo]:
        """Only what the file holds; each from the version that was shown."""
        before = bulk.snapshot(Household, [row.pk for row in rows])
        entries = []
        for row in rows:
            changes = self._changes(row, UUID(str(before[row.pk]["uid"])))
            columns = [*changes, "version", "updated_at"]
            line = [*changes.values(), row.version + 1, self.now, row.pk, row.version]
            if bulk.update(Household, columns, [line]):
                entries.append(entry(row, row.pk, before[row.pk]))
        self._trace(Household, [int(one["pk"]) for one in entries], "~")
        return entries

    def _household(self, row: Row, pk: int, card_no: str) -> tuple[Any, ...]:
        told, uid = row.values, uuid4()
        pinyin, initials = person_sounds(told["head_name"])
        phone = told.get("phone", "")
        size = told["size"]
        return (
            pk, uid, 1, self.now, card_no, row.refs["area_id"], row.refs["area_code"],
            told.get("villager_group", ""), told.get("address", ""), told["head_name"],
            pinyin[:80], initials[:20], _sealed_phone(phone, uid), phone[-4:],
            blind_index(phone) if phone else "", "", "", size,
            told.get("labour_count", min(size, 1)), told.get("category", "general"),
            told.get("land_mu_x100", 0), told.get("main_cause", ""), False, False, self.today,
            "active",
        )  # fmt: skip

    def _head(self, row: Row, household: int, pk: int) -> tuple[Any, ...]:
        told, uid, number = row.values, uuid4(), row.values.get("identity", "")
        bound_to = f"cooperatives.householdmember.identity:{uid}"
        sex = ("male" if int(number[16]) % 2 else "female") if number else ""
        return (
            pk, uid, 1, self.now, household, told["head_name"], "head", sex,
            int(number[6:10]) if number else None,
            "ordinary" if told.get("labour_count", 1) else "none",
            seal(number, bound_to=bound_to, mask="identity") if number else "",
            row.refs["index"] or None, self.today, "",
        )  # fmt: skip

    def _category(self, row: Row, household: int) -> tuple[Any, ...]:
        category = self._category_of(row.values.get("category", "general"))
        return (
            uuid4(), household, category, self.today, False, "导入登记", self.made_by, self.now,
        )  # fmt: skip

    def _category_of(self, today_group: str) -> int:
        """The running policy period's word for the group that screens show."""
        if not self.categories:
            running = Q(period__to_on__isnull=True) | Q(period__to_on__gte=self.today)
            found = PolicyCategory.objects.filter(running, period__from_on__lte=self.today)
            for pk, group in found.order_by("-position").values_list("pk", "today"):
                self.categories[group] = pk
        return self.categories[today_group]

    def _changes(self, row: Row, uid: UUID) -> dict[str, Any]:
        changes = {key: row.values[key] for key in EDITED if key in row.changes}
        if phone := changes.get("phone"):
            changes["phone"] = _sealed_phone(phone, uid)
            changes |= {"phone_tail": phone[-4:], "phone_index": blind_index(phone)}
        return changes

    def _next_card(self) -> int:
        last = Household.objects.aggregate(last=Max("card_no"))["last"] or "HC000000"
        return (int(last[2:]) if last[2:].isdigit() else 0) + 1

    def _trace(self, model: Any, pks: Sequence[int], sign: str) -> None:
        bulk.write_history(model, pks, sign=sign, by_uid=self.actor.user_uid, at=self.now)


def forget(pks: Sequence[int]) -> None:
    """Undo: the head, its history and the category go before the household itself."""
    history = bulk.history_of(HouseholdMember)
    if history is not None:
        bulk.delete(history, pks, by="household_id")
    bulk.delete(HouseholdMember, pks, by="household_id")
    bulk.delete(HouseholdCategory, pks, by="household_id")


def _sealed_phone(phone: str, uid: UUID) -> str:
    if not phone:
        return ""
    return seal(phone, bound_to=f"cooperatives.household.phone:{uid}", mask="phone")
