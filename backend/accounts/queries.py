"""Finding people and building the actor of a request."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from backend.accounts import rules
from backend.accounts.models import (
    AssignmentQuerySet,
    Device,
    DeviceQuerySet,
    RoleAssignment,
    User,
)
from backend.common.actor import ANYONE, Actor, AreaRange
from backend.common.sealed import blind_index

VISITOR = Actor(user_uid="", grants=rules.grants_of(""))


def user_by_login(login: str) -> User | None:
    """By account name, or by mobile through its blind index."""
    login = login.strip()
    return User.objects.filter(Q(username=login) | Q(phone_index=blind_index(login))).first()


def hats_of(user: User, on: date) -> AssignmentQuerySet:
    return user.assignments.in_force(on).order_by("id")


def needs_second_factor(user: User, on: date) -> bool:
    return hats_of(user, on).filter(role__in=rules.SECOND_FACTOR).exists()


def actor_for(user: User, assignment: RoleAssignment | None) -> Actor:
    """The actor of one hat; without a hat a signed-in person has a visitor's rights."""
    if not user.is_active:
        return ANYONE
    if assignment is None:
        return Actor(user_uid=str(user.uid), name=user.name, grants=VISITOR.grants)
    kind, ref = assignment.scope_kind, assignment.scope_ref
    refs = frozenset({ref}) if ref else frozenset[str]()
    return Actor(
        user_uid=str(user.uid),
        name=user.name,
        role=assignment.role,
        assignment_uid=str(assignment.uid),
        ranges=(AreaRange.of(assignment.area_prefix),) if assignment.area_prefix else (),
        stations=refs if kind == RoleAssignment.ScopeKind.STATION else frozenset(),
        cooperatives=refs if kind == RoleAssignment.ScopeKind.COOPERATIVE else frozenset(),
        households=refs if kind == RoleAssignment.ScopeKind.HOUSEHOLD else frozenset(),
        grants=rules.grants_of(assignment.role),
    )


def assignment_of(actor: Actor) -> RoleAssignment | None:
    """The hat the actor wears."""
    if not actor.assignment_uid:
        return None
    return RoleAssignment.objects.filter(uid=actor.assignment_uid).first()


def device_by_token(token: str, *, now: datetime) -> Device | None:
    """The live device of a token, with its person and hat, in one statement."""
    live = Device.objects.live(now).select_related("user", "assignment")
    device = live.filter(token_hash=rules.token_hash(token)).first()
    return device if device and device.user.is_active else None


def actor_of_device(device: Device, *, now: datetime) -> Actor:
    """The hat the device is bound to. Once it has ended, only late delivery is left of it."""
    hat = device.assignment
    actor = replace(actor_for(device.user, hat), device_uid=str(device.uid))
    today = timezone.localdate(now)
    if hat.valid_to is None or today <= hat.valid_to:
        grants = rules.device_grants(device.kind, actor.grants)
        return replace(actor, grants=grants)
    if device.kind != Device.Kind.STATION or not rules.can_still_deliver(hat.valid_to, now=now):
        raise rules.DeviceRevoked
    return replace(actor, grants=actor.grants & rules.LATE_DELIVERY, ended_on=hat.valid_to)


def letters_of(scope_ref: str) -> tuple[list[str], list[str]]:
    """Letters of a station's devices: of live ones, and of ended ones, oldest end first."""
    devices = Device.objects.filter(scope_ref=scope_ref, kind=Device.Kind.STATION)
    live = devices.filter(revoked_at__isnull=True).values_list("letter", flat=True)
    ended = devices.filter(revoked_at__isnull=False).order_by("revoked_at", "id")
    return list(live), list(ended.values_list("letter", flat=True))


def lot_letters_of(actor: Actor) -> frozenset[str]:
    """Letters this sender's lot codes may bear: its own device's, or any of its station's devices.

    In a browser an operator may hand in what a phone of the station printed, also a phone that has
    been revoked since.
    """
    mine = Device.objects.filter(kind=Device.Kind.STATION, scope_ref__in=actor.stations)
    if actor.device_uid:
        mine = mine.filter(uid=actor.device_uid)
    return frozenset(mine.values_list("letter", flat=True))


def devices_of(actor: Actor) -> DeviceQuerySet:
    """Devices within the actor's reach, with what a list shows of them."""
    found = Device.objects.visible_to(actor).exclude(kind=Device.Kind.PARTNER)
    return found.select_related("user", "assignment", "revoked_by")


def broken_invariants(*, now: datetime) -> Iterator[str]:
    """Grants that the constraints could not see: two incompatible hats on one head."""
    same_person = RoleAssignment.objects.filter(approved_by=F("granted_by")).exclude(role="BY")
    for assignment in same_person:
        yield f"role_assignment {assignment.pk}: granted and approved by one person"
    held: dict[int, set[str]] = {}
    for user_id, role in RoleAssignment.objects.in_force(now.date()).values_list("user", "role"):
        held.setdefault(user_id, set()).add(role)
    for user_id, roles in held.items():
        for role in roles:
            if other := rules.clash(role, frozenset(roles - {role})):
                yield f"user {user_id}: holds {role} and {other}"
                break


def second_factors(user: User) -> list[TOTPDevice]:
    return list(TOTPDevice.objects.filter(user=user, confirmed=True))


def second_factors_of(usernames: Sequence[str]) -> dict[str, TOTPDevice]:
    """Devices by account name, in one statement."""
    devices = TOTPDevice.objects.filter(user__username__in=usernames, confirmed=True)
    return {device.user.username: device for device in devices.select_related("user")}


def demo_accounts(path: Path) -> list[dict[str, Any]]:
    """The accounts of the demo as its file lists them; none where there is no file."""
    if not path.exists():
        return []
    return list(json.loads(path.read_text(encoding="utf-8")))
