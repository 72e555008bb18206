"""Who lives in a household, under which category since when: every row dated."""

from datetime import date

from backend.common.sealed import blind_index
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
        self.plan, self.store = plan, store
        self.categories = {
            (row.period.code, row.code): row
            for row in PolicyCategory.objects.select_related("period")
        }

    def enter(self, row: int, household: Household, identity: str) -> None:
        self._head(row, household, identity)
        self._categories(row, household)

    def _head(self, row: int, household: Household, identity: str) -> None:
        self.store.add(HouseholdMember(
            uid=self.plan.uid("head", row), household_id=household.pk, name=household.head_name,
            relation="head", sex="male" if int(identity[16]) % 2 else "female",
            birth_year=int(identity[6:10]), labour="ordinary", identity=identity,
            identity_index=blind_index(identity), joined_on=REGISTERED_ON,
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
