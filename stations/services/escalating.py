"""Approvals past their day: maker and those whose word is asked for are told, once a step.

It stands here because this is the lowest app that knows approvals and messages at once. Nothing is
ever agreed to by time (ROLES section 4).
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from backend.accounts import queries as accounts
from backend.accounts.rules import ROLES
from backend.approvals import queries as approving
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import past_due_text
from backend.messaging.services import Notice, tell_on_screen

TEMPLATE = "approval_past_due"
INBOX = "/inbox"


def tell_past_due(*, now: datetime) -> int:
    """How many requests are past due at this moment."""
    waiting = list(approving.past_due(now))
    for request in waiting:
        tell_on_screen(notices=list(_notices(request, now)), now=now)
    return len(waiting)


def _notices(request: ApprovalRequest, now: datetime) -> Iterator[Notice]:
    roles = request.steps[request.step]
    asked = accounts.holders_of(
        roles, area_code=request.area_code, scope_ref=request.scope_ref,
        on=timezone.localdate(now),
    )  # fmt: skip
    decided = request.decisions.values("actor")
    people = asked.exclude(pk__in=decided).exclude(pk=request.maker_id).order_by("pk")
    told = [
        (request.maker.uid, True),
        *((uid, False) for uid in people.values_list("uid", flat=True)),
    ]
    for uid, is_maker in told:
        text = past_due_text(
            kind=request.kind, title=request.title,
            due_on=timezone.localtime(request.due_at).date(),
            waits_for=[ROLES[role] for role in roles], is_maker=is_maker,
        )  # fmt: skip
        yield Notice(
            key=f"{TEMPLATE}:{request.uid}:{request.step}:{uid}", user_uid=str(uid),
            template=TEMPLATE, text=text, path="" if is_maker else INBOX,
        )  # fmt: skip
