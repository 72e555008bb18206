"""Opening, deciding and voiding requests. The document's own service applies the outcome."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from backend.accounts.models import User
from backend.approvals import queries, rules
from backend.approvals.models import ApprovalDecision, ApprovalRequest
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Forbidden, NotFound


def open_request(
    *,
    kind: str,
    object_kind: str,
    object_uid: str,
    title: str,
    content_digest: str,
    area_code: str,
    scope_ref: str,
    amount_fen: int,
    actor: Actor,
    now: datetime,
    default_steps: list[list[str]],
) -> ApprovalRequest:
    """One open request per object (UNIQUE); its steps are frozen now. The actor is the maker."""
    maker = _person(actor)
    steps = rules.steps_for(amount_fen, queries.flow_rules(kind), default_steps)
    try:
        with transaction.atomic():
            request = ApprovalRequest.objects.create(
                kind=kind,
                object_kind=object_kind,
                object_uid=str(object_uid),
                title=title[:120],
                maker=maker,
                digest=content_digest,
                steps=steps,
                area_code=area_code,
                scope_ref=str(scope_ref),
                amount_fen=amount_fen,
                opened_at=now,
                due_at=now + rules.DUE_AFTER,
            )
            data = {"kind": kind, "object": str(object_uid), "digest": content_digest}
            audit.record(actor=actor, action="approval.open", subject=request, at=now, data=data)
    except IntegrityError as error:
        raise rules.AlreadyOpen from error
    return request


@transaction.atomic
def decide(
    *,
    request_uid: str,
    verdict: str,
    comment: str,
    content_digest: str,
    actor: Actor,
    now: datetime,
) -> ApprovalRequest:
    """One person's word. Of two at once one wins: the move is an UPDATE of the read version."""
    request = ApprovalRequest.objects.visible_to(actor).filter(uid=request_uid).first()
    if request is None:
        raise NotFound
    person = _person(actor)
    _check(request, person, verdict=verdict, comment=comment, actor=actor)
    if request.digest != content_digest:
        raise rules.ContentChanged
    step = request.step
    _move(request, *rules.outcome(verdict, step, request.steps), now)
    ApprovalDecision.objects.create(
        request=request,
        step=step,
        actor=person,
        hat=actor.hat,
        verdict=verdict,
        comment=comment.strip(),
        digest=content_digest,
        at=now,
        maker_id=request.maker_id,
    )
    data = {"verdict": verdict, "step": step, "digest": content_digest}
    audit.record(actor=actor, action="approval.decide", subject=request, at=now, data=data)
    request.refresh_from_db()
    return request


def _check(
    request: ApprovalRequest, person: User, *, verdict: str, comment: str, actor: Actor
) -> None:
    rules.check_decision(
        verdict=verdict,
        comment=comment,
        roles=request.steps[request.step],
        role=actor.role,
        is_maker=person.pk == request.maker_id,
    )
    if request.state != ApprovalRequest.State.OPEN or queries.has_decided(request, person):
        raise rules.AlreadyDecided


def _move(request: ApprovalRequest, state: str, step: int, now: datetime) -> None:
    """Only from the very row that was read; no row means that somebody else was first."""
    still = ApprovalRequest.objects.filter(
        pk=request.pk,
        state=ApprovalRequest.State.OPEN,
        step=request.step,
        version=request.version,
    )
    closed_at = None if state == ApprovalRequest.State.OPEN else now
    if not still.update(state=state, step=step, closed_at=closed_at, version=F("version") + 1):
        raise rules.AlreadyDecided


def void_open(*, object_kind: str, object_uid: str, now: datetime) -> int:
    """The content changed: open requests for the object end, signatures on them count no more."""
    waiting = ApprovalRequest.objects.open().filter(
        object_kind=object_kind, object_uid=str(object_uid)
    )
    return waiting.update(
        state=ApprovalRequest.State.VOIDED, closed_at=now, version=F("version") + 1
    )


def _person(actor: Actor) -> User:
    person = User.objects.filter(uid=actor.user_uid).first() if actor.signed_in else None
    if person is None:
        raise Forbidden("只有登录的人员可以提交和审批")
    return person
