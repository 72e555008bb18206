"""A price list that waits for the manager."""

from typing import Any

from backend.approvals import services
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from tests.cast import NOW, Cast

DIGEST = digest_of({"price_fen": 1200})


def ask(cast: Cast, **other: Any) -> ApprovalRequest:
    words = {
        "kind": "price_list",
        "object_kind": "pricelist",
        "object_uid": "p1",
        "title": "九月价格表",
        "content_digest": DIGEST,
        "area_code": cast.dongxia_village.code,
        "scope_ref": str(cast.cooperative.uid),
        "amount_fen": 0,
        "default_steps": [["CM"]],
        "actor": cast.actor("accountant"),
        "now": NOW,
    }
    return services.open_request(**(words | other))


def decide(request: ApprovalRequest, cast: Cast, who: str, **other: Any) -> ApprovalRequest:
    words = {"verdict": "approve", "comment": "", "content_digest": DIGEST}
    return services.decide(
        request_uid=str(request.uid), actor=cast.actor(who), now=NOW, **(words | other)
    )
