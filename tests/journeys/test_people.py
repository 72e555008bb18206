"""A new household walks through the register into a cooperative and onto its members' accounts."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from tests.cast import NOW, Cast

Post = Callable[..., Any]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def done(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.content.decode()
    return answer.json()


def registered(cast: Cast, post: Post) -> Any:
    """By the secretary, in the village its form offers; the township agrees."""
    (village,) = done(cast.client("secretary").get("/api/v1/villages", {"search": "东峡"}))
    said = {"name": "韩启明", "size": 3, "labour_count": 2, "reason": "迁入"}
    said |= {"evidence_kind": "booklet"}
    change = done(
        post(
            cast.client("secretary"),
            "/api/v1/households",
            {"village": village["code"], "said": said},
        )
    )
    decide = f"/api/v1/household-changes/{change['uid']}/decide"
    assert post(cast.client("secretary"), decide, {"verdict": "approve"}).status_code == 403
    change = done(post(cast.client("township_official"), decide, {"verdict": "approve"}))
    assert change["state"] == "applied"
    return change


def test_from_the_register_to_the_members_accounts(cast: Cast, post: Post) -> None:
    household = registered(cast, post)
    path = f"/api/v1/households/{household['household']}"
    file = done(cast.client("operator").get(path, {"purpose": "办理变更申请"}))
    asked = {
        "version": file["version"], "field": "phone", "said": {"phone": "15400001234"},
        "reason": "换了号码", "evidence_kind": "in_person",
    }  # fmt: skip
    change = done(post(cast.client("operator"), f"{path}/changes", asked))
    decide = f"/api/v1/household-changes/{change['uid']}/decide"
    assert post(cast.client("operator"), decide, {"verdict": "approve"}).status_code == 404
    assert (
        done(post(cast.client("secretary"), decide, {"verdict": "approve"}))["state"] == "applied"
    )
    joined = {"card_no": household["card_no"], "joined_on": "2026-09-28", "capital": "300.00"}
    members = f"/api/v1/cooperatives/{cast.cooperative.uid}/members"
    member = done(post(cast.client("manager"), members, joined))
    rows = done(cast.client("manager").get("/api/v1/member-accounts", {"search": "1234"}))[
        "results"
    ]
    assert [
        (row["membership"], row["head_name"], row["capital"], row["payable"]) for row in rows
    ] == [(member["uid"], "韩启明", "300.00", "0.00")]
