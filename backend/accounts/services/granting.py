"""Granting roles by two people, and ending them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.accounts import queries, rules
from backend.accounts.models import RoleAssignment, User
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a hat reaches, and where that lies."""

    kind: str
    ref: str = ""
    area_prefix: str = ""
    name: str = ""
    place_code: str = ""


@transaction.atomic
def propose_assignment(
    *,
    user: User,
    role: str,
    scope: Scope,
    valid_from: date,
    valid_to: date | None,
    waiver: str = "",
    actor: Actor,
    now: datetime,
) -> RoleAssignment:
    """A hat, not yet in force: a second person must agree. Nobody grants to themselves."""
    granter = _person(actor)
    if granter.pk == user.pk:
        raise rules.NotOwnGrant
    if valid_to and valid_to < valid_from:
        raise Invalid(fields={"valid_to": "截止日期不能早于开始日期"})
    waiver = waiver.strip()
    _check_apart(user, role, scope, waiver, now)
    assignment = RoleAssignment(
        user=user, role=role, scope_kind=scope.kind, scope_ref=scope.ref,
        area_prefix=scope.area_prefix, scope_name=scope.name, place_code=scope.place_code,
        valid_from=valid_from, valid_to=valid_to, granted_by=granter, waiver=waiver,
    )  # fmt: skip
    try:
        with transaction.atomic():
            assignment.save()
    except IntegrityError as error:
        raise Conflict("同一人、同一身份、同一开始日期的授权已存在") from error
    data = {"user": str(user.uid), "role": role, "scope": scope.name, "waiver": waiver}
    audit.record(actor=actor, action="assignment.propose", subject=assignment, at=now, data=data)
    return assignment


def _check_apart(user: User, role: str, scope: Scope, waiver: str, now: datetime) -> None:
    held = queries.held_by(user, timezone.localdate(now))
    other = rules.clash_at(role, scope.place_code, held)
    if other is None or (rules.waivable(role, other) and waiver):
        return
    names = f"{rules.ROLES[role]} 与 {rules.ROLES[other]}"
    if rules.waivable(role, other):
        raise rules.IncompatibleRoles(
            f"{names} 由一人担任须书面说明理由，并经乡镇再次审批",
            fields={"waiver": "请写明为何由一人兼任"},
        )
    raise rules.IncompatibleRoles(f"{names} 不能由一人担任")


@transaction.atomic
def approve_assignment(*, assignment_uid: str, actor: Actor, now: datetime) -> RoleAssignment:
    """The second person; the database refuses the first one too."""
    approver, assignment = _person(actor), _waiting(assignment_uid)
    check_not_concerned(assignment, actor)
    RoleAssignment.objects.filter(
        pk=assignment.pk, approved_by=None, refused_at__isnull=True
    ).update(approved_by=approver)
    audit.record(actor=actor, action="assignment.approve", subject=assignment, at=now)
    assignment.refresh_from_db()
    return assignment


@transaction.atomic
def refuse_assignment(*, assignment_uid: str, actor: Actor, now: datetime) -> RoleAssignment:
    assignment = _waiting(assignment_uid)
    RoleAssignment.objects.filter(pk=assignment.pk, approved_by=None).update(refused_at=now)
    audit.record(actor=actor, action="assignment.refuse", subject=assignment, at=now)
    assignment.refresh_from_db()
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment_uid: str, on: date, reason: str, actor: Actor, now: datetime
) -> RoleAssignment:
    """The last day of a hat. Today or later, so that who was responsible when never changes."""
    reason = rules.check_reason(reason)
    today = timezone.localdate(now)
    assignment = (
        RoleAssignment.objects.visible_to(actor).select_for_update().filter(uid=assignment_uid)
    ).first()
    if assignment is None:
        raise NotFound
    if str(assignment.user.uid) == actor.user_uid:
        raise rules.NotOneself
    last = assignment.valid_to
    if assignment.approved_by_id is None or (last is not None and last < today):
        raise rules.AlreadyEnded
    first = max(today - timedelta(days=1), assignment.valid_from)
    if on < first:
        raise Invalid(fields={"on": f"最后一天不能早于 {first:%Y-%m-%d}，已发生的任职不能改写"})
    RoleAssignment.objects.filter(pk=assignment.pk).update(valid_to=on)
    data = {"from": last and str(last), "to": str(on), "reason": reason}
    audit.record(actor=actor, action="assignment.end", subject=assignment, at=now, data=data)
    assignment.refresh_from_db()
    return assignment


def check_not_concerned(assignment: RoleAssignment, actor: Actor) -> None:
    """Neither who proposed a hat nor who is to wear it says yes to it."""
    if actor.user_uid in (str(assignment.granted_by.uid), str(assignment.user.uid)):
        raise rules.NotOwnGrant


def _waiting(uid: str) -> RoleAssignment:
    found = RoleAssignment.objects.select_for_update().filter(uid=uid).first()
    if found is None:
        raise NotFound
    if found.refused_at is not None:
        raise rules.AlreadyEnded
    return found


def _person(actor: Actor) -> User:
    user = User.objects.filter(uid=actor.user_uid).first() if actor.signed_in else None
    if user is None:
        raise rules.NotOwnGrant
    return user
