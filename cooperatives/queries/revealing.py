"""Auditors' requests to see one value."""

from uuid import UUID

from backend.approvals.rules import digest_of
from backend.common.actor import Actor
from cooperatives.models import Household, RevealRequest


def reveal_request(actor: Actor, uid: UUID) -> RevealRequest | None:
    """A request about a household within reach."""
    reach = Household.objects.visible_to(actor)
    found = RevealRequest.objects.filter(uid=uid, household__in=reach.values("pk"))
    return found.select_related("household__area", "asked_by").first()


def reveal_digest(asked: RevealRequest) -> str:
    """What the second person signs."""
    return digest_of(
        {
            "household": str(asked.household.uid),
            "field": asked.field,
            "member": asked.member,
            "reason": asked.reason,
            "asked_by": str(asked.asked_by.uid),
        }
    )
