"""Rows of households, their changes and consents, cooperatives and their members."""

from typing import Any

from cooperatives.models import HouseholdMember
from cooperatives.queries import reveal_digest
from tests.scope.row import Row, changed, listed, opened, unscoped
from tests.scope.world import World

ON = "2026-09-28"
WITHOUT_EDIT = "CO TO PS SO CS HM AU"


def household(world: World) -> str:
    return str(world.potato_household.uid)


def cooperative(world: World) -> str:
    return str(world.cooperative.uid)


def reveal_request(world: World) -> str:
    return str(world.reveal_request.uid)


def signed(world: World) -> dict[str, Any]:
    return {"verdict": "approve", "digest": reveal_digest(world.reveal_request)}


def head(world: World) -> HouseholdMember:
    return HouseholdMember.objects.get(household=world.potato_household, relation="head")


def membership(world: World) -> str:
    return str(world.membership.uid)


def change(world: World) -> str:
    return str(world.change.uid)


def new_household(world: World) -> dict[str, Any]:
    said = {
        "name": "韩启明", "size": 3, "labour_count": 2, "reason": "迁入", "evidence_kind": "booklet"
    }  # fmt: skip
    return {"village": world.dongxia_village.code, "said": said}


def temporary(world: World) -> dict[str, Any]:
    return {
        "uid": "5e0c9b1e-0000-4000-8000-0000000000a1", "name": "韩启明",
        "village": world.dongxia_village.code,
    }  # fmt: skip


def asked(world: World) -> dict[str, Any]:
    return {
        "version": world.potato_household.version, "field": "cause",
        "said": {"main_cause": "schooling"}, "reason": "孩子上大学", "evidence_kind": "village",
    }  # fmt: skip


def consent(world: World) -> dict[str, Any]:
    return {
        "purpose": "registry", "given": True, "method": "paper", "said_by": "马有福",
        "said_at": "2026-09-28T09:00:00+08:00",
    }  # fmt: skip


def new_cooperative(world: World) -> dict[str, Any]:
    said = {"name": "东峡二村合作社", "credit_code": "93639999MA99000365", "founded_on": ON}
    return {"village": world.dongxia_other_village.code, "said": said}


def edited(world: World) -> dict[str, Any]:
    return {"version": world.cooperative.version, "said": {"office_phone": "09712700001"}}


def entry(world: World) -> dict[str, Any]:
    return {
        "uid": "5e0c9b1e-0000-4000-8000-0000000000a2", "kind": "capital", "amount": "500.00",
        "booked_on": ON, "reason": "增资",
    }  # fmt: skip


ROWS: list[Row] = [
    changed("POST", "households", body=new_household, not_for="SO"),
    changed("POST", "households/temporary", body=temporary),
    opened("households/<uuid:uid>", lambda w: f"{household(w)}?purpose=日常走访"),
    opened("households/<uuid:uid>/alike", household),
    changed("PUT", "households/<uuid:uid>/pin", household, lambda w: {"pin": "730185"}),
    listed("villages", lambda w: str(w.dongxia_village.code), not_for="CM CA CS HM"),
    changed("POST", "households/<uuid:uid>/changes", household, asked, not_for="CM"),
    changed("POST", "households/<uuid:uid>/consents", household, consent),
    changed(
        "POST", "households/<uuid:uid>/reveal", household,
        lambda w: {"field": "phone", "reason": "核对电话"}, not_for="CA AU",
    ),
    changed(
        "POST", "households/<uuid:uid>/reveal-requests", household,
        lambda w: {"field": "phone", "reason": "抽查付款通知"},
    ),
    opened("approvals/reveal/<uuid:uid>", reveal_request, lambda w: "核对建档电话"),
    changed("POST", "approvals/reveal/<uuid:uid>/decide", reveal_request, signed, not_for="AU"),
    changed(
        "POST", "households/<uuid:uid>/accounts", household,
        lambda w: {"member": str(head(w).uid), "mobile": "15477770001"},
    ),
    unscoped("GET", "household-categories", "the words of a policy period are nobody's"),
    unscoped("GET", "consent-notices", "the notices in force are read out to everybody"),
    listed("household-changes", change),
    opened("household-changes/<uuid:uid>", change),
    changed(
        "POST", "household-changes/<uuid:uid>/evidence", lambda w: str(w.bare_change.uid),
        lambda w: {"evidence_kind": "booklet", "evidence": "承包证已核对"},
    ),
    changed(
        "POST", "household-changes/<uuid:uid>/decide", change, lambda w: {"verdict": "approve"},
        not_for="CO TO SO CM HM AU",
    ),
    changed("POST", "household-changes/<uuid:uid>/withdraw", change, not_for="PS CM HM"),
    changed(
        "POST", "household-changes/<uuid:uid>/restore", lambda w: str(w.applied_change.uid),
        lambda w: {"reason": "门牌登记有误"}, not_for="CM",
    ),
    listed("cooperatives", cooperative, shared_by="HM"),
    unscoped(
        "POST", "cooperatives", "a founder's hat lies over a village, not a cooperative; "
        "tests/cooperatives/test_founding.py", body=new_cooperative,
    ),
    opened("cooperatives/<uuid:uid>", cooperative, shared_by="HM"),
    changed("POST", "cooperatives/<uuid:uid>/edit", cooperative, edited, not_for=WITHOUT_EDIT),
    changed(
        "POST", "cooperatives/<uuid:uid>/decide", lambda w: str(w.submitted_cooperative.uid),
        lambda w: {"verdict": "approve"},
    ),
    listed("cooperatives/<uuid:uid>/members", membership, at=cooperative),
    changed(
        "POST", "cooperatives/<uuid:uid>/members", cooperative,
        lambda w: {"card_no": w.outsider.card_no, "joined_on": ON, "capital": "500.00"},
    ),
    changed(
        "POST", "cooperatives/<uuid:uid>/units", cooperative,
        lambda w: {"name": "东峡商贸公司", "credit_code": "93639999MA99000365", "joined_on": ON},
    ),
    opened("memberships/<uuid:uid>", membership),
    changed(
        "POST", "memberships/<uuid:uid>/end", membership,
        lambda w: {"left_on": ON, "reason": "迁出"},
    ),
    changed("POST", "memberships/<uuid:uid>/entries", membership, entry),
    changed(
        "POST", "stations/<uuid:uid>/attachment", lambda w: str(w.dongxia_station.uid),
        lambda w: {"cooperative": cooperative(w), "from_on": "2026-10-01", "reason": "改签"},
    ),
]  # fmt: skip
