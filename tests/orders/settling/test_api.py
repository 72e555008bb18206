"""A run over HTTP, from the draft to the posting, by the people whose word it takes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.cast import NOW, Cast
from tests.orders.trade import sell_from

Post = Callable[..., Any]
SOLD = {"from_on": "2026-09-01", "to_on": "2026-09-28"}


@pytest.fixture
def sold(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)


def drafted(cast: Cast, post: Post) -> dict[str, Any]:
    body = SOLD | {"cooperative": str(cast.cooperative.uid)}
    answer = post(cast.client("accountant"), "/api/v1/settlements", body)
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_run_walks_from_draft_to_posted(
    cast: Cast, post: Post, sold: None, clock: time_machine.Traveller
) -> None:
    run = drafted(cast, post)
    address, word = f"/api/v1/settlements/{run['uid']}", {"verdict": "approve", "comment": ""}
    assert (run["payable"], run["state"], run["can_make"]) == ("24.82", "calculated", True)
    post(cast.client("accountant"), f"{address}/submit")
    word["digest"] = run["digest"]
    assert post(cast.client("manager"), f"{address}/decide", word).json()["state"] == "notice"
    refused = post(cast.client("secretary"), f"{address}/decide", word)
    assert (refused.status_code, refused.json()["code"]) == (403, "notice_running")
    clock.move_to(NOW + timedelta(days=5, hours=1))
    assert post(cast.client("secretary"), f"{address}/decide", word).json()["state"] == "approved"
    posted = post(cast.client("accountant"), f"{address}/post").json()
    assert [step["to_state"] for step in posted["steps"]] == [
        "calculated", "checking", "notice", "approved", "posted",
    ]  # fmt: skip


def test_the_board_shows_masked_names_and_no_card(
    cast: Cast, post: Post, sold: None, clock: time_machine.Traveller
) -> None:
    run = drafted(cast, post)
    rows = cast.client("secretary").get(f"/api/v1/settlements/{run['uid']}/notice").json()
    assert rows == [{
        "name": "马*福", "village": "东峡一村", "gross": "24.82", "deducted": "0.00",
        "payable": "24.82", "held": False,
    }]  # fmt: skip


def test_a_household_reads_its_own_line_and_not_the_sum_of_all(
    cast: Cast, post: Post, sold: None, clock: time_machine.Traveller
) -> None:
    sell_from(cast, "monitored_household", 2, number=2)
    run = drafted(cast, post)
    farmer, address = cast.client("farmer"), f"/api/v1/settlements/{run['uid']}"
    assert farmer.get(address).json()["payable"] is None
    lines = farmer.get(f"{address}/lines").json()["results"]
    assert [line["household_name"] for line in lines] == ["马有福"]
    assert len(farmer.get(f"{address}/households").json()["results"]) == 1


def test_lists_take_a_constant_number_of_statements(
    cast: Cast, post: Post, sold: None, clock: time_machine.Traveller,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    run, client = drafted(cast, post), cast.client("accountant")
    with django_assert_max_num_queries(8):
        client.get(f"/api/v1/settlements/{run['uid']}/households")
    with django_assert_max_num_queries(8):
        client.get("/api/v1/settlements?state=open")
    assert run["left_out"] == []
