"""Giving stock back: the buyer cancels, or the time to pay has run out."""

from datetime import datetime

import structlog
from django.db import DatabaseError, transaction

from backend.common.actor import Actor, system_actor
from backend.common.errors import Conflict, DomainError, Forbidden, NotFound
from cooperatives.services.stock import release_held
from orders.models import Hold, Order, Shipment
from orders.queries.orders import weights_per_lot
from orders.rules.placing import HOLD_GRACE
from orders.rules.status import AlreadyPacked
from orders.services.journal import move_order
from orders.services.refunding import request_refund

log = structlog.get_logger()


@transaction.atomic
def cancel_order(*, number: str, actor: Actor, now: datetime) -> Order:
    """The buyer's own, until a station packs the first parcel; what was paid goes back by rule.

    Packing locks the same order first, so only one of the two can win. Asking twice changes
    nothing more.
    """
    order = own_order(number=number, actor=actor)
    if order.status == Order.Status.CANCELLED:
        return order
    paid = order.status == Order.Status.PAID
    if paid and order.shipments.exclude(status=Shipment.Status.WAITING).exists():
        raise AlreadyPacked
    move_order(order=order, move="cancel", actor=actor, now=now)
    if paid:
        request_refund(order=order, actor=actor, now=now)
    else:
        _release(order)
    return order


def own_order(*, number: str, actor: Actor) -> Order:
    """The buyer's order, locked (which does nothing on SQLite); nobody else's."""
    orders = Order.objects.visible_to(actor).select_for_update(of=("self",))
    order = orders.filter(number=number).select_related("buyer").first()
    if order is None:
        raise NotFound
    if actor.role != "BY" or str(order.buyer.uid) != actor.user_uid:
        raise Forbidden("只有下单的买家本人可以操作")
    return order


def release_holds(*, now: datetime, limit: int = 200) -> int:
    """Orders unpaid five minutes after their hold expire; each by itself, repeated harmlessly.

    An order that is being paid at this moment wins: its guarded move leaves nothing to expire.
    """
    due = Hold.objects.filter(state=Hold.State.HELD, expires_at__lt=now - HOLD_GRACE)
    released = 0
    for hold in due.select_related("order").order_by("expires_at")[:limit]:
        try:
            _expire(hold.order, now)
        except Conflict:
            continue
        except (DomainError, DatabaseError) as error:
            # One broken order must not keep the stock of all the others.
            log.error("holds.release_failed", order=hold.order.number, reason=type(error).__name__)
            continue
        released += 1
    return released


@transaction.atomic
def _expire(order: Order, now: datetime) -> None:
    if order.status != Order.Status.PLACED:
        raise Conflict
    move_order(order=order, move="expire", actor=system_actor("release_holds"), now=now)
    _release(order)


def _release(order: Order) -> None:
    """Once only: the hold's state is the guard, so no gram goes back twice."""
    held = Hold.objects.filter(order=order, state=Hold.State.HELD)
    if held.update(state=Hold.State.RELEASED) != 1:
        raise Conflict
    release_held(takes=weights_per_lot(order_id=order.pk))
