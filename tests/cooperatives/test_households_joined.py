"""Temporary entries, merging and splitting: people move, receipts and sums stay right."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.audit.models import AccessEvent
from backend.common.errors import Conflict, Invalid
from cooperatives import queries
from cooperatives.models import (
    Household,
    HouseholdCategory,
    HouseholdMember,
    MemberAccountEntry,
    Membership,
    Receipt,
)
from cooperatives.services import book_account_entry, register_household, register_temporary
from tests.cast import NOW, Cast
from tests.cooperatives.people import add_wife, agreed, ask, decide, joins
from tests.cooperatives.scenes import weigh

ON = {"on": "2026-09-28"}


def temporary(cast: Cast, name: str = "马有福", **changes: Any) -> Household:
    said: dict[str, Any] = {
        "uid": uuid.uuid4(),
        "name": name,
        "village_code": cast.dongxia_village.code,
        "actor": cast.actor("operator"),
        "now": NOW,
    }
    return register_temporary(**said | changes)


def pay_in(membership: Membership, cast: Cast, amount_fen: int) -> MemberAccountEntry:
    return book_account_entry(
        uid=uuid.uuid4(), membership_uid=membership.uid, kind="capital", amount_fen=amount_fen,
        booked_on=NOW.date(), reason="入社出资", voucher_no="", actor=cast.actor("accountant"),
        now=NOW,
    )  # fmt: skip


def capital() -> int:
    return MemberAccountEntry.objects.aggregate(total=Sum("amount_fen"))["total"] or 0


def test_a_temporary_entry_is_made_once_and_can_be_weighed_for(cast: Cast) -> None:
    uid = uuid.uuid4()
    one, again = temporary(cast, uid=uid), temporary(cast, uid=uid)
    assert one.pk == again.pk
    assert (one.is_temporary, one.card_no, one.initials) == (True, "HC000004", "myf")
    with pytest.raises(Conflict):
        temporary(cast, "李四海", uid=uid)
    cast.places["somebody"] = one
    assert weigh(cast, "somebody").household == one
    assert not list(queries.broken_invariants(now=NOW))


def test_a_temporary_entry_lies_in_the_stations_catchment(cast: Cast) -> None:
    with pytest.raises(Invalid):
        temporary(cast, village_code=cast.baoku_village.code)
    assert Household.objects.count() == 3


def test_the_cooperative_has_a_temporary_entry_merged(cast: Cast) -> None:
    cast.places["somebody"] = temporary(cast)
    receipt = weigh(cast, "somebody")
    change = ask(
        cast, "merge", ON, who="manager", household="somebody",
        target=str(cast.potato_household.uid),
    )  # fmt: skip
    assert decide(cast, change, "secretary").state == "applied"
    gone = Household.objects.get(pk=cast.somebody.pk)
    assert (gone.status, gone.merged_into_id) == ("merged", cast.potato_household.pk)
    assert Receipt.objects.get(pk=receipt.pk).household_id == gone.pk
    assert queries.payee_of(gone) == cast.potato_household
    assert Household.objects.get(pk=cast.potato_household.pk).size == 4
    assert not list(queries.broken_invariants(now=NOW))


def test_merging_moves_people_membership_and_account(cast: Cast) -> None:
    other = Membership.objects.get(household=cast.monitored_household)
    heir = Membership.objects.get(household=cast.potato_household)
    pay_in(other, cast, 50_000)
    pay_in(heir, cast, 20_000)
    change = ask(
        cast, "merge", ON, household="monitored_household", target=str(cast.potato_household.uid)
    )
    agreed(cast, change)
    other.refresh_from_db()
    assert (other.valid_to, other.left_reason) == (date(2026, 9, 28), "并户")
    balances = [queries.account_balance(one, "capital") for one in (other, heir)]
    assert balances == [0, 70_000]
    people = HouseholdMember.objects.present().filter(household=cast.potato_household)
    assert [str(person.identity) for person in people.order_by("id")] == [
        "639999********0017", "639999********0024",
    ]  # fmt: skip
    assert Household.objects.get(pk=cast.potato_household.pk).size == 5
    assert not list(queries.broken_invariants(now=NOW))


def test_a_household_without_membership_inherits_one(cast: Cast) -> None:
    Membership.objects.filter(household=cast.potato_household).delete()
    change = ask(
        cast, "merge", ON, household="monitored_household", target=str(cast.potato_household.uid)
    )
    agreed(cast, change)
    heir = Membership.objects.get(household=cast.potato_household)
    assert (heir.number, heir.valid_from) == ("M0004", date(2026, 9, 28))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(sums=st.lists(st.integers(1, 10_000_000), min_size=1, max_size=4))
def test_no_fen_of_capital_is_lost_by_a_merge(cast: Cast, sums: list[int]) -> None:
    cast.places["somebody"] = temporary(cast, "祁占海")
    Household.objects.filter(pk=cast.somebody.pk).update(is_temporary=False)
    joined = joins(cast, cast.somebody.card_no)
    entries = [pay_in(joined, cast, amount) for amount in sums]
    before = capital()
    change = ask(cast, "merge", ON, household="somebody", target=str(cast.potato_household.uid))
    agreed(cast, change)
    assert (capital(), queries.account_balance(joined, "capital")) == (before, 0)
    assert len(entries) == len(sums)
    assert not list(queries.broken_invariants(now=NOW))


def test_moving_a_sealed_number_is_a_look_the_household_can_read(cast: Cast) -> None:
    change = ask(
        cast, "merge", ON, household="monitored_household", target=str(cast.potato_household.uid)
    )
    agreed(cast, change)
    look = AccessEvent.objects.get()
    assert (look.subject_uid, look.fields) == (str(cast.monitored_household.uid), "identity")
    assert look.purpose.startswith("并户")


def test_open_requests_of_a_merged_household_end(cast: Cast) -> None:
    other = ask(cast, "phone", {"phone": "15488880001"}, household="monitored_household")
    change = ask(
        cast, "merge", ON, household="monitored_household", target=str(cast.potato_household.uid)
    )
    agreed(cast, change)
    other.refresh_from_db()
    assert (other.state, other.refusal) == ("withdrawn", "该户已并入他户")


@pytest.mark.parametrize("target", ["monitored_household", "baoku_station"])
def test_nothing_is_merged_into_itself_or_into_what_is_no_household(
    cast: Cast, target: str
) -> None:
    with pytest.raises(Invalid):
        ask(
            cast, "merge", ON, household="monitored_household",
            target=str(cast.places[target].uid),
        )  # fmt: skip


def test_a_household_splits(cast: Cast) -> None:
    wife = add_wife(cast)
    said = {"members": [str(wife.uid)], "head": str(wife.uid), "on": "2026-09-28"}
    agreed(cast, ask(cast, "split", said))
    new = Household.objects.get(head_name="李玉兰")
    old = Household.objects.get(pk=cast.potato_household.pk)
    assert (new.size, new.labour_count, new.category, new.card_no) == (1, 1, "general", "HC000004")
    assert (old.size, old.status) == (4, "active")
    assert HouseholdMember.objects.get(pk=wife.pk).left_reason == "split"
    assert HouseholdMember.objects.present().get(household=new).relation == "head"
    assert not list(queries.broken_invariants(now=NOW))


def test_a_category_follows_the_policy_of_its_day(cast: Cast) -> None:
    agreed(cast, ask(cast, "category", {"category": "monitored", "from_on": "2026-09-01"}))
    row = HouseholdCategory.objects.get(household=cast.potato_household)
    assert (row.category.name, row.valid_from) == ("监测户", date(2026, 9, 1))
    assert Household.objects.get(pk=cast.potato_household.pk).category == "monitored"
    with pytest.raises(Invalid):
        ask(cast, "category", {"category": "poor", "from_on": "2026-09-20"})
    said = {"category": "general", "from_on": "2026-09-27", "risk_cleared": True}
    agreed(cast, ask(cast, "category", said))
    row.refresh_from_db()
    assert (row.valid_to, row.risk_cleared) == (date(2026, 9, 27), True)


def test_a_secretarys_household_counts_when_the_township_agrees(cast: Cast) -> None:
    said = {
        "name": "冶成林", "size": 5, "labour_count": 2, "phone": "15488880009", "land_mu": "12.5",
        "identity": "639999194807301010", "reason": "新迁入", "evidence_kind": "booklet",
    }  # fmt: skip
    change = register_household(
        said=said, village_code=cast.dongxia_village.code, actor=cast.actor("secretary"), now=NOW
    )
    assert change.household.is_temporary
    decide(cast, change, "township_official")
    household = Household.objects.get(head_name="冶成林")
    assert (household.is_temporary, household.size, household.land_mu_x100) == (False, 5, 1_250)
    assert not list(queries.broken_invariants(now=NOW))


def test_a_number_that_is_known_makes_no_second_household(cast: Cast) -> None:
    said = {"name": "冶成林", "size": 5, "labour_count": 2, "identity": "639999196503120017",
            "reason": "新迁入"}  # fmt: skip
    with pytest.raises(Conflict):
        register_household(
            said=said, village_code=cast.dongxia_village.code, actor=cast.actor("secretary"),
            now=NOW,
        )  # fmt: skip
    assert Household.objects.count() == 3
