"""Packing, shipping and delivering parcels; the order follows the last of them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from backend.common.actor import Actor
from backend.common.errors import DomainError, Invalid
from cooperatives.rules import clean_code
from orders.models import Shipment
from orders.queries.shipments import lot_codes_of
from orders.rules import WaybillUsed, fulfilling
from orders.services.parcels import lock_shipment, move_shipment

MOST_IN_A_BATCH = 100


@transaction.atomic
def pack(*, shipment_uid: str, lot_codes: list[str], actor: Actor, now: datetime) -> Shipment:
    """All lots of the parcel must be scanned, no other. Packing twice changes nothing more."""
    shipment = lock_shipment(uid=shipment_uid, actor=actor)
    scanned = [clean_code(code) for code in lot_codes]
    fulfilling.check_scanned(lot_codes_of(shipment), scanned)
    if shipment.status == Shipment.Status.PACKED:
        return shipment
    given: dict[str, Any] = {"packed_by_uid": actor.user_uid, "packed_at": now}
    if shipment.pick_up:
        given["pick_up_code"] = _free_code(shipment)
    move_shipment(shipment=shipment, move="pack", actor=actor, now=now, **given)
    return shipment


def _free_code(shipment: Shipment) -> str:
    """Six digits that no other parcel waiting at the station has (UNIQUE decides)."""
    waiting = Shipment.objects.filter(station=shipment.station_id, status="packed")
    taken = set(waiting.values_list("pick_up_code", flat=True))
    return next(code for code in iter(_six_digits, "") if code not in taken)


def _six_digits() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


@transaction.atomic
def ship(*, shipment_uid: str, courier: str, waybill: str, actor: Actor, now: datetime) -> Shipment:
    """Handed to a courier under a waybill that no other parcel has (UNIQUE)."""
    shipment = lock_shipment(uid=shipment_uid, actor=actor)
    fulfilling.check_goes_by_courier(pick_up=shipment.pick_up)
    given = {
        "courier": fulfilling.check_courier(courier),
        "waybill": fulfilling.check_waybill(waybill),
    }
    if shipment.status == Shipment.Status.SHIPPED and shipment.waybill == given["waybill"]:
        return shipment
    try:
        with transaction.atomic():
            move_shipment(
                shipment=shipment, move="ship", actor=actor, now=now, shipped_at=now, **given
            )
    except IntegrityError:
        text = f"运单号 {given['waybill']} 已用于另一个包裹"
        raise WaybillUsed(text, fields={"waybill": text}) from None
    return shipment


@dataclass(frozen=True, slots=True)
class ToShip:
    shipment_uid: str
    courier: str
    waybill: str


@dataclass(frozen=True, slots=True)
class Shipped:
    """What became of one row of a batch; `problem` is empty where it is on its way."""

    shipment_uid: str
    problem: str


def ship_batch(*, rows: Sequence[ToShip], actor: Actor, now: datetime) -> list[Shipped]:
    """Each parcel by itself: one wrong waybill does not hold up the others."""
    if not 1 <= len(rows) <= MOST_IN_A_BATCH:
        raise Invalid(fields={"rows": f"一次请发 1 至 {MOST_IN_A_BATCH} 个包裹"})
    return [_ship_one(row, actor, now) for row in rows]


def _ship_one(row: ToShip, actor: Actor, now: datetime) -> Shipped:
    try:
        ship(
            shipment_uid=row.shipment_uid,
            courier=row.courier,
            waybill=row.waybill,
            actor=actor,
            now=now,
        )
    except DomainError as refused:
        said = "；".join(refused.fields.values()) or refused.detail or refused.title
        return Shipped(row.shipment_uid, said)
    return Shipped(row.shipment_uid, "")


@transaction.atomic
def deliver(*, shipment_uid: str, actor: Actor, now: datetime) -> Shipment:
    """The courier says it arrived; with the last parcel the time to complete begins."""
    shipment = lock_shipment(uid=shipment_uid, actor=actor)
    if shipment.status == Shipment.Status.DELIVERED:
        return shipment
    move_shipment(shipment=shipment, move="deliver", actor=actor, now=now, delivered_at=now)
    return shipment


@transaction.atomic
def hand_over(*, shipment_uid: str, code: str, actor: Actor, now: datetime) -> Shipment:
    """The buyer picks the parcel up at the station and says the code; once."""
    shipment = lock_shipment(uid=shipment_uid, actor=actor)
    fulfilling.check_pick_up_code(expected=shipment.pick_up_code, said=code)
    if shipment.status == Shipment.Status.DELIVERED:
        return shipment
    move_shipment(
        shipment=shipment, move="hand_over", actor=actor, now=now, shipped_at=now, delivered_at=now
    )
    return shipment
