"""A payout run from its list to its end: prepared, released with the second factor, closed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.timezone import localdate

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common import later
from backend.common.actor import Actor, require_step_up
from backend.common.errors import Conflict, Forbidden, Invalid, NotFound
from backend.common.money import yuan
from cooperatives.models import Cooperative, SurplusDistribution
from orders.models import Payout, PayoutRun
from orders.queries import payouts as queries
from orders.queries.limits import limits_of
from orders.rules import paying_out as rules
from orders.rules.paying_out import Limits
from orders.services.settling import own_run, person_of

KIND = OBJECT = "payout_run"
PAYABLE_STATES = ("posted", "partially_paid")


@transaction.atomic
def prepare_payout(
    *, settlement_uid: UUID, method: str, minutes_no: str, actor: Actor, now: datetime
) -> PayoutRun:
    """Everybody a posted run still owes who can be paid this way; the manager is asked."""
    settlement = own_run(settlement_uid, actor)
    if settlement.state not in PAYABLE_STATES:
        raise rules.PayoutMoved("只有已过账、还没有付清的结算单可以付款")
    run = PayoutRun(
        cooperative=settlement.cooperative, area_code=settlement.area_code, settlement=settlement
    )
    return _prepare(run, settlement, method, minutes_no, actor, now)


@transaction.atomic
def prepare_surplus_payout(
    *, surplus_uid: UUID, method: str, minutes_no: str, actor: Actor, now: datetime
) -> PayoutRun:
    """Every member a posted distribution still owes who can be paid this way."""
    surplus = own_surplus(surplus_uid, actor)
    if surplus.state != SurplusDistribution.State.POSTED:
        raise rules.PayoutMoved("只有已入账、还没有付清的盈余分配可以付款")
    cooperative = surplus.cooperative
    run = PayoutRun(cooperative=cooperative, area_code=cooperative.area_code, surplus=surplus)
    return _prepare(run, surplus, method, minutes_no, actor, now)


def own_surplus(uid: UUID, actor: Actor) -> SurplusDistribution:
    mine = SurplusDistribution.objects.filter(cooperative__uid__in=actor.cooperatives)
    surplus = mine.select_related("cooperative").filter(uid=uid).first()
    if surplus is None:
        raise NotFound("没有找到这个盈余分配方案")
    return surplus


def _prepare(
    run: PayoutRun, document: queries.Document, method: str, minutes_no: str, actor: Actor,
    now: datetime,
) -> PayoutRun:  # fmt: skip
    if method not in PayoutRun.Method.values:
        raise Invalid(fields={"method": "请选择支付宝、银行文件或现金"})
    limits = limits_of(run.cooperative, now=now)
    found = _payable(document, method, limits, now)
    total_fen = sum(one.amount_fen for one in found)
    steps = rules.steps_of(total_fen=total_fen, minutes_no=minutes_no, limits=limits)
    # One at a time: two preparing at once do not choose one number.
    Cooperative.objects.select_for_update().get(pk=run.cooperative_id)
    last = PayoutRun.objects.filter(cooperative=run.cooperative).aggregate(n=Max("number"))
    run.number, run.method = (last["n"] or 0) + 1, method
    run.total_fen, run.payees = total_fen, len(found)
    run.minutes_no, run.made_by, run.made_at = minutes_no.strip(), person_of(actor), now
    run.save()
    _write_payouts(run, found)
    run.digest = digest_of(queries.signed_content(run))
    run.save(update_fields=["digest"])
    approvals.open_request(
        kind=KIND, object_kind=OBJECT, object_uid=str(run.uid),
        title=f"{run.cooperative.name} 付款{run}，{run.payees} 户 {yuan(total_fen)} 元",
        content_digest=run.digest, area_code=run.area_code, scope_ref=str(run.cooperative.uid),
        amount_fen=total_fen, actor=actor, now=now, default_steps=steps,
    )  # fmt: skip
    return run


def _payable(
    document: queries.Document, method: str, limits: Limits, now: datetime
) -> list[queries.Payee]:
    due = queries.payees(document, method=method, now=now)
    able = [one for one in due if not one.reason]
    if not able:
        raise rules.NobodyToPay
    cap_fen = limits.daily_cap_fen
    places = rules.fitting([one.amount_fen for one in able], cap_fen=cap_fen)
    if not places:
        raise rules.AboveDailyCap(
            f"每户应付都超过每天的付款限额 {yuan(cap_fen)} 元，请县里调整限额"
        )
    return [able[place] for place in places]


def _write_payouts(run: PayoutRun, found: list[queries.Payee]) -> None:
    of = found[0].of
    tries = dict(
        Payout.objects.filter(**{f"{of}__in": [one.line.pk for one in found]})
        .order_by().values_list(of).annotate(tries=Max("attempt"))
    )  # fmt: skip
    by_account, sign = run.method != PayoutRun.Method.CASH, "S" if of == "share" else ""
    rows = []
    for one in found:
        home, attempt = one.household, tries.get(one.line.pk, 0) + 1
        rows.append(Payout(
            run=run, household=home, payee_name=home.head_name, attempt=attempt,
            amount_fen=one.amount_fen, **{of: one.line},
            out_biz_no=f"PO{run.uid.hex[:16]}{sign}{one.line.pk}A{attempt}",
            account_shown=f"{home.account_bank} {home.account}" if by_account else "",
            account_index=(home.account_index or "") if by_account else "",
        ))  # fmt: skip
    try:
        with transaction.atomic():
            Payout.objects.bulk_create(rows, batch_size=1_000)
    except IntegrityError as error:
        raise Conflict("有农户正在另一个付款批次中，请刷新后再试") from error


@transaction.atomic
def decide_payout(
    *, run_uid: UUID, verdict: str, comment: str, content_digest: str, actor: Actor, now: datetime
) -> PayoutRun:
    """A yes asks for the second factor; the last yes releases the money within the day's cap."""
    run = run_in_reach(run_uid, actor)
    if verdict == "approve":
        require_step_up(actor, now=now)
    request = approving.open_request_of(object_kind=OBJECT, object_uid=str(run.uid))
    if request is None:
        raise rules.PayoutMoved
    request = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment,
        content_digest=content_digest, actor=actor, now=now,
    )  # fmt: skip
    if request.state == ApprovalRequest.State.APPROVED:
        _release(run, actor, now)
    elif request.state != ApprovalRequest.State.OPEN:
        move(run, "cancel")
        run.payouts.update(state=Payout.State.CANCELLED)
    return run


