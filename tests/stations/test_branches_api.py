"""Party branches as organisations: created, renamed, counted."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from stations.models import BranchCount, BranchRename, PartyBranch
from tests.cast import Cast
from tests.stations.test_station_record import patch

pytestmark = pytest.mark.usefixtures("clock")


def create(cast: Cast, post: Any, who: str = "township_official", **more: Any) -> Any:
    body = {
        "name": "东峡二村党支部", "kind": "village", "area_code": cast.dongxia_other_village.code,
        "member_count": 21, "counted_on": "2026-09-01",
    } | more  # fmt: skip
    return post(cast.client(who), "/api/v1/branches", body)


def test_a_branch_is_created_with_its_first_count(cast: Cast, post: Any) -> None:
    branch = create(cast, post).json()
    assert (branch["member_count"], branch["counts"]) == (
        21, [{"counted_on": "2026-09-01", "member_count": 21}],
    )  # fmt: skip
    assert create(cast, post).status_code == 422


def test_counts_stand_beside_each_other_and_the_latest_is_shown(cast: Cast, post: Any) -> None:
    uid = create(cast, post).json()["uid"]
    client, address = cast.client("township_official"), f"/api/v1/branches/{uid}/counts"
    post(client, address, {"counted_on": "2026-09-20", "member_count": 23})
    early = post(client, address, {"counted_on": "2026-01-01", "member_count": 19}).json()
    twice = post(client, address, {"counted_on": "2026-01-01", "member_count": 18})
    assert early["member_count"] == 23
    assert [row["member_count"] for row in early["counts"]] == [23, 21, 19]
    assert "counted_on" in twice.json()["fields"]


def test_a_rename_needs_the_version_that_was_read(cast: Cast, post: Any) -> None:
    uid = create(cast, post).json()["uid"]
    client, address = cast.client("township_official"), f"/api/v1/branches/{uid}"
    body = {
        "name": "东峡二村党总支", "kind": "village", "version": 1, "on": "2026-09-10",
        "reason": "党员人数增加，升格",
    }  # fmt: skip
    first = patch(client, address, body)
    second = patch(client, address, body | {"name": "别的名字"})
    assert (first.status_code, second.status_code) == (200, 409)
    assert PartyBranch.objects.get(uid=uid).initials == "dxecdzz"


def test_a_stranger_township_changes_nothing(cast: Cast, post: Any) -> None:
    uid = cast.dongxia_branch.uid
    stranger = cast.client("stranger_official")
    count = {"counted_on": "2026-09-20", "member_count": 1}
    body = {
        "name": "改名支部",
        "kind": "village",
        "version": 1,
        "on": "2026-09-01",
        "reason": "改名",
    }
    answers = [
        stranger.get(f"/api/v1/branches/{uid}"),
        patch(stranger, f"/api/v1/branches/{uid}", body),
        post(stranger, f"/api/v1/branches/{uid}/counts", count),
        create(cast, post, "stranger_official"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert BranchCount.objects.count() == 0


def test_a_secretary_reads_its_own_village_alone(cast: Cast) -> None:
    seen = cast.client("secretary").get("/api/v1/branches").json()["results"]
    assert [row["name"] for row in seen] == ["东峡一村党支部"]


def rename(cast: Cast, name: str, on: str, version: int) -> Any:
    body = {"name": name, "kind": "village", "version": version, "on": on, "reason": "换届更名"}
    client = cast.client("township_official")
    return patch(client, f"/api/v1/branches/{cast.dongxia_branch.uid}", body)


def test_a_branch_is_read_by_the_name_it_had(cast: Cast) -> None:
    rename(cast, "东峡一村党总支", "2026-09-01", 1)
    said = rename(cast, "东峡一村党委", "2026-09-20", 2).json()
    client, branch = cast.client("official"), f"/api/v1/branches/{cast.dongxia_branch.uid}"
    station = f"/api/v1/stations/{cast.dongxia_station.uid}"
    days = ("2026-08-31", "2026-09-01", "2026-09-20")
    assert [client.get(f"{branch}/as-of?on={day}").json()["name"] for day in days] == [
        "东峡一村党支部", "东峡一村党总支", "东峡一村党委",
    ]  # fmt: skip
    assert client.get(f"{station}/as-of?on=2026-08-31").json()["led_by"] == "东峡一村党支部"
    assert [(row["before"], row["reason"]) for row in said["renames"]] == [
        ("东峡一村党总支", "换届更名"), ("东峡一村党支部", "换届更名"),
    ]  # fmt: skip


def test_a_rename_before_the_last_one_is_refused_and_history_stays(cast: Cast) -> None:
    rename(cast, "东峡一村党总支", "2026-09-10", 1)
    early = rename(cast, "东峡一村党委", "2026-09-10", 2)
    assert (early.status_code, list(early.json()["fields"])) == (422, ["on"])
    with pytest.raises(IntegrityError), transaction.atomic():
        BranchRename.objects.update(after="别的名字")
