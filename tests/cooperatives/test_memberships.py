"""Members of a cooperative, their accounts, its registration, and the stations that sell for it."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from cooperatives import queries
from cooperatives.models import (
    Household,
    MemberAccountEntry,
    Membership,
    UnitMember,
)
from cooperatives.services import end_membership
from tests.cast import NOW, Cast

Post = Callable[..., Any]
TODAY = NOW.date()
PATH = "/api/v1/cooperatives"


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def newcomer(cast: Cast, number: int = 9) -> Household:
    """A household of the village that is no member yet."""
    return Household.objects.create(
        card_no=f"HC{number:06d}", area=cast.dongxia_village, area_code=cast.dongxia_village.code,
        head_name="祁占海", pinyin="qizhanhai", initials="qzh", size=3, labour_count=1,
    )  # fmt: skip


def members_path(cast: Cast) -> str:
    return f"{PATH}/{cast.cooperative.uid}/members"


def test_a_household_joins_by_its_card_with_what_it_pays_in(cast: Cast, post: Post) -> None:
    body = {"card_no": newcomer(cast).card_no.lower(), "joined_on": "2026-09-01",
            "capital": "500.00"}  # fmt: skip
    answer = post(cast.client("manager"), members_path(cast), body)
    assert (answer.status_code, answer.json()["number"], answer.json()["capital"]) == (
        201, "M0004", "500.00",
    )  # fmt: skip
    assert MemberAccountEntry.objects.get().amount_fen == 50_000


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"card_no": "HC000001"}, 409, "already_member"),
        ({"card_no": "HC999999"}, 422, "invalid"),
        ({"number": "M001"}, 409, "member_number_taken"),
        ({"joined_on": "2027-01-01"}, 422, "invalid"),
        ({"capital": "-5.00"}, 422, "invalid"),
    ],
)
def test_a_wrong_enrolment_is_refused(
    cast: Cast, post: Post, changes: dict[str, Any], status: int, code: str
) -> None:
    body = {"card_no": newcomer(cast).card_no, "joined_on": "2026-09-01"} | changes
    answer = post(cast.client("manager"), members_path(cast), body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Membership.objects.count() == 3


def test_a_member_leaves_in_the_middle_of_the_year(cast: Cast, post: Post) -> None:
    membership = Membership.objects.get(household=cast.potato_household)
    body = {"left_on": "2026-07-01", "reason": "外出务工"}
    answer = post(cast.client("manager"), f"/api/v1/memberships/{membership.uid}/end", body)
    assert (answer.status_code, answer.json()["valid_to"]) == (200, "2026-07-01")
    on = {day: Membership.objects.on(day).filter(pk=membership.pk).exists()
          for day in (date(2026, 6, 30), date(2026, 7, 1))}  # fmt: skip
    assert list(on.values()) == [True, False]
    again = post(cast.client("manager"), f"/api/v1/memberships/{membership.uid}/end", body)
    assert (again.status_code, again.json()["code"]) == (409, "membership_ended")


def test_members_are_listed_as_of_a_day(cast: Cast) -> None:
    membership = Membership.objects.get(household=cast.potato_household)
    end_membership(
        membership_uid=membership.uid, left_on=date(2026, 7, 1), reason="外出务工",
        actor=cast.actor("manager"), now=NOW,
    )  # fmt: skip
    client, path = cast.client("accountant"), members_path(cast)
    listed = [len(client.get(path + query).json()["results"]) for query in
              ("", "?on=2026-06-30", "?on=2019-01-01", "?left=1")]  # fmt: skip
    assert listed == [2, 3, 0, 3]
    found = client.get(path + "?search=lxy").json()["results"]
    assert [row["head_name"] for row in found] == ["李秀英"]


def test_who_left_may_come_back_but_not_before_it_left(cast: Cast, post: Post) -> None:
    membership = Membership.objects.get(household=cast.potato_household)
    end_membership(
        membership_uid=membership.uid, left_on=date(2026, 7, 1), reason="外出务工",
        actor=cast.actor("manager"), now=NOW,
    )  # fmt: skip
    early = {"card_no": "HC000001", "joined_on": "2026-06-01"}
    assert post(cast.client("manager"), members_path(cast), early).status_code == 422
    body = {"card_no": "HC000001", "joined_on": "2026-07-01"}
    assert post(cast.client("manager"), members_path(cast), body).status_code == 201
    assert not list(queries.broken_invariants(now=NOW))


def book(cast: Cast, post: Post, amount: str, who: str = "accountant", **changes: Any) -> Any:
    membership = Membership.objects.get(household=cast.potato_household)
    body = {"uid": str(uuid.uuid4()), "kind": "capital", "amount": amount,
            "booked_on": "2026-09-01", "reason": "增资"} | changes  # fmt: skip
    return post(cast.client(who), f"/api/v1/memberships/{membership.uid}/entries", body)


def test_the_account_is_a_sum_of_dated_rows_and_never_below_zero(cast: Cast, post: Post) -> None:
    assert book(cast, post, "500.00").json()["capital"] == "500.00"
    assert book(cast, post, "-200.00").json()["capital"] == "300.00"
    refused = book(cast, post, "-300.01")
    assert (refused.status_code, refused.json()["code"]) == (409, "account_below_zero")
    rows = Membership.objects.filter(household=cast.potato_household)
    bases = queries.account_bases(rows, on=TODAY)
    assert bases == {rows.get().pk: {"capital": 30_000, "reserve": 0, "subsidy": 0}}


def test_an_entry_is_booked_once(cast: Cast, post: Post) -> None:
    uid = str(uuid.uuid4())
    assert [book(cast, post, "500.00", uid=uid).status_code for _ in range(3)] == [201] * 3
    assert book(cast, post, "501.00", uid=uid).status_code == 409
    assert MemberAccountEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("manager", 403), ("stranger_manager", 403), ("operator", 403), ("supervisor", 403),
     ("official", 403), ("buyer", 403)],
)  # fmt: skip
def test_others_book_nothing(cast: Cast, post: Post, who: str, status: int) -> None:
    assert book(cast, post, "500.00", who).status_code == status
    assert not MemberAccountEntry.objects.exists()


@pytest.mark.parametrize(
    ("who", "verb", "status"),
    [
        ("stranger_manager", "members", 404),
        ("operator", "members", 403),
        ("accountant", "members", 403),
        ("stranger_manager", "end", 404),
        ("official", "end", 403),
        ("stranger_manager", "units", 404),
        ("buyer", "units", 403),
    ],
)
def test_strangers_enrol_and_end_nobody(
    cast: Cast, post: Post, who: str, verb: str, status: int
) -> None:
    membership = Membership.objects.get(household=cast.potato_household)
    calls: dict[str, tuple[str, dict[str, Any]]] = {
        "members": (members_path(cast), {"card_no": newcomer(cast).card_no,
                                         "joined_on": "2026-09-01"}),
        "end": (f"/api/v1/memberships/{membership.uid}/end",
                {"left_on": "2026-09-01", "reason": "外出务工"}),
        "units": (f"{PATH}/{cast.cooperative.uid}/units",
                  {"name": "某某公司", "credit_code": "93639999MA9900028A",
                   "joined_on": "2026-09-01"}),
    }  # fmt: skip
    assert post(cast.client(who), *calls[verb]).status_code == status
    assert Membership.objects.filter(valid_to__isnull=True).count() == 3
    assert not UnitMember.objects.exists()


@pytest.mark.parametrize("who", ["stranger_manager", "stranger", "stranger_official"])
def test_strangers_read_no_member(cast: Cast, who: str) -> None:
    membership = Membership.objects.get(household=cast.potato_household)
    client = cast.client(who)
    assert client.get(f"/api/v1/memberships/{membership.uid}").status_code == 404
    assert client.get(members_path(cast)).status_code == 404


def test_a_unit_member_is_counted_and_the_law_is_shown(cast: Cast, post: Post) -> None:
    body = {"name": "青林养殖专业合作社", "credit_code": "93639999MA9900028A",
            "joined_on": "2026-09-01"}  # fmt: skip
    made = post(cast.client("manager"), f"{PATH}/{cast.cooperative.uid}/units", body)
    assert made.status_code == 201
    page = cast.client("manager").get(f"{PATH}/{cast.cooperative.uid}").json()
    assert {fact["code"]: fact["holds"] for fact in page["facts"]} == {
        "members": False, "farmers": False, "units": True,
    }  # fmt: skip
