"""A parcel lost on its way, and a paid order that the station cannot fill: money back by rule."""

from datetime import datetime

from django.db import transaction

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict
from cooperatives.services.stock import write_off_sold
from orders.models import LineSource, Shipment
from orders.queries.worth import shipping_left, sources_of, worth_of
from orders.rules import refunding as rules
from orders.rules.payment import RefundReason
from orders.services.journal import move_order
from orders.services.parcels import lock_shipment, move_shipment
from orders.services.refunding import Basket, refund_part, request_refund


@transaction.atomic
def lose(*, shipment_uid: str, reason: str, actor: Actor, now: datetime) -> Shipment:
    """The courier has lost it: the buyer gets the parcel's goods and shipping back."""
    shipment = lock_shipment(uid=shipment_uid, actor=actor)
    why = rules.check_reason(reason)
    if shipment.status == Shipment.Status.LOST:
        return shipment
    move_shipment(shipment=shipment, move="lose", actor=actor, now=now, why=why)
    sources = list(sources_of(order_id=shipment.order_id).filter(line__station=shipment.station_id))
    left_fen = shipping_left(shipment)
    basket = Basket(rules.take_all(worth_of(sources)), {shipment.pk: left_fen} if left_fen else {})
    if basket.amount_fen:
        refund_part(
            order=shipment.order,
            basket=basket,
            number=f"L{shipment.uid.hex[:16]}",
            reason=RefundReason.LOST,
            actor=actor,
            now=now,
        )
        write_off_sold(
            takes=grams_per_lot(basket, sources), why=f"快递丢失：{why}"[:200], actor=actor, now=now
        )
    return shipment


def grams_per_lot(basket: Basket, sources: list[LineSource]) -> dict[int, int]:
    lots = {source.pk: source.lot_id for source in sources}
    grams: dict[int, int] = {}
    for one in basket.taken:
        if one.weight_g:
            lot_id = lots[one.source_id]
            grams[lot_id] = grams.get(lot_id, 0) + one.weight_g
    return grams


@transaction.atomic
def give_up(*, shipment_uid: str, reason: str, actor: Actor, now: datetime) -> Shipment:
    """整单缺货: the station cannot fill the order's only parcel; all money goes back."""
    shipment = lock_shipment(uid=shipment_uid, actor=actor)
    why = rules.check_reason(reason)
    order = shipment.order
    if order.shipments.count() > 1 or shipment.status != Shipment.Status.WAITING:
        raise Conflict("只有整单都由本站发货、且还没有打包的订单可以整单退款")
    move_order(order=order, move="cancel", actor=actor, now=now)
    request_refund(order=order, actor=actor, now=now)
    audit.record(
        actor=actor, action="shipment.give_up", subject=shipment, at=now, data={"reason": why}
    )
    return shipment
