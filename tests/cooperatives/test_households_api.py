"""The register's doors: search, a file as of a day, consents, reveals, and who is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from backend.audit.models import AccessEvent
from cooperatives.models import Consent, Household, HouseholdChange
from tests.cast import NOW, Cast
from tests.cooperatives.people import add_wife, ask, decide

Post = Callable[..., Any]
PATH = "/api/v1/households"


def found(cast: Cast, words: str, who: str = "operator", **filters: str) -> list[str]:
    answer = cast.client(who).get(PATH, {"search": words, **filters})
    return sorted(row["head_name"] for row in answer.json()["results"])


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("马有福", ["马有福"]),
        ("馬有福", ["马有福"]),
        ("有福", ["马有福"]),
        ("mayoufu", ["马有福"]),
        ("MYF", ["马有福"]),
        ("0002", ["李秀英"]),
        ("15400000002", ["李秀英"]),
        ("HC000003", ["才让·卓玛"]),
        ("才让卓玛", ["才让·卓玛"]),
        ("東峽一村", ["才让·卓玛", "李秀英", "马有福"]),
        ("dxzyc", ["才让·卓玛", "李秀英", "马有福"]),
        ("东峡 lxy", ["李秀英"]),
        ("无此人", []),
    ],
)
def test_the_register_is_searched_in_every_way_people_type(
    cast: Cast, words: str, names: list[str]
) -> None:
    assert found(cast, words) == names


def test_lists_filter_and_cost_the_same_however_many(
    cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    assert found(cast, "", category="monitored") == ["李秀英"]
    assert found(cast, "", village="630121103201") == []
    assert found(cast, "", status="moved") == []
    client = cast.client("secretary")
    with django_assert_num_queries(5):
        assert len(client.get(PATH).json()["results"]) == 3


def file_of(cast: Cast, who: str = "secretary", **asked: str) -> Any:
    with time_machine.travel(NOW, tick=False):
        query = {"purpose": "入户走访核对", **asked}
        return cast.client(who).get(f"{PATH}/{cast.potato_household.uid}", query)


def test_a_file_is_opened_with_a_reason_and_everything_sealed_is_masked(cast: Cast) -> None:
    body = file_of(cast).json()
    assert (body["facts"]["phone"], body["members"][0]["identity"]) == (
        "154****0001", "639999********0017",
    )  # fmt: skip
    assert [row["cooperative_name"] for row in body["memberships"]] == ["东峡种植专业合作社"]
    look = AccessEvent.objects.get()
    assert (look.purpose, look.hat, look.fields) == ("入户走访核对", "PS", "档案")


def test_no_reason_no_file(cast: Cast) -> None:
    answer = file_of(cast, purpose="")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["purpose"])
    assert not AccessEvent.objects.exists()


def test_the_household_reads_its_own_without_a_trace(cast: Cast) -> None:
    assert file_of(cast, "farmer", purpose="").json()["facts"]["head_name"] == "马有福"
    assert not AccessEvent.objects.exists()


def test_a_file_stands_as_of_any_day(cast: Cast) -> None:
    add_wife(cast)
    decide(cast, ask(cast, "land", {"land_mu": "9.5"}), "secretary")
    today, before = file_of(cast).json(), file_of(cast, on="2026-08-31").json()
    assert (today["facts"]["land_mu"], before["facts"]["land_mu"]) == ("9.50", "0.00")
    assert [len(body["members"]) for body in (today, before)] == [2, 1]
    assert today["timeline"][0]["fields"] == ["耕地"]
    long_before = file_of(cast, on="2019-12-31").json()
    assert (long_before["facts"], long_before["members"]) == (None, [])


def test_a_file_costs_the_same_however_much_is_in_it(
    cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client = cast.client("farmer")
    decide(cast, ask(cast, "land", {"land_mu": "9.5"}), "secretary")
    with django_assert_num_queries(14):
        client.get(f"{PATH}/{cast.potato_household.uid}")
    add_wife(cast)
    decide(cast, ask(cast, "land", {"land_mu": "9"}), "secretary")
    with django_assert_num_queries(14):
        client.get(f"{PATH}/{cast.potato_household.uid}")


def say(**changes: Any) -> dict[str, Any]:
    return {
        "purpose": "public_name", "given": True, "method": "paper", "said_by": "马有福",
        "said_at": NOW.isoformat(),
    } | changes  # fmt: skip


def test_a_consent_names_the_household_and_its_withdrawal_unnames_it(
    cast: Cast, post: Post
) -> None:
    path = f"{PATH}/{cast.potato_household.uid}/consents"
    given = post(cast.client("operator"), path, say())
    assert (given.status_code, given.json()["notice_version"]) == (201, "1")
    assert Household.objects.get(pk=cast.potato_household.pk).named_in_public
    later = (NOW + timedelta(minutes=5)).isoformat()
    post(cast.client("operator"), path, say(given=False, said_at=later))
    assert not Household.objects.get(pk=cast.potato_household.pk).named_in_public
    assert Consent.objects.count() == 2


def reveal(cast: Cast, post: Post, who: str, **changes: Any) -> Any:
    body = {"field": "phone", "reason": "电话回访核对", **changes}
    return post(cast.client(who), f"{PATH}/{cast.potato_household.uid}/reveal", body)


def test_a_reveal_asks_for_the_second_factor_again(cast: Cast, post: Post) -> None:
    answer = reveal(cast, post, "official")
    assert (answer.status_code, answer.json()["code"]) == (403, "step_up_required")
    assert not AccessEvent.objects.exists()


def test_a_household_sees_its_own_number(cast: Cast, post: Post) -> None:
    answer = reveal(cast, post, "farmer", reason="")
    assert answer.json() == {"value": "15400000001"}
    assert answer["Cache-Control"] == "no-store"
    assert AccessEvent.objects.get().purpose == "本户查看"


@pytest.mark.parametrize(
    ("who", "status"),
    [("stranger", 403), ("operator", 403), ("manager", 403), ("stranger_official", 404),
     ("stranger_farmer", 404), ("auditor", 403), ("administrator", 403), ("buyer", 403)],
)  # fmt: skip
def test_others_reveal_nothing(cast: Cast, post: Post, who: str, status: int) -> None:
    assert reveal(cast, post, who).status_code == status
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize(
    ("who", "verb", "status"),
    [
        ("stranger", "changes", 404),
        ("stranger_farmer", "changes", 404),
        ("accountant", "changes", 403),
        ("buyer", "changes", 403),
        ("stranger", "consents", 404),
        ("manager", "consents", 403),
        ("farmer", "consents", 403),
        ("administrator", "consents", 403),
    ],
)
def test_strangers_write_nothing(cast: Cast, post: Post, who: str, verb: str, status: int) -> None:
    bodies = {
        "changes": {"version": 1, "field": "phone", "said": {"phone": "15488880001"},
                    "reason": "换号", "evidence_kind": "in_person"},
        "consents": say(),
    }  # fmt: skip
    answer = post(cast.client(who), f"{PATH}/{cast.potato_household.uid}/{verb}", bodies[verb])
    assert answer.status_code == status
    assert (HouseholdChange.objects.count(), Consent.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("who", "status"),
    [("stranger", 404), ("stranger_manager", 404), ("stranger_official", 404),
     ("stranger_farmer", 404), ("administrator", 403), ("buyer", 403)],
)  # fmt: skip
def test_strangers_read_no_file(cast: Cast, who: str, status: int) -> None:
    assert file_of(cast, who).status_code == status
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "stranger_manager", "stranger_official"])
def test_strangers_find_nobody(cast: Cast, who: str) -> None:
    assert found(cast, "", who) == []


CHANGES = "/api/v1/household-changes"


def test_a_change_is_asked_for_read_and_agreed_to_over_the_api(cast: Cast, post: Post) -> None:
    body = {"version": 1, "field": "phone", "said": {"phone": "15488880001"}, "reason": "换号",
            "evidence_kind": "in_person", "evidence": "本人到站"}  # fmt: skip
    asked = post(cast.client("operator"), f"{PATH}/{cast.potato_household.uid}/changes", body)
    assert (asked.status_code, asked.json()["state"]) == (201, "evidence")
    uid = asked.json()["uid"]
    shown = cast.client("secretary").get(f"{CHANGES}/{uid}").json()
    assert shown["diff"] == [{"label": "联系电话", "before": "154****0001", "after": "154****0001"}]
    done = post(cast.client("secretary"), f"{CHANGES}/{uid}/decide", {"verdict": "approve"})
    assert (done.status_code, done.json()["state"]) == (200, "applied")
    listed = cast.client("secretary").get(f"{CHANGES}?state=applied").json()["results"]
    assert [row["uid"] for row in listed] == [uid]


@pytest.mark.parametrize(
    ("who", "verb", "status"),
    [
        ("stranger_official", "decide", 404),
        ("township_official", "decide", 403),
        ("operator", "decide", 404),
        ("accountant", "decide", 403),
        ("stranger", "withdraw", 404),
        ("secretary", "withdraw", 403),
        ("stranger", "evidence", 404),
        ("stranger", "restore", 404),
        ("buyer", "restore", 403),
    ],
)
def test_strangers_move_no_request(
    cast: Cast, post: Post, who: str, verb: str, status: int
) -> None:
    change = ask(cast, "phone", {"phone": "15488880001"})
    bodies: dict[str, Any] = {
        "decide": {"verdict": "approve"}, "withdraw": {}, "restore": {"reason": "错了"},
        "evidence": {"evidence_kind": "booklet"},
    }  # fmt: skip
    answer = post(cast.client(who), f"{CHANGES}/{change.uid}/{verb}", bodies[verb])
    assert answer.status_code == status
    change.refresh_from_db()
    assert (change.state, HouseholdChange.objects.count()) == ("evidence", 1)


def test_temporary_and_new_households_over_the_api(cast: Cast, post: Post) -> None:
    village = cast.dongxia_village.code
    body = {"uid": "5f0c0c06-0d5b-4b63-9c54-1b2f1c7a0001", "name": "韩占海", "village": village}
    made = post(cast.client("operator"), f"{PATH}/temporary", body)
    assert (made.status_code, made.json()["is_temporary"]) == (201, True)
    said = {"name": "冶成林", "size": 3, "labour_count": 1, "reason": "新迁入"}
    new = post(cast.client("secretary"), PATH, {"village": village, "said": said})
    assert (new.status_code, new.json()["field"], new.json()["state"]) == (
        201, "create", "requested",
    )  # fmt: skip


@pytest.mark.parametrize(("who", "status"), [("stranger", 422), ("manager", 403), ("buyer", 403)])
def test_strangers_register_nobody(cast: Cast, post: Post, who: str, status: int) -> None:
    body = {"uid": "5f0c0c06-0d5b-4b63-9c54-1b2f1c7a0002", "name": "韩占海",
            "village": cast.dongxia_village.code}  # fmt: skip
    assert post(cast.client(who), f"{PATH}/temporary", body).status_code == status
    new = {"village": cast.dongxia_village.code, "said": {"name": "韩占海"}}
    assert post(cast.client(who), PATH, new).status_code == status
    assert Household.objects.count() == 3
