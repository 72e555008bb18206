"""A request that everybody agreed to: its steps, and one person's word for each."""

from datetime import datetime

from backend.accounts.models import User
from backend.approvals.models import ApprovalDecision, ApprovalRequest
from backend.approvals.rules import DUE_AFTER
from backend.demo.plan import Plan
from backend.demo.store import Store
from cooperatives.models import Cooperative

Word = tuple[str, User, datetime]


def agreed(
    plan: Plan, store: Store, *, kind: str, uid: object, title: str, digest: str,
    cooperative: Cooperative, amount_fen: int, maker: User, opened_at: datetime, words: list[Word],
) -> ApprovalRequest:  # fmt: skip
    """`words` are (role, who, when), a step each; the last of them closes the request."""
    request = store.add(ApprovalRequest(
        uid=plan.uid("agreed", f"{kind} {uid}"), kind=kind, object_kind=kind, object_uid=str(uid),
        title=title, maker_id=maker.pk, digest=digest, steps=[[role] for role, _, _ in words],
        area_code=cooperative.area_code, scope_ref=str(cooperative.uid), amount_fen=amount_fen,
        state="approved", step=len(words) - 1, opened_at=opened_at,
        due_at=opened_at + DUE_AFTER, closed_at=words[-1][2], version=1 + len(words),
    ))  # fmt: skip
    for step, (role, person, at) in enumerate(words):
        store.add(ApprovalDecision(
            uid=plan.uid("word", f"{kind} {uid} {step}"), request_id=request.pk, step=step,
            actor_id=person.pk, hat=role, verdict="approve", digest=digest, at=at,
            maker_id=maker.pk,
        ))  # fmt: skip
    return request
