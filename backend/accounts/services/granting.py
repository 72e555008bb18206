"""Granting roles by two people."""

from datetime import date, datetime

from django.db import transaction

from backend.accounts import queries, rules
from backend.accounts.models import RoleAssignment, User
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import NotFound


@transaction.atomic
def propose_assignment(
    *,
    user: User,
    role: str,
    scope_kind: str,
    scope_ref: str,
    area_prefix: str,
    scope_name: str,
    valid_from: date,
    valid_to: date | None,
    actor: Actor,
    now: datetime,
) -> RoleAssignment:
    """A hat, not yet in force: a second person must agree. Nobody grants to themselves."""
    granter = _person(actor)
    if granter.pk == user.pk:
        raise rules.NotOwnGrant
    held = frozenset(queries.hats_of(user, now.date()).values_list("role", flat=True))
    if other := rules.clash(role, held):
        raise rules.IncompatibleRoles(f"{rules.ROLES[role]} 与 {rules.ROLES[other]} 不能由一人担任")
    assignment = RoleAssignment.objects.create(
        user=user,
        role=role,
        scope_kind=scope_kind,
        scope_ref=scope_ref,
        area_prefix=area_prefix,
        scope_name=scope_name,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by=granter,
    )
    audit.record(
        actor=actor,
        action="assignment.propose",
        subject=assignment,
        at=now,
        data={"role": role, "scope": scope_name},
    )
    return assignment


@transaction.atomic
def approve_assignment(*, assignment_uid: str, actor: Actor, now: datetime) -> RoleAssignment:
    """The second person; the database refuses the first one too."""
    approver = _person(actor)
    assignment = RoleAssignment.objects.select_for_update().filter(uid=assignment_uid).first()
    if assignment is None:
        raise NotFound
    if approver.pk in (assignment.granted_by_id, assignment.user_id):
        raise rules.NotOwnGrant
    RoleAssignment.objects.filter(pk=assignment.pk, approved_by=None).update(approved_by=approver)
    audit.record(actor=actor, action="assignment.approve", subject=assignment, at=now)
    assignment.refresh_from_db()
    return assignment


def _person(actor: Actor) -> User:
    user = User.objects.filter(uid=actor.user_uid).first() if actor.signed_in else None
    if user is None:
        raise rules.NotOwnGrant
    return user
