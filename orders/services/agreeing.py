"""Written agreements by which something is taken from a household's settlements."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid, NotFound
from backend.common.money import yuan
from cooperatives.models import Cooperative, Household
from orders.models import DeductionAgreement
from orders.queries.settling import taken_by_agreement
from orders.rules.settling import check_reason
from orders.services.settling import person_of
from programme.models import Loan


@transaction.atomic
def record_agreement(
    *, household_uid: UUID, kind: str, loan_uid: UUID | None, amount_fen: int, per_run_fen: int,
    priority: int, paper_no: str, agreed_on: date, actor: Actor, now: datetime,
) -> DeductionAgreement:  # fmt: skip
    """The household has signed: nothing is ever deducted without it."""
    cooperative = Cooperative.objects.filter(uid__in=actor.cooperatives).first()
    household = Household.objects.visible_to(actor).filter(uid=household_uid).first()
    if cooperative is None or household is None:
        raise NotFound("没有找到这户，或它不在本合作社")
    if agreed_on > localdate(now):
        raise Invalid(fields={"agreed_on": "签字日期不能晚于今天"})
    if not paper_no.strip():
        raise Invalid(fields={"paper_no": "请填写农户签字的协议编号"})
    loan = _loan(household, kind, loan_uid, amount_fen)
    try:
        with transaction.atomic():
            agreement = DeductionAgreement.objects.create(
                cooperative=cooperative, household=household, kind=kind, loan=loan,
                amount_fen=amount_fen, per_run_fen=per_run_fen, priority=priority,
                paper_no=paper_no.strip(), agreed_on=agreed_on, made_by=person_of(actor),
                made_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise Invalid(fields={"paper_no": "这个协议编号已经登记过"}) from error
    audit.record(actor=actor, action="agreement.record", subject=agreement, at=now)
    return agreement


def _loan(household: Household, kind: str, loan_uid: UUID | None, amount_fen: int) -> Loan | None:
    if kind == DeductionAgreement.Kind.ADVANCE:
        return None
    loan = Loan.objects.filter(uid=loan_uid, household=household).first() if loan_uid else None
    if loan is None:
        raise Invalid(fields={"loan": "请选择这户名下的贷款"})
    agreed_fen = _agreed_fen(loan)
    if agreed_fen + amount_fen > loan.amount_fen:
        raise Invalid(
            fields={
                "amount": f"各份协议合计不能超过贷款 {yuan(loan.amount_fen)} 元，"
                f"已约定 {yuan(agreed_fen)} 元"
            }
        )
    return loan


def _agreed_fen(loan: Loan) -> int:
    """What may still be taken for a loan, and what agreements that ended took."""
    papers = list(loan.agreements.all())
    taken = taken_by_agreement(papers)
    return sum(taken.get(one.pk, 0) if one.ended_on else one.amount_fen for one in papers)


@transaction.atomic
def end_agreement(
    *, agreement_uid: UUID, reason: str, actor: Actor, now: datetime
) -> DeductionAgreement:
    """Consent can be withdrawn: from the next calculation on nothing more is taken for a loan.

    An advance that was paid out is still worked off.
    """
    said = check_reason(reason)
    agreement = DeductionAgreement.objects.visible_to(actor).filter(uid=agreement_uid).first()
    if agreement is None:
        raise NotFound("没有找到这份约定")
    if str(agreement.cooperative.uid) not in actor.cooperatives:
        raise Forbidden("约定由本合作社的会计办理")
    waiting = DeductionAgreement.objects.filter(pk=agreement.pk, ended_on__isnull=True)
    if waiting.update(ended_on=max(localdate(now), agreement.agreed_on)) != 1:
        raise Conflict("这份约定已经终止")
    audit.record(
        actor=actor, action="agreement.end", subject=agreement, at=now, data={"reason": said}
    )
    agreement.refresh_from_db()
    return agreement
