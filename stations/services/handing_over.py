"""Handing a parcel over, undoing a misdelivery, reminding those who do not come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.accounts.rules import check_made_in_force
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from backend.common.sealed import blind_index
from stations import queries, rules
from stations.models import Handover, Parcel
from stations.services.parcels import counter_of, digest_of_said, find_parcel, tell_recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSaid:
    """Who took it, as the operator saw."""

    taken_by: str
    name: str = ""
    proxy_name: str = ""
    handed_at: datetime


@transaction.atomic
def hand_over(
    *, parcel_uid: UUID, uid: UUID, said: HandoverSaid, actor: Actor, now: datetime
) -> Handover:
    """A parcel leaves the counter once; the same uid and content again is the same hand-over."""
    station, person = counter_of(actor=actor)
    parcel = find_parcel(uid=parcel_uid, actor=actor)
    digest = digest_of_said(said=said, station=station)
    if before := Handover.objects.filter(uid=uid).first():
        return _same(before, parcel, digest)
    rules.check_made_at(said.handed_at, now=now, field="handed_at")
    check_made_in_force(actor, made_at=said.handed_at)
    handover = Handover(
        uid=uid, parcel=parcel, taken_by=said.taken_by, digest=digest,
        proxy_masked=_proxy(said), name_checked=_name_checked(parcel, said),
        handed_at=said.handed_at, received_at=now, operator=person,
    )  # fmt: skip
    handover.proxy_name = said.proxy_name
    status = rules.next_parcel_status(parcel.status, "hand_over")
    try:
        with transaction.atomic():
            # Once only: UNIQUE(parcel) where not undone, because SQLite has no row locks.
            handover.save(force_insert=True)
    except IntegrityError as error:
        raise rules.AlreadyHandedOver from error
    _move(parcel, status, ended_at=said.handed_at)
    data = {"handover": str(uid), "taken_by": said.taken_by, "checked": handover.name_checked}
    audit.record(actor=actor, action="parcel.hand_over", subject=parcel, at=now, data=data)
    return handover


@transaction.atomic
def undo_handover(
    *, parcel_uid: UUID, handover_uid: UUID, undone_at: datetime, actor: Actor, now: datetime
) -> Handover:
    """Back on the shelf, within ten minutes (screen S12); again gives the same answer."""
    _, person = counter_of(actor=actor)
    parcel = find_parcel(uid=parcel_uid, actor=actor)
    handover = Handover.objects.filter(uid=handover_uid, parcel=parcel).first()
    if handover is None:
        raise NotFound("没有这次交付，请刷新后查看")
    if handover.undone_at is not None:
        return handover
    rules.check_made_at(undone_at, now=now, field="undone_at")
    check_made_in_force(actor, made_at=undone_at)
    rules.check_undo(handed_at=handover.handed_at, undone_at=undone_at)
    status = rules.next_parcel_status(parcel.status, "undo")
    standing = Handover.objects.filter(pk=handover.pk, undone_at__isnull=True)
    if not standing.update(undone_at=undone_at, undone_by=person):
        raise Conflict
    _move(parcel, status, ended_at=None)
    data = {"handover": str(handover_uid)}
    audit.record(actor=actor, action="parcel.undo", subject=parcel, at=now, data=data)
    handover.refresh_from_db()
    return handover


def remind_overdue(*, now: datetime, limit: int = 500) -> int:
    """A message at three and at seven days; one per parcel and mark, however often this runs."""
    told = 0
    for days in rules.OVERDUE_DAYS:
        since, until = now - timedelta(days=days + 1), now - timedelta(days=days)
        for parcel in queries.waiting_between(since, until)[:limit]:
            text = rules.reminder_text(
                station=parcel.station.name, code=parcel.pickup_code, days=days
            )
            tell_recipient(parcel=parcel, event=f"overdue_{days}", text=text, now=now)
            told += 1
    return told


def _same(before: Handover, parcel: Parcel, digest: str) -> Handover:
    if before.parcel_id != parcel.pk or before.digest != digest:
        raise rules.ParcelChanged
    return before


def _proxy(said: HandoverSaid) -> str:
    if said.taken_by != Handover.TakenBy.PROXY:
        return ""
    if len(said.proxy_name.strip()) < 2:
        raise Invalid(fields={"proxy_name": "代取请登记代取人姓名，至少 2 个字"})
    return rules.masked_name(said.proxy_name)


def _name_checked(parcel: Parcel, said: HandoverSaid) -> bool:
    """The recipient's name said at the counter, where the label bore one."""
    name = "".join(said.name.split())
    if not name or not parcel.name_index:
        return False
    if blind_index(name) != parcel.name_index:
        raise rules.NameDoesNotMatch(fields={"name": f"收件人为 {parcel.name_masked}，请核对"})
    return True


def _move(parcel: Parcel, status: str, *, ended_at: datetime | None) -> None:
    still = Parcel.objects.filter(pk=parcel.pk, status=parcel.status)
    if not still.update(status=status, ended_at=ended_at):
        raise Conflict
    parcel.refresh_from_db()
