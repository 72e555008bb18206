"""Finding people and building the actor of a request."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from backend.accounts import rules
from backend.accounts.models import (
    AssignmentQuerySet,
    Consent,
    Device,
    DeviceQuerySet,
    RoleAssignment,
    User,
)
from backend.audit.queries import Asked
from backend.common.actor import ANYONE, Actor, AreaRange
from backend.common.sealed import blind_index

VISITOR = Actor(user_uid="", grants=rules.grants_of(""))


def user_by_login(login: str) -> User | None:
    """By account name, or by mobile through its blind index."""
    login = login.strip()
    return User.objects.filter(Q(username=login) | Q(phone_index=blind_index(login))).first()


def hats_of(user: User, on: date) -> AssignmentQuerySet:
    return user.assignments.in_force(on).order_by("id")


def holders_of(roles: Iterable[str], *, area_code: str, scope_ref: str, on: date) -> QuerySet[User]:
    """Who wears one of these roles over an area, or of one cooperative or station."""
    # County, township and village of the code; a founder's area opens nothing there.
    over = {area_code[:length] for length in (6, 9, 12)}
    reach = Q(area_prefix__in=over) & ~Q(role="CM")
    if scope_ref:
        reach |= Q(scope_ref=scope_ref)
    hats = RoleAssignment.objects.in_force(on).filter(reach, role__in=list(roles))
    return User.objects.filter(is_active=True, pk__in=hats.values("user"))


def held_by(user: User, on: date) -> list[tuple[str, str]]:
    """(role, place) of the hats a person holds, also those that wait for the second person."""
    hats = user.assignments.filter(refused_at__isnull=True)
    hats = hats.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    return list(hats.values_list("role", "place_code"))


def resets_by_code(user: User, on: date) -> bool:
    """Whether a code on the mobile is enough to set the password anew."""
    roles = set(hats_of(user, on).values_list("role", flat=True))
    return bool(roles) and roles <= rules.RESET_BY_CODE


def must_enrol(user: User, on: date) -> bool:
    """A second factor is asked for and none is there yet: the first sign-in makes it."""
    return needs_second_factor(user, on) and not second_factors(user)


def needs_second_factor(user: User, on: date) -> bool:
    return hats_of(user, on).filter(role__in=rules.SECOND_FACTOR).exists()


def actor_for(user: User, assignment: RoleAssignment | None) -> Actor:
    """The actor of one hat; without a hat a signed-in person has a visitor's rights."""
    if not user.is_active:
        return ANYONE
    if assignment is None:
        return Actor(user_uid=str(user.uid), user_id=user.pk, name=user.name, grants=VISITOR.grants)
    kind, ref = assignment.scope_kind, assignment.scope_ref
    refs = frozenset({ref}) if ref else frozenset[str]()
    area = assignment.area_prefix
    # A manager over an area founds a cooperative there; the people who live there are not its own.
    founds_in = area if assignment.role == "CM" else ""
    return Actor(
        user_uid=str(user.uid),
        user_id=user.pk,
        name=user.name,
        role=assignment.role,
        assignment_uid=str(assignment.uid),
        ranges=(AreaRange.of(area),) if area and not founds_in else (),
        founds_in=founds_in,
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


def staff_of(actor: Actor, *, search: str = "") -> QuerySet[User]:
    """Accounts that are not a buyer's or a household's alone: an administrator sees no citizen."""
    private = RoleAssignment.objects.filter(user=OuterRef("pk"), role__in=("BY", "HM"))
    staff = RoleAssignment.objects.filter(user=OuterRef("pk")).exclude(role__in=("BY", "HM"))
    found = User.objects.filter(Exists(staff) | ~Exists(private))
    if not actor.may("create", "account"):
        seen = RoleAssignment.objects.visible_to(actor).values("user")
        found = found.filter(pk__in=seen)
    if term := search.strip():
        found = found.filter(Q(username__startswith=term.lower()) | Q(name__contains=term))
    return found.prefetch_related(
        Prefetch("assignments", RoleAssignment.objects.order_by("-valid_from", "-id"))
    )


def locked_out(*, now: datetime) -> set[str]:
    """Account names that were mistyped too often and wait."""
    since = now - timedelta(hours=settings.AXES_COOLOFF_TIME)
    failed = AccessAttempt.objects.filter(attempt_time__gt=since)
    locked = failed.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
    return set(locked.values_list("username", flat=True))


def assignments_of(
    actor: Actor,
    *,
    on: date,
    as_of: date | None = None,
    expiring: bool = False,
    role: str = "",
    scope_ref: str = "",
    person: str = "",
) -> AssignmentQuerySet:
    """Who holds or held which role where; `as_of` shows who was responsible on that day."""
    found = RoleAssignment.objects.visible_to(actor)
    if as_of:
        found = found.in_force(as_of)
    if expiring:
        soon = on + timedelta(days=rules.EXPIRES_SOON_DAYS)
        found = found.in_force(on).filter(valid_to__lte=soon)
    if role in rules.ROLES:
        found = found.filter(role=role)
    if scope_ref:
        found = found.filter(Q(scope_ref=scope_ref) | Q(area_prefix=scope_ref))
    if person := person.strip():
        found = found.filter(Q(user__name__contains=person) | Q(user__username=person.lower()))
    return found.select_related("user", "granted_by", "approved_by")


def traces_asked(actor: Actor, asked: Asked, *, person: str = "") -> Asked:
    """The filters, kept to acts of people of the actor's areas.

    Acts of the system and of people without a place (buyers) belong to the installation's county.
    """
    people = User.objects.all()
    if person := person.strip():
        people = people.filter(Q(name__contains=person) | Q(username=person.lower()))
    placed = RoleAssignment.objects.exclude(place_code="")
    near = Q(pk__in=[])
    for area in actor.ranges:
        near |= Q(place_code__gte=area.low, place_code__lt=area.high)
    home = any(area.holds(settings.COUNTY_CODE) for area in actor.ranges)
    if home and not person and not placed.exclude(near).exists():
        return asked
    reach = Q(pk__in=placed.filter(near).values("user"))
    if home:
        reach |= ~Q(pk__in=placed.values("user"))
    uids = people.filter(reach).values_list("uid", flat=True)
    return replace(asked, actor_uids=frozenset(str(uid) for uid in uids))


def names_of(uids: Iterable[str]) -> dict[str, str]:
    """Names by uid, in one statement; the system's own actors have none."""
    known = [uid for uid in set(uids) if len(uid) == 36]
    found = User.objects.filter(uid__in=known).values_list("uid", "name")
    return {str(uid): name for uid, name in found}


def partner_clients_of(actor: Actor) -> DeviceQuerySet:
    found = Device.objects.visible_to(actor).filter(kind=Device.Kind.PARTNER)
    return found.select_related("user", "assignment", "revoked_by")


def unsent_devices(*, now: datetime) -> tuple[int, datetime | None]:
    """Live devices whose oldest record waits for more than a day, and the oldest of those."""
    late = Device.objects.live(now).filter(oldest_unsent_at__lt=now - timedelta(hours=24))
    found = late.aggregate(count=Count("pk"), oldest=Min("oldest_unsent_at"))
    return found["count"], found["oldest"]


def broken_invariants(*, now: datetime) -> Iterator[str]:
    """Grants that the constraints could not see: two incompatible hats on one head."""
    same_person = RoleAssignment.objects.filter(approved_by=F("granted_by")).exclude(role="BY")
    for assignment in same_person:
        yield f"role_assignment {assignment.pk}: granted and approved by one person"
    today = timezone.localdate(now)
    held: dict[int, list[RoleAssignment]] = {}
    for hat in RoleAssignment.objects.in_force(today):
        held.setdefault(hat.user_id, []).append(hat)
    for user_id, hats in held.items():
        for hat in hats:
            others = [(one.role, one.place_code) for one in hats if one.pk != hat.pk]
            other = rules.clash_at(hat.role, hat.place_code, others)
            waived = other and rules.waivable(hat.role, other) and any(one.waiver for one in hats)
            if other and not waived:
                yield f"user {user_id}: holds {hat.role} and {other}"
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


def consents_of(actor: Actor) -> QuerySet[Consent]:
    """The person's own log, newest first."""
    return Consent.objects.filter(user__uid=actor.user_uid).order_by("-id")
