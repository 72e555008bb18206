"""Carrying out Alipay transfers: SENT is committed before the call, a question decides after."""

from datetime import datetime, timedelta

import structlog
from django.db.models import F, Q, QuerySet

from backend.audit import services as audit
from backend.common.failpoints import failpoint
from orders.gateways import (
    GatewayError,
    IdentityType,
    PaymentGateway,
    Rejected,
    TransferSpec,
    TransferState,
    TransferView,
    gateway_for,
)
from orders.models import Payout
from orders.rules import paying_out as rules
from orders.services.payout_outcomes import (
    PAYOUTS,
    arrived,
    failed,
    is_other_account,
    merchant_of,
    returned,
)

log = structlog.get_logger()
# A bank may send a transfer back days after it said yes.
WATCHED = timedelta(days=5)
WATCH_EVERY = timedelta(hours=6)
AT_ONCE = 500
SCENE = ("业务结算", (("结算款项名称", "农产品销售款"),))


def due_payouts(*, now: datetime, run_uid: str = "") -> QuerySet[Payout]:
    """Released transfers to send or to ask about, perhaps of one run."""
    open_ones = Q(state__in=rules.MOVABLE, next_try_at__lte=now)
    found = Payout.objects.filter(open_ones, run__method="alipay")
    found = found.filter(run__uid=run_uid) if run_uid else found
    return found.select_related("run__cooperative", "household").order_by("next_try_at")[:AT_ONCE]


def send_payout(*, payout: Payout, now: datetime) -> bool:
    """Sends once, or asks what became of it. True when it is decided. Never in a transaction."""
    if payout.state == Payout.State.APPROVED and is_other_account(payout):
        return failed(payout=payout, why=rules.OTHER_ACCOUNT, actor=PAYOUTS, now=now)
    claimed = Payout.objects.filter(
        pk=payout.pk, tries=payout.tries, state__in=rules.MOVABLE
    ).update(
        tries=F("tries") + 1, next_try_at=rules.next_try(tries=payout.tries, now=now),
        state="sent" if payout.state == Payout.State.APPROVED else payout.state,
        sent_at=payout.sent_at or now,
    )  # fmt: skip
    if claimed != 1:
        return False
    failpoint("payout.claimed")
    merchant = merchant_of(payout.run)
    if merchant is None and payout.sent_at is not None:
        return _wait(payout)
    if merchant is None:
        return failed(payout=payout, why="没有可以付款的支付宝账户", actor=PAYOUTS, now=now)
    try:
        view = _ask(gateway_for(merchant), payout, now)
    except Rejected as refusal:
        return _refused(payout, refusal, now)
    except GatewayError as error:
        log.warning("payout.unknown", number=payout.out_biz_no, reason=type(error).__name__)
        return _wait(payout)
    return _decide(payout, view, now)


def _ask(gateway: PaymentGateway, payout: Payout, now: datetime) -> TransferView:
    """The first call sends. Later ones look first; what nobody knows of goes out again under the
    same number, only after a while, and only to the account that was approved (invariant 10)."""
    if payout.sent_at is not None:
        view = gateway.query_transfer(payout.out_biz_no)
        resend = rules.may_resend(sent_at=payout.sent_at, now=now)
        if view.state is not TransferState.NOT_FOUND or not resend or is_other_account(payout):
            return view
    view = gateway.transfer(_spec(payout, now))
    failpoint("payout.sent")
    return view


def _noun(payout: Payout) -> str:
    return rules.SURPLUS_NOTE if payout.run.surplus_id else rules.SETTLEMENT_NOTE


def _spec(payout: Payout, now: datetime) -> TransferSpec:
    home = payout.household
    identity = audit.reveal(
        home.account, subject=home, field="account", actor=PAYOUTS, purpose="结算付款", now=now,
        shown=False,
    )  # fmt: skip
    return TransferSpec(
        out_biz_no=payout.out_biz_no, amount_fen=payout.amount_fen, identity=identity,
        identity_type=IdentityType.LOGON_ID, name=payout.payee_name,
        title=f"{payout.run.cooperative.name}{_noun(payout)}",
        remark=f"{_noun(payout)}{payout.run.number}",
        scene_name=SCENE[0], scene_reports=SCENE[1],
    )  # fmt: skip


def _decide(payout: Payout, view: TransferView, now: datetime) -> bool:
    if view.state is TransferState.SUCCESS:
        if view.amount_fen not in (None, payout.amount_fen):
            log.error("payout.other_amount", number=payout.out_biz_no)
            return _wait(payout)
        return arrived(payout=payout, order_id=view.order_id, actor=PAYOUTS, now=now)
    if view.state in (TransferState.FAIL, TransferState.REFUND):
        why = view.fail_reason or view.error_code or "支付宝未说明原因"
        return failed(payout=payout, why=why, actor=PAYOUTS, now=now)
    lost = view.state is TransferState.NOT_FOUND and is_other_account(payout)
    if lost and rules.was_never_taken_in(sent_at=payout.sent_at, now=now):
        return failed(payout=payout, why=rules.OTHER_ACCOUNT, actor=PAYOUTS, now=now)
    return _wait(payout)


def _refused(payout: Payout, refusal: Rejected, now: datetime) -> bool:
    """A first refusal that is signed is final; what an earlier call did is asked again."""
    log.error("payout.refused", number=payout.out_biz_no, sub_code=refusal.sub_code)
    if refusal.trusted and payout.sent_at is None:
        why = f"支付宝拒绝：{refusal} {refusal.sub_code}".strip()
        return failed(payout=payout, why=why, actor=PAYOUTS, now=now)
    return _wait(payout)


def _wait(payout: Payout) -> bool:
    Payout.objects.filter(pk=payout.pk, state=Payout.State.SENT).update(state="unknown")
    return False


def watch_returns(*, now: datetime, at_once: int = AT_ONCE) -> int:
    """Transfers that arrived lately: has a bank sent one back? Who was asked about longest ago is
    asked about first, so however many there are, each has its turn."""
    rested = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
    lately = Payout.objects.filter(
        rested, state=Payout.State.PAID, run__method="alipay", done_at__gte=now - WATCHED
    ).select_related("run__cooperative", "household")
    turns = lately.order_by(F("next_try_at").asc(nulls_first=True), "done_at")
    found = 0
    for payout in turns[:at_once]:
        Payout.objects.filter(pk=payout.pk).update(next_try_at=now + WATCH_EVERY)
        merchant = merchant_of(payout.run)
        try:
            view = gateway_for(merchant).query_transfer(payout.out_biz_no) if merchant else None
        except GatewayError:
            continue
        if view is not None and view.state is TransferState.REFUND:
            why = view.fail_reason or "银行退票"
            found += returned(payout=payout, why=why, actor=PAYOUTS, now=now)
    return found
