"""An objection holds its own line and no other; somebody else answers it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid, NotFound
from orders.models import SettlementCorrection, SettlementLine, SettlementObjection, SettlementRun
from orders.queries.settlements import lines_in_reach
from orders.queries.settling import OBJECTION_OPEN
from orders.rules import settling as rules
from orders.services.settling import locked_line, person_of, settle_again


@transaction.atomic
def object_to_line(
    *, line_uid: UUID, reason: str, actor: Actor, now: datetime
) -> SettlementObjection:
    """By the household, or by the village secretary for it, while the run hangs on the wall."""
    said = rules.check_reason(reason)
    line = locked_line(line_uid, lines_in_reach(actor), actor)
    run, names = line.party.run, settles(line)
    if names is None:
        raise Conflict("扣款和预付款的异议请当面向合作社提出，由会计修改约定")
    if run.state not in rules.OBJECTABLE:
        raise rules.RunMoved("公示期间才能对明细提出异议；已过账的请申请更正")
    if line.state == SettlementLine.State.EXCLUDED:
        raise Conflict("这条明细不在本次结算中，不必提出异议")
    try:
        with transaction.atomic():
            objection = SettlementObjection.objects.create(
                run=run, household_id=line.party.household_id, words=line.words,
                amount_fen=line.amount_fen, reason=said, made_by=person_of(actor),
                made_by_role=actor.role, made_at=now, **{names: getattr(line, names)},
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("这条明细已有异议在处理，请等待结果") from error
    _hold(line, run)
    audit.record(actor=actor, action="settlement.object", subject=objection, at=now)
    return objection


def _hold(line: SettlementLine, run: SettlementRun) -> None:
    line.state, line.reason = SettlementLine.State.HELD, OBJECTION_OPEN
    line.save(update_fields=["state", "reason"])
    settle_again(run, line.party)


@transaction.atomic
def answer_objection(
    *, objection_uid: UUID, upheld: bool, answer: str, correction_fen: int, actor: Actor,
    now: datetime,
) -> SettlementObjection:  # fmt: skip
    """By the manager or the supervisor. Upheld, the line goes to the next run, with its correction.

    Dismissed before the posting, the line counts in this run after all.
    """
    said = rules.check_reason(answer, "answer")
    objection = _open_objection(objection_uid, actor)
    run = SettlementRun.objects.select_for_update().get(pk=objection.run_id)
    state = SettlementObjection.State.UPHELD if upheld else SettlementObjection.State.DISMISSED
    waiting = SettlementObjection.objects.filter(pk=objection.pk, state="open")
    answered = waiting.update(
        state=state, answer=said, answered_by=person_of(actor), answered_at=now
    )
    if answered != 1:
        raise Conflict("这条异议已有人答复，请刷新后查看")
    line = _line_of(objection)
    if line is not None and run.state in rules.OPEN:
        line.state, line.reason = (
            (SettlementLine.State.RELEASED, "异议成立，更正后转下次结算") if upheld
            else (SettlementLine.State.INCLUDED, "")
        )  # fmt: skip
        line.save(update_fields=["state", "reason"])
        settle_again(run, line.party)
    if upheld and correction_fen:
        of_posted = line if run.state in rules.POSTED else None
        named = {"line": of_posted} if of_posted else {"objection": objection}
        _correct(run, objection.household_id, correction_fen, said, actor, now, **named)
    objection.refresh_from_db()
    data: dict[str, Any] = {"upheld": upheld, "correction_fen": correction_fen}
    audit.record(
        actor=actor, action="settlement.answer_objection", subject=objection, at=now, data=data
    )
    return objection


@transaction.atomic
def correct_line(
    *, line_uid: UUID, amount_fen: int, reason: str, actor: Actor, now: datetime
) -> SettlementCorrection:
    """A posted line was wrong: the next run gives or takes the difference as a reversal line."""
    said = rules.check_reason(reason)
    line = locked_line(line_uid, lines_in_reach(actor), actor)
    if line.party.run.state not in rules.POSTED or line.state != SettlementLine.State.INCLUDED:
        raise rules.RunMoved("只有已过账的明细需要更正；未过账的请退回重算")
    if str(line.party.run.cooperative.uid) not in actor.cooperatives:
        raise Forbidden("更正由本合作社的会计办理")
    if amount_fen == 0:
        raise Invalid(fields={"amount": "请填写更正金额，多付的填负数"})
    party = line.party
    return _correct(party.run, party.household_id, amount_fen, said, actor, now, line=line)


def _correct(
    run: SettlementRun, household_id: int, amount_fen: int, reason: str, actor: Actor,
    now: datetime, **named: Any,
) -> SettlementCorrection:  # fmt: skip
    correction = SettlementCorrection.objects.create(
        cooperative_id=run.cooperative_id, household_id=household_id, amount_fen=amount_fen,
        reason=reason, made_by=person_of(actor), made_at=now, **named,
    )  # fmt: skip
    audit.record(
        actor=actor, action="settlement.correct", subject=correction, at=now,
        data={"amount_fen": amount_fen},
    )  # fmt: skip
    return correction


def settles(line: SettlementLine) -> str | None:
    """What a line settles; None for what only an agreement says."""
    named = (name for name in ("split", "receipt", "correction") if getattr(line, f"{name}_id"))
    return next(named, None)


def _line_of(objection: SettlementObjection) -> SettlementLine | None:
    """The line as the objection's run shows it; a new calculation may have dropped it."""
    found = SettlementLine.objects.filter(
        party__run=objection.run_id, split=objection.split_id, receipt=objection.receipt_id,
        correction=objection.correction_id,
    )  # fmt: skip
    return found.select_related("party__run").first()


def _open_objection(uid: UUID, actor: Actor) -> SettlementObjection:
    runs = SettlementRun.objects.visible_to(actor)
    objection = SettlementObjection.objects.filter(uid=uid, run__in=runs).first()
    if objection is None:
        raise NotFound("没有找到这条异议")
    if actor.role not in ("CM", "CS"):
        raise Forbidden("异议由合作社理事长或监事答复")
    if str(objection.made_by.uid) == actor.user_uid:
        raise Forbidden("提出异议的人不能自己答复")
    return objection
