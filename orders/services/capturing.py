"""Money that came: attempt, order, stock and ledger change together, once.

Whatever is repeated, the guarded UPDATE of the attempt lets one message book (PAYMENTS 7).
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from backend.common.actor import system_actor
from backend.common.failpoints import failpoint
from backend.ledger.rules import AccountName, Booking, Leg
from backend.ledger.services import post_new
from cooperatives.rules import HeldStockMissing
from cooperatives.services import stock
from orders.models import Hold, Order, PaymentAttempt
from orders.queries.orders import sale_of
from orders.rules import payment as rules
from orders.services.counting import count_packages
from orders.services.journal import try_move
from orders.services.refunding import owe_back

PAYMENTS = system_actor("payments")


@transaction.atomic(savepoint=False)
def confirm_payment(
    *, attempt: PaymentAttempt, trade_no: str, paid_at: datetime, now: datetime
) -> bool:
    """The buyer's money is there. False when it was booked before.

    Stock, order, ledger and attempt change together. The order decides: whoever moves it from
    placed to paid has the goods; without goods the money is owed back at once (PAYMENTS 7).
    """
    captured = PaymentAttempt.objects.filter(pk=attempt.pk, state__in=rules.PAYABLE_STATES).update(
        state=PaymentAttempt.State.PAID, trade_no=trade_no, paid_at=paid_at, next_poll_at=None
    )
    if captured != 1:
        return False
    # Order, hold, lots: the sequence of every service that moves an order. The order as it was read
    # will do: only an order that still waits for its money moves, and that locks it.
    order = attempt.order
    sold = try_move(order=order, move="pay", actor=PAYMENTS, now=now, paid_at=paid_at)
    if sold:
        accounts = (_clearing(attempt), ("held", str(order.uid)))
        takes, known = sale_of(order_id=order.pk, accounts=accounts)
        _book_capture(attempt, trade_no, accounts, known, now)
        _sell(order, takes)
    else:
        due = ("refund_due", str(attempt.uid))
        _book_capture(attempt, trade_no, (_clearing(attempt), due), {}, now)
        bought = Hold.objects.filter(order=order, state=Hold.State.SOLD).exists()
        reason = rules.RefundReason.OVERPAYMENT if bought else rules.RefundReason.CLOSED_THEN_PAID
        owe_back(attempt=attempt, reason=reason, now=now)
    return True


def _sell(order: Order, takes: Mapping[int, int]) -> None:
    """The hold of an order that waited for its money until now is still held."""
    held = Hold.objects.filter(order=order, state=Hold.State.HELD)
    if held.update(state=Hold.State.SOLD) != 1:
        raise HeldStockMissing
    stock.sell_held(takes=takes)
    count_packages(order=order, sign=1)


def _clearing(attempt: PaymentAttempt) -> AccountName:
    return "clearing", str(attempt.merchant.uid)


def _book_capture(
    attempt: PaymentAttempt,
    trade_no: str,
    accounts: tuple[AccountName, AccountName],
    known: Mapping[AccountName, int | None],
    now: datetime,
) -> None:
    lies_at, owed_from = accounts
    legs = (Leg(*lies_at, -attempt.amount_fen), Leg(*owed_from, attempt.amount_fen))
    post_new(
        bookings=[Booking(f"capture:{trade_no}", "capture", attempt.order.number, legs)],
        county_code=attempt.merchant.county_code,
        actor=PAYMENTS,
        now=now,
        known=known,
    )
    failpoint("notify.captured")