def _release(run: PayoutRun, actor: Actor, now: datetime) -> None:
    # Releases of one cooperative queue up, so two of them never share the day's cap.
    Cooperative.objects.select_for_update().get(pk=run.cooperative_id)
    today = localdate(now)
    released = queries.released_on(run.cooperative_id, today)
    limits = limits_of(run.cooperative, now=now)
    rules.check_cap(released_fen=released, total_fen=run.total_fen, limits=limits)
    move(run, "release", released_on=today)
    by_alipay = run.method == PayoutRun.Method.ALIPAY
    run.payouts.update(state=Payout.State.APPROVED, next_try_at=now if by_alipay else None)
    audit.record(actor=actor, action="payout.release", subject=run, at=now,
                 data={"total_fen": run.total_fen, "digest": run.digest})  # fmt: skip
    if by_alipay:
        move(run, "send")
        later.after_commit("orders.tasks.send_payouts", run_uid=str(run.uid))


@transaction.atomic
def close_payout(*, run_uid: UUID, actor: Actor, now: datetime) -> PayoutRun:
    """By another person than who made it, once every payout has its outcome."""
    run = run_in_reach(run_uid, actor)
    if str(run.made_by.uid) == actor.user_uid:
        raise Forbidden("付款批次由经办会计以外的人核对后关闭")
    if actor.role not in ("CM", "CS"):
        raise Forbidden("付款批次由理事长或监事核对后关闭")
    move(run, "close", closed_by=person_of(actor), closed_at=now)
    audit.record(actor=actor, action="payout.close", subject=run, at=now)
    return run


def run_in_reach(run_uid: UUID, actor: Actor) -> PayoutRun:
    found = PayoutRun.objects.visible_to(actor).select_related(
        "cooperative", "settlement", "surplus", "made_by"
    )
    run = found.filter(uid=run_uid).first()
    if run is None:
        raise NotFound("没有找到这个付款批次")
    return run


def own_payout_run(run_uid: UUID, actor: Actor) -> PayoutRun:
    run = run_in_reach(run_uid, actor)
    if not actor.system and str(run.cooperative.uid) not in actor.cooperatives:
        raise Forbidden("付款由本合作社的会计办理")
    return run


def move(run: PayoutRun, verb: str, **fields: Any) -> None:
    """Once, from the very version that was read."""
    after = rules.next_state(run.state, verb)
    still = PayoutRun.objects.filter(pk=run.pk, state=run.state, version=run.version)
    if still.update(state=after, version=F("version") + 1, **fields) != 1:
        raise rules.PayoutMoved
    run.state, run.version = after, run.version + 1
    for name, value in fields.items():
        setattr(run, name, value)
