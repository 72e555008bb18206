"""Rows of the kernel's routes: sessions, devices, approvals, jobs."""

from tests.scope.row import Row, changed, listed, opened, personal, unscoped

SESSION = "one's own session; tests/backend/accounts/test_sign_in.py"
SIGN_UP = "anybody may sign up as a buyer; tests/backend/accounts/test_sign_up.py"

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
    listed("approvals", lambda w: str(w.approval.uid)),
    opened("jobs/<uuid:uid>", lambda w: str(w.job.uid), not_for="SA TO CM CA AU"),
]  # fmt: skip
