"""Closing a month of the books: asked for by one person, confirmed by another, never reopened."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.queries import open_request_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, NotFound
from backend.ledger import services as ledger
from backend.ledger.models import PeriodClose
from backend.ledger.rules import month_end
from orders.services.settling import person_of

KIND = "period_close"
STEPS = [["CO"]]


@transaction.atomic
def ask_close(*, month: date, actor: Actor, now: datetime) -> PeriodClose:
    """What is signed is the hash of the month's rows and of every close before it."""
    close = ledger.draw_up_close(
        county_code=settings.COUNTY_CODE, to_on=month_end(month), by=person_of(actor), now=now
    )
    approvals.open_request(
        kind=KIND, object_kind=KIND, object_uid=str(close.uid),
        title=f"{close.to_on:%Y 年 %m 月}结账，{close.transfers} 笔", content_digest=close.hash,
        area_code=close.county_code, scope_ref="", amount_fen=close.turnover_fen, actor=actor,
        now=now, default_steps=STEPS,
    )  # fmt: skip
    return close


@transaction.atomic
def decide_close(
    *, uid: UUID, verdict: str, comment: str, digest: str, actor: Actor, now: datetime
) -> PeriodClose:
    """A yes closes the month; a no leaves it open and a new close may be asked for."""
    close = close_in_reach(uid, actor)
    request = open_request_of(object_kind=KIND, object_uid=str(close.uid))
    if request is None:
        raise Conflict("没有等待确认的结账，请刷新后查看")
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment, content_digest=digest,
        actor=actor, now=now,
    )  # fmt: skip
    if decided.state == ApprovalRequest.State.APPROVED:
        ledger.confirm_close(close=close, by=person_of(actor), now=now)
        audit.record(actor=actor, action="ledger.close", subject=close, at=now,
                     data={"to_on": close.to_on.isoformat(), "hash": close.hash})  # fmt: skip
    elif decided.state != ApprovalRequest.State.OPEN:
        ledger.refuse_close(close=close, why=comment.strip())
    return close


def close_in_reach(uid: UUID, actor: Actor) -> PeriodClose:
    close = PeriodClose.objects.visible_to(actor).filter(uid=uid).first()
    if close is None:
        raise NotFound("没有找到这次结账")
    return close
