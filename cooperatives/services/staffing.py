"""Grants and resets of staff: proposed by one, agreed by another (docs/adr/0005).

They stand here because this is the lowest app that knows the approval engine, stations and
cooperatives at once.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from backend.accounts import rules as people
from backend.accounts import services as accounts
from backend.accounts.models import RoleAssignment, User
from backend.accounts.services import OneTime, Scope
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from backend.common.actor import Actor
from backend.common.errors import Invalid, NotFound
from cooperatives.queries.scopes import scope_of
from cooperatives.rules import staffing as rules
from cooperatives.services.telling import tell_account_opened

GRANT, RESET = "assignment", "password_reset"


@transaction.atomic
def propose_grant(
    *,
    username: str,
    role: str,
    scope_kind: str,
    scope_ref: str,
    valid_from: date,
    valid_to: date | None,
    waiver: str,
    actor: Actor,
    now: datetime,
) -> RoleAssignment:
    """An administrator proposes any hat, a manager those of the own cooperative."""
    rules.check_role_fits(role, scope_kind)
    scope = Scope(kind="none") if scope_kind == "none" else scope_of(scope_kind, scope_ref)
    if scope is None:
        raise Invalid(fields={"scope_ref": "没有这个范围，请重新选择"})
    if actor.role == "CM" and scope.ref not in actor.cooperatives:
        raise rules.OwnCooperativeOnly
    user = User.objects.filter(username=username.strip().lower(), is_active=True).first()
    if user is None:
        raise Invalid(fields={"username": "没有这个账号，请先由系统管理员建立"})
    hat = accounts.propose_assignment(
        user=user, role=role, scope=scope, valid_from=valid_from, valid_to=valid_to,
        waiver=waiver, actor=actor, now=now,
    )  # fmt: skip
    ask_grant(hat, actor=actor, now=now)
    return hat


def ask_grant(hat: RoleAssignment, *, actor: Actor, now: datetime) -> None:
    """Asks the second person for a proposed hat."""
    approvals.open_request(
        kind=GRANT, object_kind=GRANT, object_uid=str(hat.uid),
        title=f"{hat.user.name} 任{hat.get_role_display()} {hat.scope_name}".strip(),
        content_digest=digest_of(grant_content(hat)),
        area_code=hat.place_code or settings.COUNTY_CODE, scope_ref="", amount_fen=0,
        actor=actor, now=now,
        default_steps=rules.steps_of_grant(hat.scope_kind, waived=bool(hat.waiver)),
    )  # fmt: skip


@transaction.atomic
def decide_grant(
    *, uid: str, verdict: str, comment: str, digest: str, actor: Actor, now: datetime
) -> RoleAssignment:
    """The last yes puts the hat in force; a no ends the proposal."""
    hat = RoleAssignment.objects.filter(uid=uid).first()
    request = request_of(GRANT, uid, actor)
    if hat is None or request is None:
        raise NotFound
    if verdict == "approve":
        accounts.check_not_concerned(hat, actor)
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment, content_digest=digest,
        actor=actor, now=now,
    )  # fmt: skip
    if decided.state == ApprovalRequest.State.APPROVED:
        hat = accounts.approve_assignment(assignment_uid=uid, actor=actor, now=now)
        if hat.role == "HM":
            tell_account_opened(hat, now)
        return hat
    if decided.state != ApprovalRequest.State.OPEN:
        return accounts.refuse_assignment(assignment_uid=uid, actor=actor, now=now)
    return hat


@transaction.atomic
def propose_reset(*, uid: str, reason: str, actor: Actor, now: datetime) -> ApprovalRequest:
    """Staff who lost password or phone: an administrator asks, an official agrees."""
    user, reason = User.objects.filter(uid=uid).first(), people.check_reason(reason)
    if user is None:
        raise NotFound
    if str(user.uid) == actor.user_uid:
        raise people.NotOneself
    return approvals.open_request(
        kind=RESET, object_kind=RESET, object_uid=uid, title=f"{user.name} 重置密码：{reason}",
        content_digest=digest_of(reset_content(user)), area_code=settings.COUNTY_CODE,
        scope_ref="", amount_fen=0, actor=actor, now=now, default_steps=[["CO"]],
    )  # fmt: skip


@transaction.atomic
def decide_reset(
    *, uid: str, verdict: str, comment: str, digest: str, actor: Actor, now: datetime
) -> OneTime | None:
    """The official who agrees is shown the one-time password and hands it over."""
    user, request = User.objects.filter(uid=uid).first(), request_of(RESET, uid, actor)
    if user is None or request is None:
        raise NotFound
    if str(user.uid) == actor.user_uid:
        raise people.NotOneself
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment, content_digest=digest,
        actor=actor, now=now,
    )  # fmt: skip
    if decided.state != ApprovalRequest.State.APPROVED:
        return None
    return accounts.give_one_time_password(user=user, actor=actor, now=now)


def request_of(kind: str, uid: str, actor: Actor) -> ApprovalRequest | None:
    """The newest request for this object within reach."""
    found = ApprovalRequest.objects.visible_to(actor).filter(kind=kind, object_uid=uid)
    return found.select_related("maker").order_by("-id").first()


def grant_content(hat: RoleAssignment) -> dict[str, Any]:
    """What the second person signs."""
    return {
        "user": str(hat.user.uid), "role": hat.role, "scope_kind": hat.scope_kind,
        "scope": hat.scope_ref or hat.area_prefix, "from": str(hat.valid_from),
        "to": str(hat.valid_to or ""), "waiver": hat.waiver,
    }  # fmt: skip


def reset_content(user: User) -> dict[str, Any]:
    return {"user": str(user.uid), "username": user.username}
