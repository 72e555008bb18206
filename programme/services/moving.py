"""One move of an issue: a guarded UPDATE and the row that says who, when and why."""

from datetime import datetime
from typing import Any

from django.db.models import F

from backend.accounts.models import User
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Forbidden
from programme import rules
from programme.models import Issue, IssueMove


def person_of(actor: Actor) -> User:
    person = User.objects.filter(uid=actor.user_uid).first() if actor.signed_in else None
    if person is None:
        raise Forbidden("请先登录")
    return person


def move_issue(
    issue: Issue, move: str, *, words: str, person: User, actor: Actor, now: datetime,
    **changes: Any,
) -> Issue:  # fmt: skip
    """Only from the very row that was read; of two at once one wins."""
    before = issue.state
    after = rules.next_state(before, move)
    still = Issue.objects.filter(pk=issue.pk, state=before, version=issue.version)
    if not still.update(state=after, version=F("version") + 1, **changes):
        raise rules.IssueMoved
    IssueMove.objects.create(
        issue=issue, move=move, from_state=before, to_state=after, words=words, by=person,
        hat=actor.hat, at=now,
    )  # fmt: skip
    audit.record(actor=actor, action=f"issue.{move}", subject=issue, at=now)
    issue.refresh_from_db()
    return issue
