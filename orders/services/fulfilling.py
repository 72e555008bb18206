"""Packing, shipping and delivering parcels; the order follows the last of them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import NotFound
from cooperatives.rules import clean_code
from orders.models import Order, Shipment
from orders.queries.shipments import lot_codes_of
from orders.rules import NotPaidYet, OrderMoved, WaybillUsed, fulfilling
from orders.rules.status import next_shipment_status
from orders.services.journal import move_order


@transaction.atomic
def pack(*, shipment_uid: str, lot_codes: list[str], actor: Actor, now: datetime) -> Shipment:
    """All lots of the parcel must be scanned, no other. Packing twice changes nothing more."""
    shipment = _lock(shipment_uid, actor)
    scanned = [clean_code(code) for code in lot_codes]
    fulfilling.check_scanned(lot_codes_of(shipment), scanned)
    if shipment.status == Shipment.Status.PACKED:
        return shipment
    _move(shipment, "pack", actor, now, packed_by_uid=actor.user_uid, packed_at=now)
    return shipment


@transaction.atomic
def ship(*, shipment_uid: str, courier: str, waybill: str, actor: Actor, now: datetime) -> Shipment:
    """Handed to a courier under a waybill that no other parcel has (UNIQUE)."""
    shipment = _lock(shipment_uid, actor)
    given = {
        "courier": fulfilling.check_courier(courier),
        "waybill": fulfilling.check_waybill(waybill),
    }
    if shipment.status == Shipment.Status.SHIPPED and shipment.waybill == given["waybill"]:
        return shipment
    try:
        with transaction.atomic():
            _move(shipment, "ship", actor, now, shipped_at=now, **given)
    except IntegrityError:
        text = f"运单号 {given['waybill']} 已用于另一个包裹"
        raise WaybillUsed(text, fields={"waybill": text}) from None
    return shipment


@transaction.atomic
def deliver(*, shipment_uid: str, actor: Actor, now: datetime) -> Shipment:
    """The courier says it arrived; with the last parcel the time to complete begins."""
    shipment = _lock(shipment_uid, actor)
    if shipment.status == Shipment.Status.DELIVERED:
        return shipment
    _move(shipment, "deliver", actor, now, delivered_at=now)
    return shipment


def _lock(uid: str, actor: Actor) -> Shipment:
    """The parcel within reach; its order is locked first, so parcels of one order queue up."""
    shipment = Shipment.objects.visible_to(actor).filter(uid=uid).first()
    if shipment is None:
        raise NotFound
    shipment.order = Order.objects.select_for_update().get(pk=shipment.order_id)
    shipment.refresh_from_db(fields=["status", "courier", "waybill"])
    if shipment.order.paid_at is None or shipment.order.status in {"cancelled", "expired"}:
        raise NotPaidYet
    return shipment


def _move(shipment: Shipment, move: str, actor: Actor, now: datetime, **fields: Any) -> None:
    before = shipment.status
    after = next_shipment_status(before, move)
    guarded = Shipment.objects.filter(pk=shipment.pk, status=before)
    if guarded.update(status=after, **fields) != 1:
        raise OrderMoved
    for name, value in (fields | {"status": after}).items():
        setattr(shipment, name, value)
    audit.record(actor=actor, action=f"shipment.{move}", subject=shipment, at=now)
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
