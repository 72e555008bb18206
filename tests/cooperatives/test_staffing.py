"""Grants by two people, resets, and who was responsible when."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from backend.accounts.models import RoleAssignment, User
from backend.accounts.services import new_user
from backend.audit.models import AuditEvent
from tests.cast import PASSWORD, Cast

Post = Callable[..., Any]
PROPOSALS = "/api/v1/assignments/proposals"
pytestmark = pytest.mark.usefixtures("clock", "newcomer")


@pytest.fixture
def newcomer(cast: Cast) -> User:
    user = new_user(username="newcomer", name="新来的", password=PASSWORD)
    user.save()
    return user


def proposal(cast: Cast, **other: Any) -> dict[str, Any]:
    return {
        "username": "newcomer", "role": "PS", "scope_kind": "village",
        "scope_ref": cast.dongxia_village.code, "valid_from": "2026-09-28",
    } | other  # fmt: skip


def decide(post: Post, client: Any, uid: str, verdict: str = "approve", comment: str = "") -> Any:
    path = f"/api/v1/approvals/assignment/{uid}"
    digest = client.get(path).json().get("digest", "0" * 64)
    body = {"verdict": verdict, "comment": comment, "digest": digest}
    return post(client, f"{path}/decide", body)


def propose(cast: Cast, post: Post, who: str = "administrator", **other: Any) -> str:
    answer = post(cast.client(who), PROPOSALS, proposal(cast, **other))
    assert answer.status_code == 201, answer.content.decode()
    return str(answer.json()["uid"])


def test_a_hat_is_worn_once_a_second_person_agrees(cast: Cast, post: Post) -> None:
    uid = propose(cast, post)
    hat = RoleAssignment.objects.get(uid=uid)
    assert RoleAssignment.objects.in_force(date(2026, 9, 28)).filter(uid=uid).count() == 0
    answer = decide(post, cast.client("township_official"), uid)
    hat.refresh_from_db()
    assert answer.json()["state"] == "approved"
    assert (hat.approved_by, hat.place_code) == (
        cast.users["township_official"], cast.dongxia_village.code,
    )  # fmt: skip


def test_the_second_person_reads_what_is_asked(cast: Cast, post: Post) -> None:
    uid = propose(cast, post)
    (row,) = cast.client("township_official").get("/api/v1/approvals?state=open").json()["results"]
    shown = cast.client("township_official").get(f"/api/v1{row['content_path']}").json()
    assert row["content_path"] == f"/approvals/assignment/{uid}"
    assert shown["facts"][1] == {"label": "身份", "value": "村党支部书记"}


def test_a_no_ends_the_proposal(cast: Cast, post: Post) -> None:
    uid = propose(cast, post)
    decide(post, cast.client("township_official"), uid, "reject", "人选须先过村民会议")
    hat = RoleAssignment.objects.get(uid=uid)
    assert (hat.approved_by, hat.refused_at is None) == (None, False)
    assert propose(cast, post) != uid


def test_the_county_agrees_to_township_hats(cast: Cast, post: Post) -> None:
    uid = propose(cast, post, role="TO", scope_kind="township", scope_ref=cast.qinglin.code)
    assert decide(post, cast.client("township_official"), uid).status_code in (403, 404)
    assert decide(post, cast.client("official"), uid).json()["state"] == "approved"


def test_a_manager_proposes_for_the_own_cooperative_alone(cast: Cast, post: Post) -> None:
    own, other = str(cast.cooperative.uid), str(cast.other_cooperative.uid)
    assert propose(cast, post, "manager", role="CS", scope_kind="cooperative", scope_ref=own)
    body = proposal(cast, role="CA", scope_kind="cooperative", scope_ref=other)
    refused = post(cast.client("manager"), PROPOSALS, body)
    assert (refused.status_code, refused.json()["code"]) == (403, "own_cooperative_only")
    assert RoleAssignment.objects.filter(user__username="newcomer").count() == 1


def test_nobody_grants_to_oneself_or_agrees_for_oneself(cast: Cast, post: Post) -> None:
    body = proposal(cast, username="administrator")
    assert post(cast.client("administrator"), PROPOSALS, body).json()["code"] == "not_own_grant"
    uid = propose(cast, post, username="township_official", role="PS", valid_from="2026-10-01")
    own = decide(post, cast.client("township_official"), uid)
    assert own.json()["code"] == "not_own_grant"
    assert RoleAssignment.objects.get(uid=uid).approved_by is None


def test_roles_that_keep_apart_are_refused(cast: Cast, post: Post) -> None:
    own = str(cast.cooperative.uid)
    body = proposal(cast, username="accountant", role="CS", scope_kind="cooperative", scope_ref=own)
    answer = post(cast.client("administrator"), PROPOSALS, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "incompatible_roles")
    assert "不能由一人担任" in answer.json()["detail"]


def test_apart_means_at_one_place(cast: Cast, post: Post) -> None:
    other = str(cast.other_cooperative.uid)
    assert propose(
        cast, post, username="accountant", role="CS", scope_kind="cooperative", scope_ref=other
    )


def test_secretary_and_manager_in_one_takes_a_reason_and_one_more_step(
    cast: Cast, post: Post
) -> None:
    body = proposal(cast, username="manager")
    silent = post(cast.client("administrator"), PROPOSALS, body)
    assert list(silent.json()["fields"]) == ["waiver"]
    uid = propose(cast, post, username="manager", waiver="村内仅一名合格人选，已公示七天")
    first = decide(post, cast.client("township_official"), uid)
    second = decide(post, cast.client("official"), uid)
    assert (first.json()["state"], second.json()["state"]) == ("open", "approved")
    assert RoleAssignment.objects.get(uid=uid).waiver.startswith("村内仅一名")


def test_strangers_decide_nothing(cast: Cast, post: Post) -> None:
    uid = propose(cast, post)
    assert decide(post, cast.client("stranger_official"), uid).status_code == 404
    assert decide(post, cast.client("secretary"), uid).status_code == 403
    assert RoleAssignment.objects.get(uid=uid).approved_by is None


def test_an_end_leaves_the_past_as_it_was(cast: Cast, post: Post) -> None:
    hat = cast.hats["secretary"]
    client, path = cast.client("administrator"), f"/api/v1/assignments/{hat.uid}/end"
    past = post(client, path, {"on": "2026-09-01", "reason": "轮换"})
    assert past.status_code == 422
    done = post(client, path, {"on": "2026-09-28", "reason": "任期届满"})
    assert done.json()["valid_to"] == "2026-09-28"
    assert AuditEvent.objects.get(action="assignment.end").data["from"] is None


def test_who_was_responsible_when(cast: Cast, post: Post) -> None:
    hat, client = cast.hats["secretary"], cast.client("official")
    end = f"/api/v1/assignments/{hat.uid}/end"
    post(cast.client("administrator"), end, {"on": "2026-09-28", "reason": "任期届满"})
    uid = propose(cast, post, valid_from="2026-09-29")
    decide(post, cast.client("township_official"), uid)
    asked = f"/api/v1/assignments?role=PS&scope_ref={cast.dongxia_village.code}"
    before = client.get(f"{asked}&as_of=2026-09-28").json()["results"]
    after = client.get(f"{asked}&as_of=2026-09-29").json()["results"]
    assert [row["person_name"] for row in before] == [hat.user.name]
    assert [row["person_name"] for row in after] == ["新来的"]


def test_hats_that_end_within_thirty_days_are_listed(cast: Cast) -> None:
    RoleAssignment.objects.filter(pk=cast.hats["operator"].pk).update(valid_to=date(2026, 10, 28))
    RoleAssignment.objects.filter(pk=cast.hats["manager"].pk).update(valid_to=date(2026, 10, 29))
    rows = cast.client("official").get("/api/v1/assignments?expiring=1").json()["results"]
    assert [row["username"] for row in rows] == ["operator"]


def test_a_reset_is_asked_by_one_and_handed_over_by_another(cast: Cast, post: Post) -> None:
    uid = cast.users["manager"].uid
    asked = post(
        cast.client("administrator"), f"/api/v1/accounts/{uid}/reset", {"reason": "手机丢失"}
    )
    official, path = cast.client("official"), f"/api/v1/approvals/password-reset/{uid}"
    body = {"verdict": "approve", "comment": "", "digest": official.get(path).json()["digest"]}
    done = post(official, f"{path}/decide", body).json()
    user = User.objects.get(uid=uid)
    assert (asked.status_code, done["state"]) == (201, "approved")
    assert user.check_password(done["one_time_password"])
    assert (user.must_change_password, user.totpdevice_set.count()) == (True, 0)


def test_a_reset_without_the_county_changes_nothing(cast: Cast, post: Post) -> None:
    uid, before = cast.users["manager"].uid, cast.users["manager"].password
    administrator = cast.client("administrator")
    post(administrator, f"/api/v1/accounts/{uid}/reset", {"reason": "手机丢失"})
    body = {"verdict": "approve", "comment": "", "digest": "0" * 64}
    path = f"/api/v1/approvals/password-reset/{uid}/decide"
    assert post(administrator, path, body).status_code == 403
    assert post(cast.client("township_official"), path, body).status_code == 403
    assert User.objects.get(uid=uid).password == before
