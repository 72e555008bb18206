"""Who lives in a household, under which category since when: every row dated."""

from datetime import date
from typing import Any

from backend.common.sealed import blind_index
from backend.demo import names
from backend.demo.plan import Plan, local
from backend.demo.store import Store
from cooperatives.models import Household, HouseholdCategory, HouseholdMember, PolicyCategory

# The register was taken before the stations opened.
REGISTERED_ON = date(2019, 3, 1)
# In the years before, by today's group: what a household was called then.
EARLIER = {
    "general": (("2013-2020", "general"), ("2021-2025", "general")),
    "lifted": (("2013-2020", "poor"), ("2021-2025", "lifted")),
    "monitored": (("2013-2020", "poor_low_income"), ("2021-2025", "unstable_lifted")),
}
NOW_CALLED = {"general": "general", "lifted": "assisted", "monitored": "monitored"}


class Register:
    """Adds the dated rows of each household as it is made."""

    def __init__(self, plan: Plan, store: Store) -> None:
        self.plan, self.store, self.chance = plan, store, plan.chance("families")
        self.categories = {
            (row.period.code, row.code): row
            for row in PolicyCategory.objects.select_related("period")
        }

    def enter(self, row: int, household: Household, identity: str) -> None:
        self._head(row, household, identity)
        self._family(row, household)
        self._history(household)
        self._categories(row, household)

    def _head(self, row: int, household: Household, identity: str) -> None:
        self.store.add(HouseholdMember(
            uid=self.plan.uid("head", row), household_id=household.pk, name=household.head_name,
            relation="head", sex="male" if int(identity[16]) % 2 else "female",
            birth_year=int(identity[6:10]), labour="ordinary", identity=identity,
            identity_index=blind_index(identity), joined_on=REGISTERED_ON,
        ))  # fmt: skip

    def _family(self, row: int, household: Household) -> None:
        """The others by relation and age; member rows are optional, so the large scale has none."""
        if self.plan.scale.postgresql_only:
            return
        for place in range(household.size - 1):
            born = int(self.chance.integers(1955, 1990)) if place == 0 else (
                int(self.chance.integers(1990, 2022)))  # fmt: skip
            works = place + 1 < household.labour_count
            self.store.add(HouseholdMember(
                uid=self.plan.uid("member", f"{row} {place}"), household_id=household.pk,
                name=names.head_name(self.chance, tibetan_township=False),
                relation="spouse" if place == 0 else "child", birth_year=born,
                sex="female" if (row + place) % 2 else "male",
                labour="ordinary" if works else "none", joined_on=REGISTERED_ON,
            ))  # fmt: skip

    def _history(self, household: Household) -> None:
        """The first row of its history: the register as it was taken."""
        kind: Any = Household.history.model
        facts = {field.attname: getattr(household, field.attname)
                 for field in Household._meta.concrete_fields}  # fmt: skip
        facts["updated_at"] = local(REGISTERED_ON, 10)
        self.store.add(kind(
            history_date=local(REGISTERED_ON, 10), history_type="+", history_user_id="",
            history_change_reason="首次建档", **facts,
        ))  # fmt: skip

    def _categories(self, row: int, household: Household) -> None:
        spans = [*EARLIER[household.category], ("2026-", NOW_CALLED[household.category])]
        for number, span in enumerate(spans):
            category = self.categories[span]
            period = category.period
            ends = date(period.to_on.year + 1, 1, 1) if period.to_on else None
            if ends and ends > self.plan.as_of:
                ends = None
            if period.from_on > self.plan.as_of:
                break
            self.store.add(HouseholdCategory(
                uid=self.plan.uid("category", f"{row} {number}"), household_id=household.pk,
                category_id=category.pk, valid_from=period.from_on, valid_to=ends,
                reason="年度核定", made_at=local(period.from_on, 9),
            ))  # fmt: skip
