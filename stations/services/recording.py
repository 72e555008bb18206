"""Services done at the counter: recorded once, voided by a counter-record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.accounts.rules import check_made_in_force
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Invalid, NotFound
from stations import rules
from stations.models import ServiceRecord, Station
from stations.services.parcels import counter_of, digest_of_said


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSaid:
    """What was done, how often, for how much."""

    kind: str
    count: int
    amount_fen: int = 0
    fee_fen: int = 0
    household_uid: str = ""
    note: str = ""
    done_at: datetime


@transaction.atomic
def record_service(*, uid: UUID, said: ServiceSaid, actor: Actor, now: datetime) -> ServiceRecord:
    """The same uid and content again gives back the same record."""
    station, person = counter_of(actor=actor)
    digest = digest_of_said(said=said, station=station)
    if before := ServiceRecord.objects.filter(uid=uid).first():
        return _same(before, digest)
    rules.check_made_at(said.done_at, now=now, field="done_at")
    check_made_in_force(actor, made_at=said.done_at)
    if station.status != Station.Status.OPERATING:
        raise rules.StationClosed
    try:
        with transaction.atomic():
            record = ServiceRecord.objects.create(
                uid=uid, station=station, kind=said.kind, count=said.count,
                amount_fen=said.amount_fen, fee_fen=said.fee_fen,
                household_uid=said.household_uid, note=said.note.strip(), digest=digest,
                done_at=said.done_at, received_at=now, operator=person,
            )  # fmt: skip
    except IntegrityError:
        return _same(ServiceRecord.objects.get(uid=uid), digest)
    data = {"kind": said.kind, "count": said.count, "amount_fen": said.amount_fen}
    audit.record(actor=actor, action="service.record", subject=record, at=now, data=data)
    return record


@transaction.atomic
def void_service(
    *, record_uid: UUID, uid: UUID, reason: str, actor: Actor, now: datetime
) -> ServiceRecord:
    """The figures turned round, once per record; the first record stays as it was written."""
    station, person = counter_of(actor=actor)
    record = ServiceRecord.objects.visible_to(actor).filter(uid=record_uid, station=station).first()
    if record is None or record.voids_id is not None:
        raise NotFound("本站没有这条服务记录")
    if len(reason.strip()) < 2:
        raise Invalid(fields={"reason": "请写明冲销原因，至少 2 个字"})
    if before := ServiceRecord.objects.filter(voids=record).first():
        if before.uid == uid:
            return before
        raise rules.AlreadyVoided
    try:
        with transaction.atomic():
            counter = ServiceRecord.objects.create(
                uid=uid, station=station, kind=record.kind, count=-record.count,
                amount_fen=-record.amount_fen, fee_fen=-record.fee_fen,
                household_uid=record.household_uid, note=reason.strip(), voids=record,
                digest=record.digest, done_at=record.done_at, received_at=now, operator=person,
            )  # fmt: skip
    except IntegrityError as error:
        raise rules.AlreadyVoided from error
    data = {"voids": str(record.uid)}
    audit.record(actor=actor, action="service.void", subject=counter, at=now, data=data)
    return counter


def _same(before: ServiceRecord, digest: str) -> ServiceRecord:
    if before.digest != digest:
        raise rules.RecordChanged
    return before
