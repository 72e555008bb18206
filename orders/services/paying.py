"""Taking money: an attempt to pay, what the gateway says about it, and what then happens.

Any number of messages may come, in any order, from several processes: the guarded UPDATE of the
attempt lets one of them book (PAYMENTS 7).
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qs

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction

from backend.common import later
from backend.common.actor import Actor
from backend.common.errors import NotFound
from backend.common.failpoints import failpoint
from backend.ledger import services as ledger
from orders.gateways import (
    AttemptSpec,
    Channel,
    Forged,
    GatewayError,
    VerifiedNotify,
    gateway_for,
)
from orders.models import (
    Hold,
    MerchantAccount,
    Order,
    PaymentAttempt,
    PaymentEvent,
)
from orders.rules import payment as rules
from orders.rules.payment import Said
from orders.rules.status import OrderAlreadyPaid, OrderClosed, OrderExpired
from orders.services import incidents
from orders.services.capturing import confirm_payment

log = structlog.get_logger()


def start_attempt(
    *, order_number: str, channel: str, actor: Actor, now: datetime
) -> tuple[PaymentAttempt, str]:
    """The intent is committed first; the address is made outside any transaction (PAYMENTS 8).

    A buyer may start several attempts; each has its own number, and a second success is given back.
    """
    order = (
        Order.objects.visible_to(actor)
        .filter(number=order_number, buyer__uid=actor.user_uid)
        .select_related("merchant", "hold")
        .first()
    )
    if order is None:
        raise NotFound
    check_payable(order=order, now=now)
    attempt = create_attempt(order=order, channel=channel, now=now)
    try:
        url = gateway_for(order.merchant).pay_url(
            attempt_spec(order, attempt), channel=Channel(channel)
        )
    except GatewayError as error:
        log.error("payment.no_address", reason=type(error).__name__)
        raise rules.PaymentUnavailable from error
    PaymentAttempt.objects.filter(pk=attempt.pk, state="created").update(state="pending")
    attempt.state = PaymentAttempt.State.PENDING
    return attempt, url


def check_payable(*, order: Order, now: datetime) -> None:
    if order.status == Order.Status.EXPIRED:
        raise OrderExpired
    if order.status == Order.Status.CANCELLED:
        raise OrderClosed
    if order.status != Order.Status.PLACED:
        raise OrderAlreadyPaid
    if order.hold.state != Hold.State.HELD or order.hold.expires_at <= now:
        raise OrderExpired


def create_attempt(*, order: Order, channel: str, now: datetime) -> PaymentAttempt:
    uid = uuid.uuid4()
    expires_at = order.hold.expires_at
    # Ahead of the money, so that booking it need not.
    ledger.open_accounts(names={("held", str(order.uid))}, county_code=order.merchant.county_code)
    return PaymentAttempt.objects.create(
        uid=uid,
        order=order,
        merchant=order.merchant,
        out_trade_no=f"XZ{uid.hex}",
        channel=channel,
        amount_fen=order.total_fen,
        created_at=now,
        expires_at=expires_at,
        next_poll_at=rules.next_poll(polls=0, now=now, expires_at=expires_at, channel=channel),
    )


def attempt_spec(order: Order, attempt: PaymentAttempt) -> AttemptSpec:
    base = settings.PUBLIC_BASE_URL.rstrip("/")
    return AttemptSpec(
        out_trade_no=attempt.out_trade_no,
        amount_fen=attempt.amount_fen,
        subject=f"乡站农产品 {order.number}",
        expires_at=attempt.expires_at,
        notify_url=f"{_reached_at()}/pay/notify",
        return_url=f"{base}/pay/return/{order.number}",
        quit_url=f"{base}/shop/orders/{order.number}",
    )


def _reached_at() -> str:
    """Where the provider reaches us; the local one inside containers has another name for it."""
    sandbox = settings.PAYMENTS_GATEWAY == "sandbox"
    base = settings.SANDBOX_NOTIFY_BASE_URL if sandbox else settings.PUBLIC_BASE_URL
    return str(base).rstrip("/")


def handle_notify(*, body: bytes, content_type: str, now: datetime) -> bool:
    """Whether to answer `success`. A forged notify leaves a digest in the log and nothing else."""
    attempt = _attempt_named(body)
    merchant = attempt.merchant if attempt else MerchantAccount.objects.order_by("id").first()
    if merchant is None:
        return False
    try:
        notify = gateway_for(merchant).parse_notify(body, content_type)
    except Forged:
        log.warning("payment.notify_forged", digest=sha256(body).hexdigest())
        return False
    try:
        with transaction.atomic():
            _take_in(attempt, merchant, notify, now)
            failpoint("notify.applied")
        failpoint("notify.committed")
    except IntegrityError:
        # The same notify again, also at the same moment: it was stored and applied already.
        if not PaymentEvent.objects.filter(dedupe_key=notify.dedupe_key).exists():
            raise
    return True


def _attempt_named(body: bytes) -> PaymentAttempt | None:
    """Only to learn whose keys must prove the notify; nothing here is believed yet."""
    named = parse_qs(body[:65_536].decode("ascii", "replace")).get("out_trade_no", [""])[0]
    attempts = PaymentAttempt.objects.select_related("merchant", "order")
    return attempts.filter(out_trade_no=named).first()


def _take_in(
    attempt: PaymentAttempt | None, merchant: MerchantAccount, notify: VerifiedNotify, now: datetime
) -> None:
    said = rules.judge(
        expected=_expected(attempt),
        app_id=notify.app_id,
        seller_id=notify.seller_id,
        amount_fen=notify.amount_fen,
        paid=notify.is_paid,
        refund=notify.is_refund,
        closed=notify.is_closed,
    )
    _append_event(
        attempt, "notify", notify.dedupe_key, said, notify.digest, now, masked=dict(notify.masked)
    )
    failpoint("notify.stored")
    if attempt is None:
        incidents.report_stranger(merchant=merchant, digest=notify.digest, now=now)
    else:
        apply_message(
            attempt=attempt,
            said=said,
            trade_no=notify.trade_no,
            paid_at=notify.paid_at or now,
            now=now,
        )


def _expected(attempt: PaymentAttempt | None) -> rules.Expected | None:
    if attempt is None:
        return None
    merchant = attempt.merchant
    return rules.Expected(merchant.app_id, merchant.seller_id, attempt.amount_fen)


def _append_event(
    attempt: PaymentAttempt | None,
    source: str,
    key: str,
    said: Said,
    digest: str,
    now: datetime,
    *,
    masked: Mapping[str, str],
) -> None:
    PaymentEvent.objects.create(
        attempt=attempt,
        source=source,
        dedupe_key=key,
        outcome=said.value,
        digest=digest,
        masked=dict(masked),
        at=now,
    )


def record_query(
    *, attempt: PaymentAttempt, said: Said, trade_no: str, paid_at: datetime, now: datetime
) -> None:
    """What an answer of the gateway decides; the same answer again is nothing new."""
    key = f"query:{attempt.out_trade_no}:{said.value}"
    try:
        with transaction.atomic():
            _append_event(attempt, "query", key, said, sha256(key.encode()).hexdigest(), now,
                          masked={"trade_no": trade_no})  # fmt: skip
            apply_message(attempt=attempt, said=said, trade_no=trade_no, paid_at=paid_at, now=now)
    except IntegrityError:
        if not PaymentEvent.objects.filter(dedupe_key=key).exists():
            raise


@transaction.atomic(savepoint=False)
def apply_message(
    *, attempt: PaymentAttempt, said: Said, trade_no: str, paid_at: datetime, now: datetime
) -> None:
    """A later message of a lower rank changes nothing: every UPDATE names the states it leaves."""
    if said.mismatch:
        incidents.report_mismatch(attempt=attempt, said=said.value, now=now)
        PaymentAttempt.objects.filter(pk=attempt.pk, state__in=rules.PAYABLE_STATES).update(
            state=PaymentAttempt.State.MISMATCH, next_poll_at=None
        )
    elif said is Said.PAID:
        confirm_payment(attempt=attempt, trade_no=trade_no, paid_at=paid_at, now=now)
    elif said is Said.CLOSED:
        same = PaymentAttempt.objects.filter(pk=attempt.pk)
        same.filter(state__in=rules.OPEN_STATES).update(
            state=PaymentAttempt.State.CLOSED, next_poll_at=None
        )
        if same.filter(state__in=rules.CAPTURED_STATES).exists():
            later.after_commit("orders.tasks.check_closed", attempt_uid=str(attempt.uid))
    elif said is Said.REFUND:
        # Only a query proves a refund: the sweeper asks at once.
        attempt.refunds.filter(state__in=["requested", "unknown"]).update(next_try_at=now)
