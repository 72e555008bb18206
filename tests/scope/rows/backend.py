"""Rows of the kernel's routes: sessions, devices, approvals, jobs."""

from typing import Any

from tests.scope.row import Row, changed, listed, opened, personal, unscoped
from tests.scope.world import World

NOTICES = "one's own notices alone: tests/stations/test_past_due.py"
SESSION = "one's own session; tests/backend/accounts/test_sign_in.py"
SIGN_UP = "anybody may sign up as a buyer; tests/backend/accounts/test_sign_up.py"


def account(world: World) -> str:
    return str(world.account.uid)


def proposed(world: World) -> str:
    return str(world.proposed.uid)


def decision(world: World) -> dict[str, Any]:
    return {"verdict": "approve", "comment": "", "digest": "0" * 64}


def partner(world: World) -> dict[str, Any]:
    return {
        "assignment": str(world.hat.uid), "name": "统计局接口", "expires_on": "2027-01-31",
    }  # fmt: skip


def proposal(world: World) -> dict[str, Any]:
    return {
        "username": "newcomer", "role": "CS", "scope_kind": "cooperative",
        "scope_ref": str(world.cooperative.uid), "valid_from": "2026-10-01",
    }  # fmt: skip


ROWS: list[Row] = [
    personal("GET", "session", SESSION),
    personal("POST", "session", SESSION),
    personal("DELETE", "session", SESSION),
    personal("POST", "session/hat", SESSION),
    personal("POST", "session/step-up", SESSION),
    personal("POST", "sign-up/code", SIGN_UP),
    personal("POST", "sign-up", SIGN_UP),
    personal("GET", "demo-accounts", "absent where the demo is not allowed"),
    listed("devices", lambda w: str(w.device.uid)),
    unscoped(
        "POST", "devices", "binds to the operator's own station, wherever that is",
        body=lambda w: {"name": "柜台手机"},
    ),
    personal("POST", "devices/me/beat", "a device speaks of itself alone"),
    changed("PATCH", "devices/<uuid:uid>", lambda w: str(w.device.uid), lambda w: {"name": "改名"}),
    changed(
        "POST", "devices/<uuid:uid>/revoke", lambda w: str(w.device.uid),
        lambda w: {"reason": "手机丢失"},
    ),
    personal("GET", "notices", NOTICES),
    personal("GET", "notices/unread", NOTICES),
    personal("POST", "notices/read", NOTICES),
    personal("POST", "session/password", SESSION),
    personal("POST", "session/second-factor", SESSION),
    personal("POST", "session/second-factor/confirm", SESSION),
    personal("POST", "sign-up/reset-code", SIGN_UP),
    personal("POST", "sign-up/reset", SIGN_UP),
    listed("accounts", lambda w: str(w.account.uid), query="?search=accountant"),
    changed("POST", "accounts", body=lambda w: {"username": "new-one", "name": "新人"}),
    changed("POST", "accounts/<uuid:uid>/close", account, lambda w: {"reason": "离岗，已交接"}),
    changed("POST", "accounts/<uuid:uid>/open", account, lambda w: {"reason": "返岗"}),
    changed("POST", "accounts/<uuid:uid>/reset", account, lambda w: {"reason": "手机丢失"}),
    listed("assignments", lambda w: str(w.hat.uid), query="?person=accountant"),
    changed(
        "POST", "assignments/<uuid:uid>/end", lambda w: str(w.hat.uid),
        lambda w: {"on": "2026-09-30", "reason": "岗位调整"},
    ),
    changed("POST", "assignments/proposals", body=proposal),
    unscoped("GET", "scopes", "names of public places, for the form of a grant"),
    opened("approvals/assignment/<uuid:uid>", proposed, lambda w: "新来的", not_for="CM CS"),
    changed("POST", "approvals/assignment/<uuid:uid>/decide", proposed, decision, not_for="CO"),
    opened(
        "approvals/password-reset/<uuid:uid>", account, lambda w: "手机丢失",
        not_for="TO PS CM CS",
    ),
    changed("POST", "approvals/password-reset/<uuid:uid>/decide", account, decision),
    listed("audit/events", lambda w: str(w.hat_event.uid), query="?person=accountant"),
    listed("audit/accesses", lambda w: str(w.access.uid), query="?person=operator"),
    unscoped("GET", "audit/chain", "counts and a hash of the whole installation"),
    unscoped(
        "POST", "audit/export", "the rows of the two lists above; "
        "tests/backend/accounts/test_traces.py",
        body=lambda w: {"which": "events", "kind": "csv", "purpose": "年度审计抽查"},
    ),
    listed("partner-clients", lambda w: str(w.partner.uid)),
    changed("POST", "partner-clients", body=partner),
    listed("approvals", lambda w: str(w.approval.uid)),
    listed("approvals/inbox", lambda w: str(w.approval.uid), not_for="CO TO PS CS AU"),
    opened("jobs/<uuid:uid>", lambda w: str(w.job.uid), not_for="SA TO CM CA AU"),
]  # fmt: skip
