"""An approval past its day tells its maker and those whose word is asked for, once a step."""

from datetime import timedelta
from typing import Any

import pytest

from backend.approvals.models import ApprovalRequest
from backend.messaging.models import Message
from stations.services import tell_past_due
from tests.backend.approvals.asking import ask, decide
from tests.cast import NOW, Cast

PATH = "/api/v1/notices"
LATE = NOW + timedelta(days=4)


def told(cast: Cast, who: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = cast.client(who).get(PATH).json()["results"]
    return rows


def test_maker_and_checker_are_told_once_and_nobody_else(cast: Cast) -> None:
    ask(cast)
    tell_past_due(now=LATE)
    tell_past_due(now=LATE + timedelta(hours=1))
    (to_maker,), (to_checker,) = told(cast, "accountant"), told(cast, "manager")
    assert "仍等合作社理事长审批" in to_maker["text"]
    assert to_checker["text"].endswith("已超期，请尽快审批。")
    assert (to_maker["path"], to_checker["path"]) == ("", "/inbox")
    assert told(cast, "stranger_manager") == told(cast, "supervisor") == []


def test_before_its_day_nobody_is_told_and_nothing_is_decided_by_time(cast: Cast) -> None:
    ask(cast)
    assert tell_past_due(now=NOW + timedelta(days=2)) == 0
    assert tell_past_due(now=LATE) == 1
    assert ApprovalRequest.objects.get().state == "open"


def test_a_decided_request_tells_nobody(cast: Cast) -> None:
    decide(ask(cast), cast, "manager")
    assert tell_past_due(now=LATE) == 0
    assert not Message.objects.exists()


def test_what_was_read_counts_no_more_and_another_s_stays(cast: Cast, post: Any) -> None:
    ask(cast)
    tell_past_due(now=LATE)
    Message.objects.update(queued_at=NOW)
    assert cast.client("manager").get(f"{PATH}/unread").json() == {"count": 1}
    assert post(cast.client("manager"), f"{PATH}/read", {}).json() == {"count": 1}
    assert cast.client("manager").get(f"{PATH}/unread").json() == {"count": 0}
    assert cast.client("accountant").get(f"{PATH}/unread").json() == {"count": 1}


@pytest.mark.parametrize("who", ["stranger_manager", "buyer"])
def test_a_stranger_marks_nothing_of_others(cast: Cast, post: Any, who: str) -> None:
    ask(cast)
    tell_past_due(now=LATE)
    assert post(cast.client(who), f"{PATH}/read", {}).json() == {"count": 0}
    assert not Message.objects.filter(read_at__isnull=False).exists()
