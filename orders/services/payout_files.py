"""Paying without Alipay: the bank's file out, its result file in, cash signed for."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction

from backend.audit import services as audit
from backend.common.actor import Actor, require_step_up
from backend.common.errors import Invalid, NotFound
from backend.common.money import yuan
from orders.models import Payout, PayoutResult, PayoutRun
from orders.rules import paying_out as rules
from orders.services.paying_out import move, own_payout_run
from orders.services.payout_outcomes import arrived, failed, is_other_account, returned
from orders.services.settling import person_of

APPROVED_OR_SENT = (PayoutRun.State.APPROVED, PayoutRun.State.SENT)


def export_bank_file(*, run_uid: UUID, encoding: str, actor: Actor, now: datetime) -> bytes:
    """Columns as the bank wants them (setting); accounts are opened, each leaves a trace.

    Whose account changed since the approval gets nothing here and keeps nobody else waiting.
    """
    require_step_up(actor, now=now)
    run = own_payout_run(run_uid, actor)
    if run.method != PayoutRun.Method.BANK_FILE or run.state not in APPROVED_OR_SENT:
        raise rules.PayoutMoved("批准后的银行文件批次才能导出")
    if encoding not in ("utf-8-sig", "gbk"):
        raise Invalid(fields={"encoding": "请选择 UTF-8 或 GBK"})
    _give_up_other_accounts(run, actor, now)
    return _write_file(run, encoding, actor, now)


@transaction.atomic
def _give_up_other_accounts(run: PayoutRun, actor: Actor, now: datetime) -> None:
    """What the bank has in hand already is decided by its result file alone."""
    for payout in run.payouts.filter(state="approved").select_related("household", "run"):
        if is_other_account(payout):
            failed(payout=payout, why=rules.OTHER_ACCOUNT, actor=actor, now=now)


@transaction.atomic
def _write_file(run: PayoutRun, encoding: str, actor: Actor, now: datetime) -> bytes:
    payouts = list(
        run.payouts.filter(state__in=["approved", "sent"]).select_related("household")
        .order_by("out_biz_no")
    )  # fmt: skip
    if not payouts:
        raise rules.PayoutMoved("这个批次的收款账号都在批准后变更，没有可以导出的；请重新付款")
    if moved := [one.payee_name for one in payouts if is_other_account(one)]:
        names = "、".join(moved[:3])
        raise rules.PayoutMoved(f"{names}的账号在导出后变更，请使用已导出的文件，等待银行结果")
    opened = audit.reveal_many(
        [(one.household, one.household.account) for one in payouts], fields="account",
        actor=actor, purpose="银行代发文件", now=now,
    )  # fmt: skip
    note = rules.SURPLUS_NOTE if run.surplus_id else rules.SETTLEMENT_NOTE
    rows = [
        {"number": one.out_biz_no, "name": one.payee_name, "account": account,
         "bank": one.household.account_bank, "amount": yuan(one.amount_fen), "note": note}
        for one, account in zip(payouts, opened, strict=True)
    ]  # fmt: skip
    columns = rules.columns_of(settings.BANK_FILE_COLUMNS)
    content = rules.bank_file(rows, columns=columns, encoding=encoding)
    move(run, "send")
    run.payouts.filter(state="approved").update(state=Payout.State.SENT, sent_at=now)
    audit.record(actor=actor, action="payout.export", subject=run, at=now,
                 data={"rows": len(rows), "digest": sha256(content).hexdigest()})  # fmt: skip
    return content


@transaction.atomic
def import_result(*, run_uid: UUID, content: bytes, actor: Actor, now: datetime) -> PayoutResult:
    """All rows or none. The same file again gives back what it did before."""
    run = own_payout_run(run_uid, actor)
    # One file at a time: the same one twice at once counts once.
    PayoutRun.objects.select_for_update().get(pk=run.pk)
    digest = sha256(content).hexdigest()
    if before := PayoutResult.objects.filter(run=run, digest=digest).first():
        return before
    if run.method != PayoutRun.Method.BANK_FILE or run.state in ("prepared", "cancelled"):
        raise rules.PayoutMoved("这个批次还没有导出银行文件")
    rows = rules.read_result(content)
    payouts = {one.out_biz_no: one for one in run.payouts.select_related("run", "household")}
    rules.check_result(rows, {number: one.amount_fen for number, one in payouts.items()})
    rules.check_agrees(rows, {number: one.state for number, one in payouts.items()})
    changed = {"paid": 0, "failed": 0}
    for row in rows:
        paid = row.outcome == "paid"
        changed["paid" if paid else "failed"] += _apply(payouts[row.number], row, actor, now)
    result = PayoutResult.objects.create(
        run=run, digest=digest, rows=len(rows), taken_by=person_of(actor), taken_at=now, **changed
    )
    audit.record(actor=actor, action="payout.import_result", subject=run, at=now, data=changed)
    return result


def _apply(payout: Payout, row: rules.ResultRow, actor: Actor, now: datetime) -> bool:
    if row.outcome == "paid":
        return arrived(payout=payout, actor=actor, now=now)
    if row.outcome == "returned" and returned(payout=payout, why=row.reason, actor=actor, now=now):
        return True
    return failed(payout=payout, why=row.reason, actor=actor, now=now)


@transaction.atomic
def sign_cash(*, payout_uid: UUID, voucher_no: str, actor: Actor, now: datetime) -> Payout:
    """The household has signed for its cash; the voucher's number is kept."""
    if not voucher_no.strip():
        raise Invalid(fields={"voucher_no": "请填写签领表的编号"})
    payout = Payout.objects.filter(uid=payout_uid).select_related("run", "household").first()
    run = own_payout_run(payout.run.uid, actor) if payout else None
    if payout is None or run is None:
        raise NotFound("没有找到这笔付款")
    if run.method != PayoutRun.Method.CASH or run.state not in APPROVED_OR_SENT:
        raise rules.PayoutMoved("批准后的现金批次才能登记签领")
    if not arrived(payout=payout, voucher_no=voucher_no.strip(), actor=actor, now=now):
        raise rules.PayoutMoved("这笔已经登记过")
    audit.record(actor=actor, action="payout.sign_cash", subject=payout, at=now)
    payout.refresh_from_db()
    return payout
