"""GET /api/v1/approvals."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.approvals.models import ApprovalRequest
from tests.backend.approvals.asking import DIGEST, ask, decide
from tests.cast import NOW, Cast

PATH = "/api/v1/approvals"
INBOX = f"{PATH}/inbox"


def uids(cast: Cast, who: str) -> list[str]:
    return [row["uid"] for row in cast.client(who).get(INBOX).json()["results"]]


def test_the_manager_sees_what_waits(cast: Cast) -> None:
    ask(cast, amount_fen=1_250)
    (row,) = cast.client("manager").get(f"{PATH}?state=open").json()["results"]
    assert row["kind_name"] == "价格表"
    assert row["maker_name"] == cast.users["accountant"].name
    assert (row["amount"], row["digest"], row["state"]) == ("12.50", DIGEST, "open")
    assert row["can_decide"] is True


def test_the_supervisor_sees_it_but_is_not_asked(cast: Cast) -> None:
    ask(cast)
    (row,) = cast.client("supervisor").get(PATH).json()["results"]
    assert row["can_decide"] is False


@pytest.mark.parametrize("who", ["accountant", "supervisor", "stranger_manager"])
def test_the_inbox_leaves_out_what_another_decides(cast: Cast, who: str) -> None:
    ask(cast)
    assert uids(cast, "manager") == [str(ApprovalRequest.objects.get().uid)]
    assert cast.client(who).get(INBOX).json().get("results", []) == []


def test_the_inbox_follows_the_step(cast: Cast) -> None:
    request = ask(cast, default_steps=[["CM"], ["CS"]])
    assert (len(uids(cast, "manager")), len(uids(cast, "supervisor"))) == (1, 0)
    decide(request, cast, "manager")
    assert (len(uids(cast, "manager")), len(uids(cast, "supervisor"))) == (0, 1)


def test_the_inbox_begins_with_what_is_due_first(cast: Cast) -> None:
    first, second = ask(cast), ask(cast, object_uid="p2", now=NOW - timedelta(days=1))
    assert uids(cast, "manager") == [str(second.uid), str(first.uid)]


def test_a_decided_request_leaves_the_open_ones(cast: Cast) -> None:
    decide(ask(cast), cast, "manager")
    client = cast.client("manager")
    assert client.get(f"{PATH}?state=open").json()["results"] == []
    assert client.get(PATH).json()["results"][0]["state_name"] == "已通过"


def test_strangers_find_nothing(cast: Cast, visitor: Client) -> None:
    ask(cast)
    assert cast.client("stranger_manager").get(PATH).json()["results"] == []
    assert cast.client("stranger_official").get(PATH).json()["results"] == []
    assert cast.client("buyer").get(PATH).status_code == 403
    assert visitor.get(PATH).status_code == 401


def test_the_number_of_statements_does_not_grow(cast: Cast, django_assert_num_queries: Any) -> None:
    client = cast.client("manager")
    ask(cast)
    client.get(PATH)
    # session, user, second factor, hat, requests
    with django_assert_num_queries(5):
        client.get(PATH)
    ask(cast, object_uid="p2")
    ask(cast, object_uid="p3")
    with django_assert_num_queries(5):
        assert len(client.get(PATH).json()["results"]) == 3
