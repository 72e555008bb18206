"""A run on its way: checked, hung on the wall, confirmed, sent back, given up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.money import yuan
from orders.models import SettlementLine, SettlementRun
from orders.queries import settlements as queries
from orders.queries.limits import terms_of
from orders.rules import settling as rules
from orders.services.settling import move, own_run, run_in_reach

KIND = OBJECT = "settlement_run"
VERBS = {"returned": "return", "rejected": "reject", "approved": "approve"}


@transaction.atomic
def submit_run(*, run_uid: UUID, actor: Actor, now: datetime) -> SettlementRun:
    """The manager is asked; the steps follow from amount and weights and are frozen now.

    What an objection holds may count in this run after all, so it counts for who is asked.
    """
    run = own_run(run_uid, actor, locked=True)
    move(run, "submit", actor=actor, now=now)
    most_fen = run.payable_fen + queries.held_fen(run)
    terms = terms_of(run.cooperative, now=now)
    steps = rules.steps_of(amount_fen=most_fen, variance_bp=run.variance_bp, terms=terms)
    approvals.open_request(
        kind=KIND, object_kind=OBJECT, object_uid=str(run.uid),
        title=f"{run.cooperative.name} 结算{run}，应付 {yuan(run.payable_fen)} 元",
        content_digest=run.digest, area_code=run.area_code,
        scope_ref=str(run.cooperative.uid), amount_fen=most_fen, actor=actor, now=now,
        default_steps=steps,
    )  # fmt: skip
    return run


@transaction.atomic
def decide_run(
    *, run_uid: UUID, verdict: str, comment: str, content_digest: str, actor: Actor, now: datetime
) -> SettlementRun:
    """The manager's yes hangs it on the wall for five days; the secretary's and, for a big run,
    the township's yes come only after them."""
    run = run_in_reach(run_uid, actor)
    request = approving.open_request_of(object_kind=OBJECT, object_uid=str(run.uid))
    if request is None:
        raise rules.RunMoved
    if request.step > 0:
        rules.check_notice_over(verdict=verdict, until=run.notice_until, now=now)
    request = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment,
        content_digest=content_digest, actor=actor, now=now,
    )  # fmt: skip
    if request.state != ApprovalRequest.State.OPEN:
        move(run, VERBS[request.state], actor=actor, now=now, comment=comment)
    elif run.state == SettlementRun.State.CHECKING:
        until = now + rules.NOTICE_LASTS
        move(run, "publish", actor=actor, now=now, comment=comment, notice_from=now,
             notice_until=until)  # fmt: skip
    if run.state == SettlementRun.State.CANCELLED:
        _let_go(run)
    return run


@transaction.atomic
def cancel_run(*, run_uid: UUID, reason: str, actor: Actor, now: datetime) -> SettlementRun:
    """A draft is given up: its lines are free for the next run."""
    said = rules.check_reason(reason)
    run = own_run(run_uid, actor)
    move(run, "cancel", actor=actor, now=now, comment=said)
    _let_go(run)
    audit.record(actor=actor, action="settlement.cancel", subject=run, at=now)
    return run


@transaction.atomic
def take_back_run(*, run_uid: UUID, reason: str, actor: Actor, now: datetime) -> SettlementRun:
    """An approved run whose lines no longer hold goes back to be calculated anew."""
    said = rules.check_reason(reason)
    run = own_run(run_uid, actor)
    if run.state != SettlementRun.State.APPROVED:
        raise rules.RunMoved("只有已批准、还没有过账的结算单可以退回重算")
    move(run, "return", actor=actor, now=now, comment=said)
    audit.record(actor=actor, action="settlement.take_back", subject=run, at=now)
    return run


def _let_go(run: SettlementRun) -> None:
    mine = SettlementLine.objects.filter(party__run=run).exclude(state="excluded")
    mine.update(state=SettlementLine.State.RELEASED, reason="结算单已作废")
