"""Giving money back. A refund keeps its number and amount for ever; only a query proves it."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F, Sum

from backend.common import later
from backend.common.actor import Actor, system_actor
from backend.ledger.rules import Leg
from backend.ledger.services import post
from cooperatives.services import stock
from orders.gateways import (
    GatewayError,
    PaymentGateway,
    RefundSpec,
    RefundState,
    Rejected,
    gateway_for,
)
from orders.models import Hold, Order, PaymentAttempt, Refund
from orders.queries.orders import weights_per_lot
from orders.rules import payment as rules
from orders.services.counting import count_packages
from orders.services.journal import enter

log = structlog.get_logger()
PAYMENTS = system_actor("payments")
OPEN = ("requested", "unknown")


@transaction.atomic(savepoint=False)
def owe_back(*, attempt: PaymentAttempt, reason: rules.RefundReason, now: datetime) -> Refund:
    """Money that bought nothing (closed then paid, overpaid): captured as owed to the buyer."""
    return _request(attempt=attempt, number=f"{attempt.out_trade_no}A", reason=reason, now=now)


@transaction.atomic(savepoint=False)
def request_refund(*, order: Order, actor: Actor, now: datetime) -> Refund:
    """The whole of a paid order that nobody has packed; the goods go back on sale.

    The caller has moved the order to cancelled, in the same transaction: that move is guarded, so
    packing and cancelling cannot both win.
    """
    attempt = (
        PaymentAttempt.objects.filter(order=order, state=PaymentAttempt.State.PAID)
        .exclude(refunds__reason__in=rules.AUTOMATIC)
        .select_related("merchant")
        .first()
    )
    sold = Hold.objects.filter(order=order, state=Hold.State.SOLD)
    if attempt is None or sold.update(state=Hold.State.RELEASED) != 1:
        raise rules.NothingToRefund
    stock.restock_sold(takes=weights_per_lot(order_id=order.pk))
    count_packages(order=order, sign=-1)
    refund = _request(
        attempt=attempt,
        number=f"{attempt.out_trade_no}C",
        reason=rules.RefundReason.CANCELLED,
        now=now,
    )
    post(
        key=f"refund_due:{refund.out_request_no}",
        kind="refund_due",
        reference=order.number,
        legs=[
            Leg("held", str(order.uid), -refund.amount_fen),
            Leg("refund_due", str(attempt.uid), refund.amount_fen),
        ],
        county_code=attempt.merchant.county_code,
        actor=actor,
        now=now,
    )
    return refund


def _request(
    *, attempt: PaymentAttempt, number: str, reason: rules.RefundReason, now: datetime
) -> Refund:
    """Refunds not failed and the new one together stay within what was captured."""
    given = attempt.refunds.exclude(state=Refund.State.FAILED).aggregate(sum=Sum("amount_fen"))
    if (given["sum"] or 0) + attempt.amount_fen > attempt.amount_fen:
        raise rules.RefundTooMuch
    refund = Refund.objects.create(
        attempt=attempt,
        out_request_no=number,
        amount_fen=attempt.amount_fen,
        reason=reason.value,
        requested_at=now,
        next_try_at=now,
    )
    later.after_commit("orders.tasks.send_refund", refund_uid=str(refund.uid))
    return refund


def send_refund(*, refund: Refund, now: datetime) -> bool:
    """Asks, and asks again whether it is done. True when it is. Never inside a transaction."""
    claimed = Refund.objects.filter(pk=refund.pk, tries=refund.tries, state__in=OPEN).update(
        tries=F("tries") + 1, next_try_at=rules.next_refund_try(tries=refund.tries, now=now)
    )
    if claimed != 1:
        return False
    try:
        done = _ask(gateway_for(refund.attempt.merchant), refund)
    except Rejected as refusal:
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
    numbers = (refund.attempt.out_trade_no, refund.out_request_no)
    if refund.tries and gateway.query_refund(*numbers).state is RefundState.DONE:
        return True
    spec = RefundSpec(
        out_trade_no=numbers[0],
        out_request_no=numbers[1],
        amount_fen=refund.amount_fen,
        reason="订单退款",
    )
    gateway.refund(spec)
    answer = gateway.query_refund(*numbers)
    return answer.state is RefundState.DONE and answer.amount_fen == refund.amount_fen


def _refused(refund: Refund, refusal: Rejected) -> None:
    """A trusted refusal is final and waits for a person; an unsigned one decides nothing."""
    log.error("refund.refused", number=refund.out_request_no, sub_code=refusal.sub_code)
    if refusal.trusted:
        Refund.objects.filter(pk=refund.pk, state__in=OPEN).update(
            state=Refund.State.FAILED, next_try_at=None
        )


@transaction.atomic
def finish_refund(*, refund: Refund, now: datetime) -> bool:
    """The gateway has said REFUND_SUCCESS: booked once, whoever hears it first."""
    done = Refund.objects.filter(pk=refund.pk, state__in=OPEN).update(
        state=Refund.State.DONE, done_at=now, next_try_at=None
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
    given = attempt.refunds.filter(state=Refund.State.DONE).aggregate(sum=Sum("amount_fen"))["sum"]
    whole = given == attempt.amount_fen
    PaymentAttempt.objects.filter(pk=attempt.pk).update(
        state=PaymentAttempt.State.REFUNDED if whole else PaymentAttempt.State.PARTLY_REFUNDED
    )
    if refund.reason not in rules.AUTOMATIC:
        enter(order=attempt.order, kind="refunded", amount_fen=refund.amount_fen, now=now)
    return True
