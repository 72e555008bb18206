"""Carrying a refund out. Only a query proves it, and only the refund call itself can refuse it."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F, Sum

from backend.audit import services as audit
from backend.common import later
from backend.common.actor import Actor, system_actor
from backend.common.errors import Forbidden, NotFound
from backend.common.failpoints import failpoint
from backend.ledger.rules import Leg
from backend.ledger.services import post
from orders.gateways import (
    GatewayError,
    PaymentGateway,
    RefundSpec,
    RefundState,
    Rejected,
    gateway_for,
)
from orders.models import PaymentAttempt, Refund
from orders.rules import payment as rules
from orders.services.journal import enter

log = structlog.get_logger()
PAYMENTS = system_actor("payments")
OPEN = ("requested", "unknown")


def send_refund(*, refund: Refund, now: datetime) -> bool:
    """Asks, and asks again whether it is done. True when it is. Never inside a transaction."""
    claimed = Refund.objects.filter(pk=refund.pk, tries=refund.tries, state__in=OPEN).update(
        tries=F("tries") + 1, next_try_at=rules.next_refund_try(tries=refund.tries, now=now)
    )
    if claimed != 1:
        return False
    failpoint("refund.claimed")
    gateway = gateway_for(refund.attempt.merchant)
    try:
        done = _ask(gateway, refund)
    except Rejected as refusal:
        # The refund call said no. What an earlier call did is still asked before it counts.
        done = _proved(gateway, refund)
        if not done:
            _refused(refund, refusal)
            return False
    except GatewayError as error:
        log.warning("refund.unknown", number=refund.out_request_no, reason=type(error).__name__)
        done = False
    if done:
        return finish_refund(refund=refund, now=now)
    Refund.objects.filter(pk=refund.pk, state="requested").update(state=Refund.State.UNKNOWN)
    return False


def _ask(gateway: PaymentGateway, refund: Refund) -> bool:
    """A retry looks first: what was carried out is not asked for again."""
    if refund.tries and _proved(gateway, refund):
        return True
    gateway.refund(
        RefundSpec(
            out_trade_no=refund.attempt.out_trade_no,
            out_request_no=refund.out_request_no,
            amount_fen=refund.amount_fen,
            reason=refund.get_reason_display(),
        )
    )
    failpoint("refund.sent")
    return _proved(gateway, refund)


def _proved(gateway: PaymentGateway, refund: Refund) -> bool:
    """A refused query says nothing about the refund: it stays unknown and is asked again."""
    try:
        answer = gateway.query_refund(refund.attempt.out_trade_no, refund.out_request_no)
    except GatewayError as error:
        log.warning("refund.no_proof", number=refund.out_request_no, reason=type(error).__name__)
        return False
    return answer.state is RefundState.DONE and answer.amount_fen == refund.amount_fen


def _refused(refund: Refund, refusal: Rejected) -> None:
    """A trusted refusal waits for a person (page 退款); an unsigned one decides nothing."""
    log.error("refund.refused", number=refund.out_request_no, sub_code=refusal.sub_code)
    said = f"{refusal.code} {refusal.sub_code}".strip()[:80]
    if refusal.trusted:
        Refund.objects.filter(pk=refund.pk, state__in=OPEN).update(
            state=Refund.State.FAILED, next_try_at=None, refusal=said
        )
    else:
        Refund.objects.filter(pk=refund.pk, state__in=OPEN).update(
            state=Refund.State.UNKNOWN, refusal=said
        )


@transaction.atomic
def retry_refund(*, refund_uid: str, actor: Actor, now: datetime) -> Refund:
    """The accountant has mended the cause: the same number and amount are asked for again."""
    refund = Refund.objects.visible_to(actor).filter(uid=refund_uid).first()
    if refund is None:
        raise NotFound
    if actor.role not in {"CA", "CM"}:
        raise Forbidden("退款由合作社会计或理事长重新发起")
    failed = Refund.objects.filter(pk=refund.pk, state=Refund.State.FAILED)
    if failed.update(state=Refund.State.UNKNOWN, next_try_at=now) != 1:
        raise rules.RefundNotFailed
    audit.record(actor=actor, action="refund.retry", subject=refund, at=now)
    later.after_commit("orders.tasks.send_refund", refund_uid=str(refund.uid))
    refund.refresh_from_db()
    return refund


@transaction.atomic
def finish_refund(*, refund: Refund, now: datetime) -> bool:
    """The gateway has said REFUND_SUCCESS: booked once, whoever hears it first."""
    done = Refund.objects.filter(pk=refund.pk, state__in=OPEN).update(
        state=Refund.State.DONE, done_at=now, next_try_at=None, refusal=""
    )
    if done != 1:
        return False
    attempt = refund.attempt
    post(
        key=f"refund:{refund.out_request_no}",
        kind="refund",
        reference=attempt.order.number,
        legs=[
            Leg("refund_due", str(attempt.uid), -refund.amount_fen),
            Leg("clearing", str(attempt.merchant.uid), refund.amount_fen),
        ],
        county_code=attempt.merchant.county_code,
        actor=PAYMENTS,
        now=now,
    )
    failpoint("refund.booked")
    given = attempt.refunds.filter(state=Refund.State.DONE).aggregate(sum=Sum("amount_fen"))["sum"]
    whole = given == attempt.amount_fen
    PaymentAttempt.objects.filter(pk=attempt.pk).update(
        state=PaymentAttempt.State.REFUNDED if whole else PaymentAttempt.State.PARTLY_REFUNDED
    )
    if refund.reason not in rules.AUTOMATIC:
        enter(order=attempt.order, kind="refunded", amount_fen=refund.amount_fen, now=now)
    return True
