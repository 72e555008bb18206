"""Devices: bound once with a token shown once, seen, renamed, revoked."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from secrets import token_urlsafe

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import make_aware

from backend.accounts import queries, rules
from backend.accounts.models import Device, RoleAssignment, User
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound

SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class BoundDevice:
    """`token` is shown once and kept nowhere: the row holds its hash."""

    device: Device
    token: str


def bind_device(*, name: str, replaces: str, actor: Actor, now: datetime) -> BoundDevice:
    """Binds this phone to the operator's present station, with a letter of its own.

    `replaces` names the binding this phone had before; it ends with the new one. Two phones at
    once may reach for one letter: UNIQUE(scope_ref, letter) lets one of them have it.
    """
    assignment = queries.assignment_of(actor)
    if assignment is None or assignment.role not in rules.STATION_APP:
        raise rules.StationsOnly
    name = _checked_name(name)
    for _ in range(3):
        try:
            return _bind_station(assignment, name, replaces, actor, now)
        except IntegrityError:
            continue
    raise Conflict("正有其他设备在绑定，请再试一次")


@transaction.atomic
def _bind_station(
    assignment: RoleAssignment, name: str, replaces: str, actor: Actor, now: datetime
) -> BoundDevice:
    if replaces:
        revoke_device(uid=replaces, reason="本机重新绑定", actor=actor, now=now)
    device = Device(
        kind=Device.Kind.STATION,
        name=name,
        letter=rules.free_letter(*queries.letters_of(assignment.scope_ref)),
        expires_at=now + rules.DEVICE_LIVES,
    )
    return store_device(device, assignment=assignment, actor=actor, now=now)


@transaction.atomic
def connect_partner(
    *, assignment_uid: str, name: str, expires_on: date, actor: Actor, now: datetime
) -> BoundDevice:
    """A partner's program under a granted role; it reads only, and its token ends (DESIGN 9)."""
    today = timezone.localdate(now)
    hat = RoleAssignment.objects.visible_to(actor).in_force(today).filter(uid=assignment_uid)
    assignment = hat.first()
    if assignment is None:
        raise Invalid(fields={"assignment": "没有这项在任的授权，请先授权再接入"})
    if not today < expires_on <= today + rules.DEVICE_LIVES:
        raise Invalid(fields={"expires_on": "到期日须在明天至一年之内"})
    ends = make_aware(datetime.combine(expires_on, time.max))
    device = Device(kind=Device.Kind.PARTNER, name=_checked_name(name), expires_at=ends)
    return store_device(device, assignment=assignment, actor=actor, now=now)


def store_device(
    device: Device, *, assignment: RoleAssignment, actor: Actor, now: datetime
) -> BoundDevice:
    """Gives a new device its token, its hat and its line in the audit."""
    token = token_urlsafe(32)
    device.assignment, device.user_id = assignment, assignment.user_id
    device.scope_ref, device.bound_at = assignment.scope_ref, now
    device.bound_by = User.objects.get(uid=actor.user_uid)
    device.token_hash = rules.token_hash(token)
    device.save()
    data = {"kind": device.kind, "letter": device.letter, "scope": assignment.scope_name}
    audit.record(actor=actor, action="device.bind", subject=device, at=now, data=data)
    return BoundDevice(device, token)


@transaction.atomic
def rename_device(*, uid: str, name: str, actor: Actor, now: datetime) -> Device:
    device = _found(uid, actor)
    device.name = _checked_name(name)
    device.save(update_fields=["name"])
    audit.record(actor=actor, action="device.rename", subject=device, at=now)
    return device


@transaction.atomic
def revoke_device(*, uid: str, reason: str, actor: Actor, now: datetime) -> Device:
    """From now on the token opens nothing. Revoking twice changes nothing."""
    device = _found(uid, actor)
    reason = reason.strip()
    if not 2 <= len(reason) <= 100:
        raise Invalid(fields={"reason": "请写明停用原因，2–100 字，例如 手机丢失"})
    waiting = Device.objects.filter(pk=device.pk, revoked_at__isnull=True)
    revoker = User.objects.get(uid=actor.user_uid)
    if waiting.update(revoked_at=now, revoked_by=revoker, revoke_reason=reason):
        data = {"reason": reason, "letter": device.letter}
        audit.record(actor=actor, action="device.revoke", subject=device, at=now, data=data)
    device.refresh_from_db()
    return device


def note_seen(*, device: Device, now: datetime) -> None:
    """At most once a minute, so that a busy counter does not write on each request."""
    if device.last_seen_at is None or now - device.last_seen_at >= SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)


def note_queue(
    *, actor: Actor, unsent_count: int, oldest_unsent_at: datetime | None, now: datetime
) -> Device:
    """What a device says of its queue; the county sees who has not sent for a day."""
    device = Device.objects.filter(uid=actor.device_uid).first() if actor.device_uid else None
    if device is None:
        raise rules.DevicesOnly
    device.last_sync_at = device.last_seen_at = now
    device.unsent_count = unsent_count
    # A phone whose clock runs ahead cannot have a record from tomorrow.
    oldest = min(oldest_unsent_at, now) if oldest_unsent_at else None
    device.oldest_unsent_at = (oldest or now) if unsent_count else None
    device.save(update_fields=["last_sync_at", "last_seen_at", "unsent_count", "oldest_unsent_at"])
    return device


def _found(uid: str, actor: Actor) -> Device:
    device = Device.objects.visible_to(actor).filter(uid=uid).first()
    if device is None:
        raise NotFound
    return device


def _checked_name(name: str) -> str:
    name = name.strip()
    if not 2 <= len(name) <= 30:
        raise Invalid(fields={"name": "设备名称请填 2–30 个字，例如 柜台手机"})
    return name
