"""Asking the gateway about what is due: attempts without a message, refunds without a proof.

Everything due stands in the database; a lost notify or a dead worker costs time, never money
(DESIGN invariant 15).
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.db.models import F, QuerySet

from backend.common.errors import DomainError
from backend.common.models import UidModel
from orders.gateways import (
    GatewayError,
    PaymentGateway,
    Rejected,
    TradeState,
    TradeView,
    gateway_for,
    sandbox_enabled,
    sandbox_here,
)
from orders.gateways.sandbox import deliver_due, send_by_http
from orders.models import PaymentAttempt, PaymentEvent, Refund
from orders.rules import payment as rules
from orders.rules.payment import Said
from orders.services.incidents import report_closed, report_stuck_refunds
from orders.services.paying import record_query
from orders.services.payout_sending import due_payouts, send_payout
from orders.services.sending import OPEN, send_refund

log = structlog.get_logger()
AT_ONCE = 200
COUNTER_POLLS = 10
SILENCE = timedelta(hours=1)


def payments_tick(*, now: datetime) -> dict[str, int]:
    """What is due now. One that fails is tried again later and holds up no other."""
    return {
        "notifies": _deliver_sandbox_notifies(),
        "attempts": _each(poll_attempt, "attempt", _due(now), now),
        "refunds": _each(send_refund, "refund", _due_refunds(now), now),
        "payouts": _each(send_payout, "payout", due_payouts(now=now), now),
        "incidents": report_stuck_refunds(now=now),
    }


def send_due_payouts(*, run_uid: str, now: datetime) -> int:
    """A run was released: its transfers go out now instead of waiting for the tick."""
    due = due_payouts(now=now, run_uid=run_uid)
    return _each(send_payout, "payout", due, now)


def poll_order(*, order_number: str, now: datetime) -> int:
    """The buyer is back from the cashier: ask now instead of waiting for the notify."""
    attempts = _open_attempts().filter(order__number=order_number)
    return _each(poll_attempt, "attempt", attempts, now)


def poll_counter(*, attempt_uid: str, now: datetime) -> bool:
    """Asks about a counter's code if it is due; True while it should be asked about again soon."""
    attempt = _open_attempts().filter(uid=attempt_uid).first()
    if attempt is None or attempt.poll_count >= COUNTER_POLLS:
        return False
    if attempt.next_poll_at is not None and attempt.next_poll_at <= now:
        return not _each(poll_attempt, "attempt", [attempt], now)
    return True


def warn_of_silence(*, now: datetime) -> int:
    """Payments that only a question found: the provider's notifies do not reach us."""
    since = now - SILENCE
    silent = (
        PaymentEvent.objects.filter(source="query", outcome=Said.PAID, at__gte=since)
        .exclude(attempt__events__source="notify")
        .count()
    )
    if silent:
        log.warning("payment.notify_never_came", payments=silent)
    return silent


def _each(work: Callable[..., bool], name: str, rows: Iterable[UidModel], now: datetime) -> int:
    decided = 0
    for row in list(rows):
        try:
            decided += work(**{name: row}, now=now)
        except (GatewayError, DomainError, DatabaseError) as error:
            log.error("payments.tick_failed", uid=str(row.uid), reason=type(error).__name__)
    return decided


def poll_attempt(*, attempt: PaymentAttempt, now: datetime) -> bool:
    """Asks once; True when the answer decided the attempt. Never inside a transaction."""
    claimed = PaymentAttempt.objects.filter(
        pk=attempt.pk, poll_count=attempt.poll_count, state__in=rules.OPEN_STATES
    ).update(
        poll_count=F("poll_count") + 1,
        next_poll_at=rules.next_poll(
            polls=attempt.poll_count + 1,
            now=now,
            expires_at=attempt.expires_at,
            channel=attempt.channel,
        ),
    )
    if claimed != 1:
        return False
    try:
        gateway = gateway_for(attempt.merchant)
        view = gateway.query(attempt.out_trade_no)
        said = _said(gateway, attempt, view, now)
    except GatewayError as error:
        log.warning("payment.poll_failed", number=attempt.out_trade_no, reason=str(error))
        return False
    if said is Said.WAITING:
        return False
    record_query(
        attempt=attempt,
        said=said,
        trade_no=view.trade_no,
        paid_at=view.paid_at or now,
        now=now,
    )
    return True


def check_closed(*, attempt_uid: str, now: datetime) -> bool:
    """A closing came for a payment that is booked: the gateway is asked, the books stay.

    A trade refunded in full closes by itself. True when a person must look into it.
    """
    attempt = PaymentAttempt.objects.select_related("merchant", "order").get(uid=attempt_uid)
    view = gateway_for(attempt.merchant).query(attempt.out_trade_no)
    if view.state is TradeState.PAID or attempt.asked_fen == attempt.amount_fen:
        return False
    report_closed(attempt=attempt, now=now)
    return True


def _said(gateway: PaymentGateway, attempt: PaymentAttempt, view: TradeView, now: datetime) -> Said:
    """TRADE_NOT_EXIST is no end before the grace is over: the trade may still be opened."""
    if view.state is TradeState.PAID:
        return Said.PAID if view.amount_fen == attempt.amount_fen else Said.WRONG_AMOUNT
    if view.state is TradeState.CLOSED:
        return Said.CLOSED
    if not rules.over(expires_at=attempt.expires_at, now=now):
        return Said.WAITING
    if view.state is TradeState.WAIT:
        _close(gateway, attempt.out_trade_no)
    return Said.CLOSED


def _close(gateway: PaymentGateway, out_trade_no: str) -> None:
    try:
        gateway.close(out_trade_no)
    except Rejected as refusal:
        if not refusal.never_opened:
            raise


def _open_attempts() -> QuerySet[PaymentAttempt]:
    return PaymentAttempt.objects.filter(state__in=rules.OPEN_STATES).select_related(
        "merchant", "order"
    )


def _due(now: datetime) -> QuerySet[PaymentAttempt]:
    return _open_attempts().filter(next_poll_at__lte=now).order_by("next_poll_at")[:AT_ONCE]


def _due_refunds(now: datetime) -> QuerySet[Refund]:
    due = Refund.objects.filter(state__in=OPEN, next_try_at__lte=now)
    return due.select_related("attempt__merchant", "attempt__order").order_by("next_try_at")[
        :AT_ONCE
    ]


def _deliver_sandbox_notifies() -> int:
    """The sandbox's late and repeated notifies; as a service it shares its store with us."""
    if not sandbox_enabled():
        return 0
    box = sandbox_here()
    send = getattr(settings, "SANDBOX_NOTIFY_SEND", None) or send_by_http
    return len(deliver_due(box.store, now=box.now(), send=send))
