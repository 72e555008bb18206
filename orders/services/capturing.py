"""Money that came: attempt, order, stock and ledger change together, once.

Whatever is repeated, the guarded UPDATE of the attempt lets one message book (PAYMENTS 7).
"""

from datetime import datetime

from django.db import transaction

from backend.common.actor import system_actor
from backend.common.failpoints import failpoint
from backend.ledger.rules import Booking, Leg
from backend.ledger.services import post_new
from cooperatives.rules import HeldStockMissing
from cooperatives.services import stock
from orders.models import Hold, Order, PaymentAttempt
from orders.queries.orders import weights_per_lot
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
    owner = ("held", str(order.uid)) if sold else ("refund_due", str(attempt.uid))
    _book_capture(attempt, trade_no, owner, now)
    failpoint("notify.captured")
    if sold:
        _sell(order)
    else:
        bought = Hold.objects.filter(order=order, state=Hold.State.SOLD).exists()
        reason = rules.RefundReason.OVERPAYMENT if bought else rules.RefundReason.CLOSED_THEN_PAID
        owe_back(attempt=attempt, reason=reason, now=now)
    return True


def _sell(order: Order) -> None:
    """The hold of an order that waited for its money until now is still held."""
    held = Hold.objects.filter(order=order, state=Hold.State.HELD)
    if held.update(state=Hold.State.SOLD) != 1:
        raise HeldStockMissing
    stock.sell_held(takes=weights_per_lot(order_id=order.pk))
    count_packages(order=order, sign=1)


def _book_capture(
    attempt: PaymentAttempt, trade_no: str, owner: tuple[str, str], now: datetime
) -> None:
    clearing = Leg("clearing", str(attempt.merchant.uid), -attempt.amount_fen)
    legs = (clearing, Leg(*owner, attempt.amount_fen))
    post_new(
        bookings=[Booking(f"capture:{trade_no}", "capture", attempt.order.number, legs)],
        county_code=attempt.merchant.county_code,
        actor=PAYMENTS,
        now=now,
    )
