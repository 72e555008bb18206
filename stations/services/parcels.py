"""Parcels in and out, exactly once however often a device sends them (SCREENS S12)."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.accounts.rules import check_made_in_force
from backend.audit import services as audit
from backend.audit.services import reveal
from backend.common.actor import Actor, system_actor
from backend.common.errors import Conflict, Invalid, NotFound
from backend.common.sealed import blind_index
from backend.messaging.models import Message
from backend.messaging.services import queue_message
from stations import queries, rules
from stations.models import Parcel, Station

TELLER = system_actor("parcels")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelSaid:
    """What the operator scanned and typed."""

    direction: str
    waybill: str
    carrier: str = ""
    shelf_code: str = ""
    name: str = ""
    phone: str = ""
    phone_tail: str = ""
    household_uid: str = ""
    fee_fen: int = 0
    arrived_at: datetime


def digest_of_said(*, said: Any, station: Station) -> str:
    """Keyed, because names and phones are among what it holds."""
    content = {"station": str(station.uid)} | asdict(said)
    return blind_index(json.dumps(content, sort_keys=True, default=str, ensure_ascii=False))


def counter_of(*, actor: Actor) -> tuple[Station, User]:
    """The operator's own station and person."""
    station = queries.station_of(actor)
    person = User.objects.filter(uid=actor.user_uid).first() if actor.signed_in else None
    if station is None or person is None:
        raise rules.NoStation
    return station, person


@transaction.atomic
def take_in_parcel(*, uid: UUID, said: ParcelSaid, actor: Actor, now: datetime) -> Parcel:
    """A parcel reaches the counter; the same uid and content again gives back the same one."""
    station, person = counter_of(actor=actor)
    said = _cleaned(said)
    digest = digest_of_said(said=said, station=station)
    if before := queries.parcel_by_uid(uid):
        return _same(before, digest)
    _check(said, station, actor, now)
    parcel = _filled(uid, said, station, person, now)
    parcel.digest = digest
    try:
        with transaction.atomic():
            parcel.save(force_insert=True)
    except IntegrityError as error:
        if before := queries.parcel_by_uid(uid):
            return _same(before, digest)
        raise rules.ParcelAlreadyIn from error
    data = {"direction": parcel.direction, "carrier": parcel.carrier}
    audit.record(actor=actor, action="parcel.take_in", subject=parcel, at=now, data=data)
    if parcel.direction == Parcel.Direction.IN:
        text = rules.arrival_text(
            station=station.name, code=parcel.pickup_code, carrier=parcel.carrier
        )
        tell_recipient(parcel=parcel, event="arrived", text=text, now=now)
    return parcel


def tell_recipient(*, parcel: Parcel, event: str, text: str, now: datetime) -> None:
    """By SMS where the phone is known, else a slip to print: one message per event."""
    phone = ""
    if parcel.phone:
        phone = reveal(
            parcel.phone, subject=parcel, field="phone", actor=TELLER,
            purpose="发送取件通知", now=now,
        )  # fmt: skip
    queue_message(
        key=f"parcel:{parcel.uid}:{event}",
        channel=Message.Channel.SMS if phone else Message.Channel.PRINT,
        recipient_kind="parcel",
        recipient_uid=str(parcel.uid),
        address=phone,
        template=f"parcel_{event}",
        text=text,
        now=now,
    )


@transaction.atomic
def end_parcel(
    *, parcel_uid: UUID, move: str, reason: str, made_at: datetime, actor: Actor, now: datetime
) -> Parcel:
    """Sent back to the courier with a reason, or collected; again gives the same answer."""
    parcel = find_parcel(uid=parcel_uid, actor=actor)
    rules.check_made_at(made_at, now=now, field="made_at")
    check_made_in_force(actor, made_at=made_at)
    after = "returned" if move == "send_back" else "collected"
    if parcel.status == after:
        return parcel
    if move == "send_back" and len(reason.strip()) < 2:
        raise Invalid(fields={"reason": "请写明退回原因，至少 2 个字"})
    status = rules.next_parcel_status(parcel.status, move)
    still = Parcel.objects.filter(pk=parcel.pk, status=parcel.status)
    if not still.update(status=status, ended_at=made_at, reason=reason.strip()):
        raise Conflict
    audit.record(actor=actor, action=f"parcel.{move}", subject=parcel, at=now)
    parcel.refresh_from_db()
    return parcel


def find_parcel(*, uid: UUID, actor: Actor) -> Parcel:
    """A parcel of the operator's own station."""
    own = Parcel.objects.visible_to(actor).filter(station__uid__in=actor.stations)
    parcel = own.select_related("station").filter(uid=uid).first()
    if parcel is None:
        raise NotFound("本站没有这件包裹，请核对运单号")
    return parcel


def _cleaned(said: ParcelSaid) -> ParcelSaid:
    phone = "".join(said.phone.split())
    return ParcelSaid(
        direction=said.direction, waybill=rules.clean_waybill(said.waybill),
        carrier=said.carrier.strip(), shelf_code=said.shelf_code.strip().upper(),
        name="".join(said.name.split()), phone=phone,
        phone_tail=phone[-4:] or said.phone_tail, household_uid=said.household_uid,
        fee_fen=said.fee_fen, arrived_at=said.arrived_at,
    )  # fmt: skip


def _check(said: ParcelSaid, station: Station, actor: Actor, now: datetime) -> None:
    rules.check_made_at(said.arrived_at, now=now, field="arrived_at")
    check_made_in_force(actor, made_at=said.arrived_at)
    if station.status != Station.Status.OPERATING:
        raise rules.StationClosed
    if said.direction == Parcel.Direction.IN and not (said.phone_tail or said.name):
        raise Invalid(fields={"phone_tail": "请填写收件人手机尾号或姓名，取件时要核对"})


def _same(before: Parcel, digest: str) -> Parcel:
    if before.digest != digest:
        raise rules.ParcelChanged
    return before


def _filled(uid: UUID, said: ParcelSaid, station: Station, person: User, now: datetime) -> Parcel:
    parcel = Parcel(
        uid=uid, station=station, direction=said.direction,
        status=rules.FIRST_STATUS[said.direction], carrier=said.carrier, waybill=said.waybill,
        shelf_code=said.shelf_code, name_masked=rules.masked_name(said.name),
        name_index=blind_index(said.name) if said.name else "", phone_tail=said.phone_tail,
        household_uid=said.household_uid, fee_fen=said.fee_fen, arrived_at=said.arrived_at,
        received_at=now, operator=person,
        pickup_code=rules.pickup_code(said.shelf_code, said.waybill),
    )  # fmt: skip
    parcel.phone = said.phone
    return parcel
