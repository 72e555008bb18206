"""A code on the counter's screen: the buyer scans it, the operator may take it back.

The code is asked for over the wire, so its outcome may stay unknown: then a new one is asked for
under a new number, and the old one ends by its expiry (PAYMENTS 7).
"""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F

from backend.audit import services as audit
from backend.common import later
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, NotFound
from backend.ledger.rules import Leg
from backend.ledger.services import post
from orders.gateways import CancelView, GatewayError, gateway_for
from orders.models import Order, PaymentAttempt, Refund
from orders.rules import payment as rules
from orders.services.capturing import PAYMENTS
from orders.services.incidents import report_closed
from orders.services.paying import attempt_spec, check_payable, create_attempt

log = structlog.get_logger()
CHANNEL = "qr"


def show_code(*, order_number: str, actor: Actor, now: datetime) -> tuple[PaymentAttempt, str]:
    """The attempt and what the screen shows as a QR code."""
    _check_stands_at_the_counter(actor)
    order = (
        Order.objects.visible_to(actor)
        .filter(number=order_number)
        .select_related("merchant", "hold", "buyer")
        .first()
    )
    if order is None:
        raise NotFound
    check_payable(order=order, now=now)
    attempt = create_attempt(order=order, channel=CHANNEL, now=now)
    try:
        code = gateway_for(order.merchant).create_qr(attempt_spec(order, attempt))
    except GatewayError as error:
        # Whether it exists is not known: it stays open until its time is over, unshown.
        log.warning("payment.no_code", number=attempt.out_trade_no, reason=type(error).__name__)
        raise rules.PaymentUnavailable from error
    PaymentAttempt.objects.filter(pk=attempt.pk, state="created").update(state="pending")
    attempt.state = PaymentAttempt.State.PENDING
    later.after_commit("orders.tasks.watch_counter", attempt_uid=str(attempt.uid))
    return attempt, code.content


def _check_stands_at_the_counter(actor: Actor) -> None:
    """Who only reads orders takes no money."""
    if actor.role not in {"SO", "BY"}:
        raise Forbidden("收款码由服务站操作员或买家本人出示和撤销")


def take_back_code(*, attempt_uid: str, actor: Actor, now: datetime) -> PaymentAttempt:
    """撤销: closes the code, or gives back what was paid on it in the meantime."""
    _check_stands_at_the_counter(actor)
    attempt = _own_attempt(attempt_uid, actor)
    if attempt.state == PaymentAttempt.State.CLOSED:
        return attempt
    if attempt.state not in rules.OPEN_STATES:
        raise Conflict("这个收款码已经收到款，不能撤销；请按退款处理")
    gateway = gateway_for(attempt.merchant)
    try:
        view = gateway.cancel(attempt.out_trade_no)
        trade = gateway.query(attempt.out_trade_no) if view.action == "refund" else None
    except GatewayError as error:
        log.warning("payment.not_cancelled", number=attempt.out_trade_no)
        raise rules.PaymentUnavailable("撤销结果还不清楚，请稍后再点一次") from error
    if view.retry:
        raise rules.PaymentUnavailable("支付宝要求稍后再撤销一次")
    record_cancel(
        attempt=attempt, view=view, trade_no=trade.trade_no if trade else "", actor=actor, now=now
    )
    attempt.refresh_from_db()
    return attempt


def _own_attempt(uid: str, actor: Actor) -> PaymentAttempt:
    attempts = PaymentAttempt.objects.filter(
        uid=uid, channel=CHANNEL, order__in=Order.objects.visible_to(actor)
    )
    attempt = attempts.select_related("merchant", "order").first()
    if attempt is None:
        raise NotFound
    return attempt


@transaction.atomic
def record_cancel(
    *, attempt: PaymentAttempt, view: CancelView, trade_no: str, actor: Actor, now: datetime
) -> None:
    """What the gateway's answer decides; a notify may have been booked while it was asked."""
    open_now = PaymentAttempt.objects.filter(pk=attempt.pk, state__in=rules.OPEN_STATES)
    data: dict[str, object] = {"action": view.action}
    audit.record(actor=actor, action="attempt.cancel", subject=attempt, at=now, data=data)
    if view.action != "refund":
        open_now.update(state=PaymentAttempt.State.CLOSED, next_poll_at=None)
        return
    taken = open_now.update(
        state=PaymentAttempt.State.REFUNDED, trade_no=trade_no, paid_at=now, next_poll_at=None,
        asked_fen=F("amount_fen"),
    )  # fmt: skip
    if taken == 1:
        _came_and_went(attempt, trade_no, now)
    else:
        # The order is paid here, and the provider has given the money back.
        report_closed(attempt=attempt, now=now)


def _came_and_went(attempt: PaymentAttempt, trade_no: str, now: datetime) -> None:
    """Paid at the last moment and given back by the provider itself: both stand in the books."""
    number = f"cancel-{attempt.out_trade_no}"
    Refund.objects.create(
        attempt=attempt,
        out_request_no=number,
        amount_fen=attempt.amount_fen,
        reason=Refund.Reason.CLOSED_THEN_PAID,
        state=Refund.State.DONE,
        requested_at=now,
        done_at=now,
        tries=1,
    )
    clearing = ("clearing", str(attempt.merchant.uid))
    due = ("refund_due", str(attempt.uid))
    for key, kind, source, target in (
        (f"capture:{trade_no}", "capture", clearing, due),
        (f"refund:{number}", "refund", due, clearing),
    ):
        post(
            key=key,
            kind=kind,
            reference=attempt.order.number,
            legs=[Leg(*source, -attempt.amount_fen), Leg(*target, attempt.amount_fen)],
            county_code=attempt.merchant.county_code,
            actor=PAYMENTS,
            now=now,
        )


def code_state(*, attempt_uid: str, actor: Actor) -> PaymentAttempt:
    """For the counter's screen, which asks every three seconds and never the provider."""
    return _own_attempt(attempt_uid, actor)
