"""Owing money back: what a refund takes from whom is booked when it is asked for.

Sending it is `sending`'s work. A refund keeps its number and amount for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from backend.common import later
from backend.common.actor import Actor, system_actor
from backend.common.errors import Conflict
from backend.common.failpoints import failpoint
from backend.ledger.rules import Leg
from backend.ledger.services import post
from cooperatives.services import stock
from orders.models import (
    Adjustment,
    Hold,
    Order,
    PaymentAttempt,
    Refund,
    ShippingChange,
    SourceChange,
)
from orders.queries.worth import net_weights_per_lot
from orders.rules import payment as rules
from orders.rules.refunding import Taken
from orders.services.counting import count_packages
from orders.services.reversing import take_back

PAYMENTS = system_actor("payments")
CAPTURED = (PaymentAttempt.State.PAID, PaymentAttempt.State.PARTLY_REFUNDED)


@dataclass(frozen=True, slots=True)
class Basket:
    """What a refund is made of: fen and grams by source, shipping by shipment."""

    taken: Sequence[Taken]
    shipping: Mapping[int, int] = field(default_factory=dict)

    @property
    def goods_fen(self) -> int:
        return sum(one.share_fen for one in self.taken)

    @property
    def amount_fen(self) -> int:
        return self.goods_fen + sum(self.shipping.values())


@transaction.atomic(savepoint=False)
def owe_back(*, attempt: PaymentAttempt, reason: rules.RefundReason, now: datetime) -> Refund:
    """Money that bought nothing (closed then paid, overpaid): captured as owed to the buyer."""
    number = f"{attempt.out_trade_no}A"
    return _request(attempt, attempt.amount_fen, number=number, reason=reason, now=now)


@transaction.atomic(savepoint=False)
def request_refund(*, order: Order, actor: Actor, now: datetime) -> Refund:
    """All that is left of a paid order that nobody has packed; the goods go back on sale.

    The caller has moved the order to cancelled, in the same transaction: that move is guarded, so
    packing and cancelling cannot both win.
    """
    attempt = paying_attempt(order)
    sold = Hold.objects.filter(order=order, state=Hold.State.SOLD)
    if attempt is None or sold.update(state=Hold.State.RELEASED) != 1:
        raise rules.NothingToRefund
    stock.restock_sold(takes=net_weights_per_lot(order_id=order.pk))
    count_packages(order=order, sign=-1)
    refund = _request(
        attempt,
        attempt.amount_fen - attempt.asked_fen,
        number=f"{attempt.out_trade_no}C",
        reason=rules.RefundReason.CANCELLED,
        now=now,
    )
    _owe_from_held(order, refund, actor, now)
    return refund


@transaction.atomic(savepoint=False)
def refund_part(
    *,
    order: Order,
    basket: Basket,
    number: str,
    reason: rules.RefundReason,
    actor: Actor,
    now: datetime,
    adjustment: Adjustment | None = None,
) -> Refund:
    """A part of an order, before completion from the held money, after it from each receiver.

    `number` names the document that asks (its key makes the refund happen once). The caller has
    locked the order, so two refunds of one order queue up.
    """
    attempt = paying_attempt(order)
    if attempt is None:
        raise rules.NothingToRefund
    refund = _request(
        attempt,
        basket.amount_fen,
        number=f"{attempt.out_trade_no}{number}",
        reason=reason,
        now=now,
    )
    _write_parts(refund, basket, adjustment)
    if order.status == Order.Status.COMPLETED:
        take_back(order=order, refund=refund, actor=actor, now=now)
    else:
        _owe_from_held(order, refund, actor, now)
    return refund


def _write_parts(refund: Refund, basket: Basket, adjustment: Adjustment | None) -> None:
    SourceChange.objects.bulk_create(
        SourceChange(
            source_id=one.source_id,
            adjustment=adjustment,
            refund=refund,
            weight_g=-one.weight_g,
            share_fen=-one.share_fen,
        )
        for one in basket.taken
    )
    ShippingChange.objects.bulk_create(
        ShippingChange(shipment_id=shipment_id, refund=refund, shipping_fen=-fen)
        for shipment_id, fen in basket.shipping.items()
    )


def paying_attempt(order: Order) -> PaymentAttempt | None:
    """The attempt whose money bought the order."""
    return (
        PaymentAttempt.objects.filter(order=order, state__in=CAPTURED)
        .exclude(refunds__reason__in=rules.AUTOMATIC)
        .select_related("merchant")
        .first()
    )


def _owe_from_held(order: Order, refund: Refund, actor: Actor, now: datetime) -> None:
    attempt = refund.attempt
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


def _request(
    attempt: PaymentAttempt,
    amount_fen: int,
    *,
    number: str,
    reason: rules.RefundReason,
    now: datetime,
) -> Refund:
    """Refunds stay within what was captured: the UPDATE that raises their sum is guarded.

    A refused refund is still owed, so it counts until it is done.
    """
    if amount_fen <= 0:
        raise rules.NothingToRefund
    room = PaymentAttempt.objects.filter(pk=attempt.pk, asked_fen__lte=F("amount_fen") - amount_fen)
    if room.update(asked_fen=F("asked_fen") + amount_fen) != 1:
        raise rules.RefundTooMuch
    refund, made = Refund.objects.get_or_create(
        out_request_no=number,
        defaults={
            "attempt": attempt,
            "amount_fen": amount_fen,
            "reason": reason.value,
            "requested_at": now,
            "next_try_at": now,
        },
    )
    if not made:
        raise Conflict("这份单据已经退过款，请刷新后查看")
    later.after_commit("orders.tasks.send_refund", refund_uid=str(refund.uid))
    failpoint("refund.requested")
    return refund
