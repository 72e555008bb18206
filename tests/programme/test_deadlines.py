"""Deadlines of problems: moved with a reason, told once per level, looked back at."""

from datetime import datetime, timedelta

import pytest

from backend.common.errors import Forbidden, Invalid
from programme import rules, services
from programme.models import Escalation, Issue
from tests.cast import NOW, Cast
from tests.programme.problems import DUE, closed, handed_in, handed_out, opened


def test_an_extension_says_why_and_lies_later(cast: Cast) -> None:
    issue = handed_out(cast)
    later = {"issue_uid": issue.uid, "actor": cast.actor("official"), "now": NOW}
    with pytest.raises(Invalid):
        services.extend_issue(due_on=DUE, reason="设备未到货", **later)
    moved = services.extend_issue(due_on=DUE + timedelta(days=9), reason="设备未到货", **later)
    assert moved.due_on == DUE + timedelta(days=9)


def test_who_opened_it_may_withdraw_it_before_it_is_handed_out(cast: Cast) -> None:
    issue = opened(cast, who="operator")
    services.withdraw_issue(
        issue_uid=issue.uid, reason="登记错了站点", actor=cast.actor("operator"), now=NOW
    )
    other = handed_out(cast)
    with pytest.raises((rules.IssueMoved, Forbidden)):
        services.withdraw_issue(
            issue_uid=other.uid, reason="登记错了站点", actor=cast.actor("operator"), now=NOW
        )


def test_what_relapsed_opens_a_new_issue(cast: Cast) -> None:
    issue = closed(cast)
    services.look_back(
        issue_uid=issue.uid, found="relapsed", words="灭火器又过期了",
        actor=cast.actor("township_official"), now=NOW + timedelta(days=90),
    )  # fmt: skip
    again = Issue.objects.get(source_kind="look_back")
    assert (again.source_uid, again.state) == (str(issue.uid), "open")
    assert Issue.objects.get(pk=issue.pk).state == "closed_out"


def test_nothing_is_looked_back_at_before_it_is_struck_off(cast: Cast) -> None:
    issue = handed_in(cast)
    with pytest.raises(rules.IssueMoved):
        services.look_back(
            issue_uid=issue.uid, found="held", words="仍然保持",
            actor=cast.actor("official"), now=NOW,
        )  # fmt: skip


def escalated(at: datetime) -> list[str]:
    services.escalate_overdue(now=at)
    return list(Escalation.objects.values_list("level", flat=True))


def test_a_passed_deadline_is_told_once_per_level(cast: Cast) -> None:
    handed_out(cast)
    due = datetime(2026, 10, 28, 2, tzinfo=NOW.tzinfo)
    assert escalated(due) == []
    assert escalated(due + timedelta(days=1)) == ["township"]
    assert escalated(due + timedelta(days=2)) == ["township"]
    assert escalated(due + timedelta(days=7)) == ["township", "county"]
    assert escalated(due + timedelta(days=8)) == ["township", "county"]


def test_a_problem_without_an_owner_reaches_the_county(cast: Cast) -> None:
    opened(cast)
    assert escalated(NOW + timedelta(days=5)) == []
    assert escalated(NOW + timedelta(days=6)) == ["county"]
    assert escalated(NOW + timedelta(days=30)) == ["county"]
