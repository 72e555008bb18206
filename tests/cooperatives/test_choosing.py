"""What forms choose from: villages of one's reach, and households that may be the same."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from backend.accounts.models import RoleAssignment
from backend.common.sealed import blind_index
from cooperatives.models import Household
from cooperatives.services import register_temporary
from tests.cast import LONG_AGO, NOW, Cast


def villages(cast: Cast, who: str, words: str = "") -> list[str]:
    answer = cast.client(who).get("/api/v1/villages", {"search": words})
    return [row["name"] for row in answer.json()]


@pytest.mark.parametrize(
    ("who", "words", "names"),
    [
        ("operator", "", ["东峡一村"]),
        ("secretary", "", ["东峡一村"]),
        ("township_official", "ercun", []),
        ("township_official", "東峽二", ["东峡二村"]),
        ("township_official", "dxzec", ["东峡二村"]),
        ("official", "qinglin 一村", ["青林一村"]),
        ("manager", "", []),
        ("stranger", "东峡", []),
    ],
)
def test_villages_are_those_of_ones_reach(
    cast: Cast, who: str, words: str, names: list[str]
) -> None:
    assert villages(cast, who, words) == names


def test_a_founder_chooses_a_village_and_sees_nobody_who_lives_there(cast: Cast) -> None:
    manager = cast.hats["manager"]
    cast.hats["manager"] = RoleAssignment.objects.create(
        user=manager.user, role="CM", scope_kind="village", scope_name="东峡一村",
        area_prefix="630121103200", place_code="630121103200", valid_from=LONG_AGO,
        granted_by=manager.granted_by, approved_by=manager.approved_by,
    )  # fmt: skip
    assert villages(cast, "manager") == ["东峡一村"]
    client = cast.client("manager")
    for path in ("households", "cooperatives", "receipts", "lots", "household-changes"):
        assert client.get(f"/api/v1/{path}").json()["results"] == []


def temporary(cast: Cast, name: str = "马友福") -> Household:
    entered = register_temporary(
        uid=uuid4(), name=name, village_code=cast.dongxia_village.code,
        actor=cast.actor("operator"), now=NOW,
    )  # fmt: skip
    entered.phone_tail, entered.phone_index = "0001", blind_index("15400000001")
    entered.save()
    return entered


def test_likely_twins_say_which_fields_agree(
    cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    entered, client = temporary(cast), cast.client("operator")
    with django_assert_num_queries(6):
        rows = client.get(f"/api/v1/households/{entered.uid}/alike").json()
    assert [row["card_no"] for row in rows] == ["HC000001"]
    assert [(one["field"], one["agrees"], one["words"]) for one in rows[0]["agreements"]] == [
        ("village", True, "同村"), ("name", True, "姓名同音"), ("phone", True, "手机号相同"),
        ("identity", False, "一方没有身份证号，无法比对"),
    ]  # fmt: skip


def test_one_household_is_held_beside_another(cast: Cast) -> None:
    path = f"/api/v1/households/{temporary(cast).uid}/alike"
    beside = {"beside": str(cast.monitored_household.uid)}
    (row,) = cast.client("operator").get(path, beside).json()
    assert [one["agrees"] for one in row["agreements"]] == [True, False, False, False]
    assert cast.client("operator").get(path, {"beside": "x"}).status_code == 422


@pytest.mark.parametrize("who", ["stranger", "stranger_official", "stranger_farmer"])
def test_strangers_hold_nothing_beside(cast: Cast, who: str) -> None:
    path = f"/api/v1/households/{cast.potato_household.uid}/alike"
    assert cast.client(who).get(path).status_code == 404
