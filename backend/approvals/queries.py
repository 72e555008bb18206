"""What waits for whom."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from backend.accounts.models import User
from backend.approvals.models import (
    ApprovalDecision,
    ApprovalRequest,
    ApprovalRequestQuerySet,
    FlowRule,
)
from backend.approvals.rules import MOST_STEPS, steps_for
from backend.common.actor import Actor

STATES = frozenset(ApprovalRequest.State.values)


def flow_rules(kind: str) -> list[tuple[int, list[list[str]]]]:
    return list(FlowRule.objects.filter(kind=kind).values_list("amount_from_fen", "steps"))


def steps_of(*, kind: str, amount_fen: int, default_steps: list[list[str]]) -> list[list[str]]:
    """The steps a request of this kind and amount would need now."""
    return steps_for(amount_fen, flow_rules(kind), default_steps)


def requests_of(actor: Actor, *, state: str = "") -> ApprovalRequestQuerySet:
    """Requests within the actor's reach, makers loaded: a constant number of statements.

    `can_decide` on each row says whether this actor's word is asked for now.
    """
    found = ApprovalRequest.objects.visible_to(actor).select_related("maker")
    found = found.annotate(can_decide=_asks_for(actor))
    return found.filter(state=state) if state in STATES else found


def inbox_of(actor: Actor) -> ApprovalRequestQuerySet:
    """What this person may decide under this hat, and nothing else."""
    return requests_of(actor).filter(_asks_for(actor))


def _asks_for(actor: Actor) -> Q:
    """Open at a step of the actor's role, made by another, this person's word not yet given."""
    at_role = Q(pk__in=[])
    for step in range(MOST_STEPS):
        at_role |= Q(step=step, **{f"steps__{step}__icontains": f'"{actor.role}"'})
    given = ApprovalDecision.objects.filter(request=OuterRef("pk"), actor__uid=actor.user_uid)
    mine = Q(maker__uid=actor.user_uid)
    return Q(state=ApprovalRequest.State.OPEN) & at_role & ~mine & Q(~Exists(given))


def open_request_of(*, object_kind: str, object_uid: str) -> ApprovalRequest | None:
    waiting = ApprovalRequest.objects.open()
    return waiting.filter(object_kind=object_kind, object_uid=str(object_uid)).first()


def can_decide(request: ApprovalRequest, actor: Actor) -> bool:
    """Whether this actor's word is asked for now; the request is already in reach."""
    waiting = request.state == ApprovalRequest.State.OPEN
    mine = str(request.maker.uid) == actor.user_uid
    return waiting and not mine and actor.role in request.steps[request.step]


def has_decided(request: ApprovalRequest, person: User) -> bool:
    return ApprovalDecision.objects.filter(request=request, actor=person).exists()


def past_due(now: datetime) -> ApprovalRequestQuerySet:
    """Open longer than they may be: people are told, nothing is decided by time."""
    waiting = ApprovalRequest.objects.open().filter(due_at__lt=now)
    return waiting.select_related("maker").order_by("due_at", "id")


def broken_invariants(*, now: datetime) -> Iterator[str]:
    """Decisions by the maker, for another maker or content, and closed requests without one."""
    decisions = ApprovalDecision.objects.order_by("pk")
    for pk in decisions.filter(
        Q(actor=F("request__maker")) | ~Q(maker=F("request__maker"))
    ).values_list("pk", flat=True):
        yield f"approval_decision {pk}: decided by or recorded for the wrong maker"
    for pk in decisions.exclude(digest=F("request__digest")).values_list("pk", flat=True):
        yield f"approval_decision {pk}: signed other content than the request's"
    decided = ApprovalRequest.objects.filter(state__in=("approved", "returned", "rejected"))
    for pk in decided.filter(decisions__isnull=True).values_list("pk", flat=True):
        yield f"approval_request {pk}: closed without a decision"
