"""What a message about money means, and when to ask again (PAYMENTS 5 and 7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.common.errors import Conflict, DomainError

# A trade nobody opened can still be opened and paid until its expiry; then a little longer, for
# clocks differ (PAYMENTS 7, TRADE_NOT_EXIST).
GRACE = timedelta(minutes=5)
# The buyer is at the cashier: soon at first, then seldom (PAYMENTS 10).
POLL_AFTER = tuple(timedelta(seconds=s) for s in (15, 30, 60, 120, 300))
# The counter's screen waits with the buyer: every three seconds at first (PAYMENTS 10).
POLL_COUNTER_AFTER = (
    *(timedelta(seconds=3) for _ in range(10)),
    *(timedelta(seconds=s) for s in (15, 60, 300, 900)),
)
# A refund whose outcome is unknown is asked about for ever, at most once a day.
REFUND_AFTER = tuple(timedelta(seconds=s) for s in (30, 120, 600, 3_600, 21_600, 86_400))
OPEN_STATES = ("created", "pending")
# Money that comes for a closed attempt is still the buyer's money: it is taken, then given back.
PAYABLE_STATES = ("created", "pending", "closed")
CAPTURED_STATES = ("paid", "partly_refunded", "refunded")


class Said(StrEnum):
    """What a message says; stored on its event."""

    PAID = "paid"
    CLOSED = "closed"
    REFUND = "refund"
    WAITING = "waiting"
    WRONG_APP = "wrong_app"
    WRONG_SELLER = "wrong_seller"
    WRONG_AMOUNT = "wrong_amount"
    NOBODY = "no_such_attempt"

    @property
    def mismatch(self) -> bool:
        return self in {Said.WRONG_APP, Said.WRONG_SELLER, Said.WRONG_AMOUNT}


class RefundReason(StrEnum):
    CLOSED_THEN_PAID = "closed_then_paid"
    OVERPAYMENT = "overpayment"
    CANCELLED = "cancelled"
    SHORT_WEIGHT = "short_weight"
    LOST = "lost"
    RETURNED = "returned"
    QUALITY = "quality"
    GOODWILL = "goodwill"


# Money that never bought anything: it is owed back from the moment it comes.
AUTOMATIC = (RefundReason.CLOSED_THEN_PAID.value, RefundReason.OVERPAYMENT.value)
# A decision of people; all others follow from a rule and need nobody (ROLES 4).
DISCRETIONARY = (RefundReason.QUALITY.value, RefundReason.GOODWILL.value)


class PaymentUnavailable(DomainError):
    code, title, status = "payment_unavailable", "支付暂时不可用，请稍后再试", 503


class NothingToRefund(DomainError):
    code, title = "nothing_to_refund", "这笔订单没有可退的款项"


class RefundNotFailed(Conflict):
    code, title = "refund_not_failed", "这笔退款没有失败，不需要重新发起，请刷新后查看"


class RefundTooMuch(DomainError):
    code, title = "refund_too_much", "退款合计不能超过已付金额"


class NotReceivable(Conflict):
    code, title = "not_receivable", "商品还没有发出，不能确认收货"


@dataclass(frozen=True, slots=True)
class Expected:
    app_id: str
    seller_id: str
    amount_fen: int


def judge(
    *,
    expected: Expected | None,
    app_id: str,
    seller_id: str,
    amount_fen: int | None,
    paid: bool,
    refund: bool,
    closed: bool,
) -> Said:
    """A wrong app, seller or amount under a good signature never pays an order (invariant 7)."""
    if expected is None:
        return Said.NOBODY
    if app_id != expected.app_id:
        return Said.WRONG_APP
    if seller_id != expected.seller_id:
        return Said.WRONG_SELLER
    if amount_fen != expected.amount_fen:
        return Said.WRONG_AMOUNT
    if refund:
        return Said.REFUND
    if paid:
        return Said.PAID
    return Said.CLOSED if closed else Said.WAITING


def next_poll(
    *, polls: int, now: datetime, expires_at: datetime, channel: str = "page"
) -> datetime:
    """Never later than the end of the grace period, when the attempt is decided."""
    after = POLL_COUNTER_AFTER if channel == "qr" else POLL_AFTER
    soon = now + after[min(polls, len(after) - 1)]
    end = expires_at + GRACE
    return soon if now >= end else min(soon, end)


def next_refund_try(*, tries: int, now: datetime) -> datetime:
    return now + REFUND_AFTER[min(tries, len(REFUND_AFTER) - 1)]


def over(*, expires_at: datetime, now: datetime) -> bool:
    """Whether nobody can pay this attempt any more."""
    return now >= expires_at + GRACE
