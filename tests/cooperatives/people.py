"""Short ways through the register: ask for a change, agree to it, join a cooperative."""

from typing import Any

from backend.common.actor import Actor
from cooperatives.models import HouseholdChange, HouseholdMember, Membership
from cooperatives.services import ask_change, decide_change, enrol_member
from tests.cast import NOW, Cast

CARD = "6222021234567890128"


def ask(
    cast: Cast, field: str, said: dict[str, Any], who: str = "operator", **more: Any
) -> HouseholdChange:
    """An operator asks for the potato household, with its booklet in hand."""
    household = cast.places[more.pop("household", "potato_household")]
    household.refresh_from_db()
    asked: dict[str, Any] = {
        "household_uid": household.uid,
        "version": household.version,
        "field": field,
        "target": "",
        "said": said,
        "reason": "本人申请",
        "evidence_kind": "booklet",
        "evidence": "户口本原件已核对",
        "actor": cast.actor(who),
        "now": NOW,
    }
    return ask_change(**asked | more)


def decide(cast: Cast, change: HouseholdChange, who: str, **more: Any) -> HouseholdChange:
    said: dict[str, Any] = {"verdict": "approve", "comment": "", "call_note": ""}
    return decide_change(change_uid=change.uid, actor=cast.actor(who), now=NOW, **said | more)


def agreed(cast: Cast, change: HouseholdChange) -> HouseholdChange:
    """Village and township both say yes."""
    decide(cast, change, "secretary")
    return decide(cast, change, "township_official", call_note="已电话核实，本人确认")


def head_of(cast: Cast, household: str = "potato_household") -> HouseholdMember:
    return HouseholdMember.objects.get(household=cast.places[household], relation="head")


def add_wife(cast: Cast, name: str = "李玉兰") -> HouseholdMember:
    said = {
        "action": "add", "name": name, "sex": "female", "labour": "ordinary",
        "birth_year": 1970, "relation": "spouse", "joined_on": "2026-09-01",
    }  # fmt: skip
    change = agreed(cast, ask(cast, "member", said))
    return HouseholdMember.objects.get(uid=change.target)


def joins(cast: Cast, card_no: str, actor: Actor | None = None, **more: Any) -> Membership:
    said: dict[str, Any] = {
        "cooperative_uid": cast.cooperative.uid,
        "card_no": card_no,
        "number": "",
        "joined_on": NOW.date(),
        "capital_fen": 0,
        "actor": actor or cast.actor("manager"),
        "now": NOW,
    }
    return enrol_member(**said | more)
