"""Claims of buyers, and what of an order can still be asked back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from backend.approvals.rules import digest_of
from backend.common.actor import Actor
from orders.models import Order, OrderLine, Refund, RefundClaim
from orders.queries.worth import packages_gone, sources_of
from orders.rules import refunding as rules


@dataclass(frozen=True, slots=True)
class LineLeft:
    """Packages and fen that a claim may still ask for."""

    line: OrderLine
    packages: int
    worth_fen: int

    def why_not(self, kind: str, delivered_at: datetime | None, now: datetime) -> str:
        """Why this kind of claim is not open for the line, in words; empty where it is."""
        return rules.why_not(
            kind=kind,
            return_rule=self.line.returns_by,
            delivered_at=delivered_at,
            today=timezone.localdate(now),
            now=timezone.localtime(now),
        )


def claim_by_key(user_uid: str, client_key: str) -> RefundClaim | None:
    return RefundClaim.objects.filter(made_by__uid=user_uid, client_key=client_key).first()


def claimable(*, order: Order, actor: Actor) -> list[LineLeft]:
    """Three statements whatever the lines."""
    lines = OrderLine.objects.filter(order=order).select_related("cooperative")
    if actor.cooperatives:
        lines = lines.filter(cooperative__uid__in=actor.cooperatives)
    lines_here = list(lines.order_by("position"))
    gone = packages_gone(line_ids=[line.pk for line in lines_here])
    worth: dict[int, int] = {}
    for source in sources_of(order_id=order.pk):
        fen: int = source.net_fen  # type: ignore[attr-defined]
        worth[source.line_id] = worth.get(source.line_id, 0) + fen
    return [
        LineLeft(line, line.quantity - gone.get(line.pk, 0), worth.get(line.pk, 0))
        for line in lines_here
    ]


def digest(claim: RefundClaim) -> str:
    lines = claim.lines.order_by("line__position").values_list(
        "line__position", "quantity", "amount_fen"
    )
    return digest_of_content(claim, lines)


def digest_of_content(claim: RefundClaim, lines: Iterable[tuple[int, int, int]]) -> str:
    """What a decision signs: the order, its lines, packages and fen, kind and reason."""
    return digest_of(
        {
            "order": claim.order.number,
            "kind": claim.kind,
            "amount_fen": claim.amount_fen,
            "reason": claim.reason,
            "photo": claim.photo.digest if claim.photo else "",
            "lines": [list(line) for line in lines],
        }
    )


def claims_of(*, actor: Actor, state: str = "", order: str = "") -> QuerySet[RefundClaim]:
    """Newest first by the caller; lines loaded."""
    found = RefundClaim.objects.visible_to(actor).select_related(
        "order", "refund", "cooperative", "made_by", "photo"
    )
    if state:
        found = found.filter(state=state)
    if order:
        found = found.filter(order__number=order)
    return found.prefetch_related("lines__line")


def claim_of(*, uid: str, actor: Actor) -> RefundClaim | None:
    return claims_of(actor=actor).filter(uid=uid).first()


def refunds_in_reach(*, actor: Actor, state: str = "", reason: str = "") -> QuerySet[Refund]:
    """Refunds of the orders within reach: what is on its way, done, refused."""
    found = Refund.objects.visible_to(actor).select_related("attempt__order")
    if state == "open":
        found = found.filter(Q(state="requested") | Q(state="unknown"))
    elif state:
        found = found.filter(state=state)
    return found.filter(reason=reason) if reason else found
