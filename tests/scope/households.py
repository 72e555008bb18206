"""Samples of the county's people: change requests in each state, a household that is
no member, and a cooperative whose registration waits."""

from typing import Any

from backend.accounts.models import RoleAssignment
from backend.accounts.queries import actor_for
from cooperatives.models import Household, Membership
from cooperatives.services import ask_reveal, submit_cooperative
from tests.cast import LONG_AGO, NOW, Cast
from tests.cooperatives.people import ask, decide


def fill(samples: dict[str, Any], cast: Cast) -> None:
    samples["applied_change"] = decide(
        cast, ask(cast, "address", {"address": "二社 3 号"}), "secretary"
    )
    samples["change"] = ask(cast, "phone", {"phone": "15400009999"})
    samples["bare_change"] = ask(
        cast, "land", {"land_mu": "6.5"}, who="farmer", evidence_kind="", evidence=""
    )
    samples["reveal_request"] = ask_reveal(
        household_uid=cast.potato_household.uid, field="phone", member="", reason="核对建档电话",
        actor=cast.actor("auditor"), now=NOW,
    )  # fmt: skip
    samples["outsider"] = _outsider(cast)
    samples["membership"] = Membership.objects.get(household=cast.potato_household)
    _submitted(samples, cast)
    cast.potato_household.refresh_from_db()


def _outsider(cast: Cast) -> Household:
    """A registered household of the village that is no member yet."""
    village = cast.dongxia_village
    return Household.objects.create(
        card_no="HC000900", area=village, area_code=village.code, head_name="祁生财", size=3,
        labour_count=1, registered_on=LONG_AGO,
    )  # fmt: skip


def _submitted(samples: dict[str, Any], cast: Cast) -> None:
    """By a founder's hat over a village: the cooperative it will manage is not there yet."""
    manager = cast.hats["manager"]
    founder = RoleAssignment.objects.create(
        user=manager.user, role="CM", scope_kind="village", scope_name="东峡一村",
        area_prefix=cast.dongxia_village.code, place_code=cast.dongxia_village.code,
        valid_from=LONG_AGO, granted_by=manager.granted_by, approved_by=manager.approved_by,
    )  # fmt: skip
    samples["submitted_cooperative"] = submit_cooperative(
        said={
            "name": "东峡一村股份经济合作社", "credit_code": "N2639999MF99000189",
            "founded_on": "2026-06-01",
        },
        village_code=cast.dongxia_village.code, actor=actor_for(manager.user, founder), now=NOW,
    )  # fmt: skip
