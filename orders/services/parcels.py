"""The one way a parcel changes its status: guarded, audited, and its order follows."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import NotFound
from orders.models import Order, Shipment
from orders.rules import NotPaidYet, OrderMoved, fulfilling
from orders.rules.status import next_shipment_status
from orders.services.journal import move_order


def lock_shipment(*, uid: str, actor: Actor) -> Shipment:
    """The parcel within reach; its order is locked first, so parcels of one order queue up."""
    shipment = Shipment.objects.visible_to(actor).filter(uid=uid).first()
    if shipment is None:
        raise NotFound
    shipment.order = Order.objects.select_for_update().get(pk=shipment.order_id)
    shipment.refresh_from_db(fields=["status", "courier", "waybill", "pick_up_code"])
    if shipment.order.paid_at is None or shipment.order.status in {"cancelled", "expired"}:
        raise NotPaidYet
    return shipment


def move_shipment(
    *, shipment: Shipment, move: str, actor: Actor, now: datetime, why: str = "", **fields: Any
) -> None:
    before = shipment.status
    after = next_shipment_status(before, move)
    guarded = Shipment.objects.filter(pk=shipment.pk, status=before)
    if guarded.update(status=after, **fields) != 1:
        raise OrderMoved
    for name, value in (fields | {"status": after}).items():
        setattr(shipment, name, value)
    data = {"reason": why} if why else None
    audit.record(actor=actor, action=f"shipment.{move}", subject=shipment, at=now, data=data)
    _follow(shipment.order, actor, now)


def _follow(order: Order, actor: Actor, now: datetime) -> None:
    parcels = list(order.shipments.values_list("status", flat=True))
    for move in fulfilling.moves_to_follow(order.status, parcels):
        move_order(order=order, move=move, actor=actor, now=now, **_instants(order, move, now))


def _instants(order: Order, move: str, now: datetime) -> dict[str, datetime]:
    """Completion is due after the longest time of the goods: 7 days, fresh 48 h (DESIGN 9)."""
    if move == "ship":
        return {"shipped_at": now}
    if move == "deliver":
        hours = order.lines.aggregate(
            most=Max("listing__product__product_class__completes_after_h")
        )["most"]
        return {"delivered_at": now, "completes_at": now + timedelta(hours=hours)}
    return {}
