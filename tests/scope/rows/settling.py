"""Rows of settlement runs, their lines, objections and agreements."""

from typing import Any

from tests.scope.row import Row, changed, listed, opened
from tests.scope.world import World


def run(world: World) -> str:
    return str(world.settlement.uid)


def line(world: World) -> str:
    return str(world.settlement_line.uid)


def payout_run(world: World) -> str:
    return str(world.payout_run.uid)


def period_close(world: World) -> str:
    return str(world.period_close.uid)


def reason(_: World) -> dict[str, Any]:
    return {"reason": "先核对过磅单"}


def new_run(world: World) -> dict[str, Any]:
    return {
        "cooperative": str(world.cooperative.uid), "from_on": "2026-09-01", "to_on": "2026-09-28",
    }  # fmt: skip


def new_agreement(world: World) -> dict[str, Any]:
    return {
        "household": str(world.potato_household.uid), "kind": "advance", "amount": "50.00",
        "paper_no": "XY-2026-9", "agreed_on": "2026-09-20",
    }  # fmt: skip


MINE = "settlements/<uuid:uid>"
PAID = "payout-runs/<uuid:uid>"
LINE = "settlement-lines/<uuid:uid>"
ROWS: list[Row] = [
    listed("settlements", run),
    changed("POST", "settlements", body=new_run),
    opened(MINE, run),
    listed(f"{MINE}/households", lambda w: w.potato_household.card_no, at=run),
    listed(f"{MINE}/lines", line, at=run),
    opened(f"{MINE}/notice", run, lambda w: "马*福"),
    changed("POST", f"{MINE}/calculate", run),
    changed("POST", f"{MINE}/submit", run),
    # The step's own role is the engine's to ask: tests/orders/settling/test_runs.py.
    changed("POST", f"{MINE}/decide", run),
    changed("POST", f"{MINE}/post", run),
    changed("POST", f"{MINE}/cancel", run, reason),
    changed("POST", f"{MINE}/take-back", run, reason),
    changed("POST", f"{LINE}/leave-out", line, reason),
    changed("POST", f"{LINE}/take-in", line),
    changed("POST", f"{LINE}/object", line, reason),
    changed("POST", f"{LINE}/correct", line, lambda w: reason(w) | {"amount": "-1.00"}),
    listed("settlement-objections", lambda w: str(w.settlement_objection.uid), not_for="SO"),
    # Manager or supervisor, never who objected: tests/orders/settling/test_objections.py.
    changed(
        "POST", "settlement-objections/<uuid:uid>/answer", lambda w: str(w.settlement_objection.uid)
    ),
    Row(
        method="GET", route=f"{MINE}/payees", kind="opened",
        at=lambda w: str(w.posted_settlement.uid), shows=lambda w: "[]",
    ),
    Row(
        method="GET", route="surplus/<uuid:uid>/payees", kind="opened",
        at=lambda w: str(w.surplus.uid), shows=lambda w: "[]",
    ),
    listed("payout-runs", payout_run),
    changed(
        "POST", "payout-runs",
        body=lambda w: {"settlement": str(w.settlement.uid), "method": "cash"},
    ),
    opened(PAID, payout_run),
    listed(f"{PAID}/payouts", lambda w: str(w.payout.uid), at=payout_run),
    changed("POST", f"{PAID}/decide", payout_run),
    changed("POST", f"{PAID}/file", payout_run),
    changed("POST", f"{PAID}/result", payout_run),
    changed("POST", f"{PAID}/close", payout_run),
    changed(
        "POST", "payouts/<uuid:uid>/sign", lambda w: str(w.payout.uid),
        lambda _: {"voucher_no": "QL-1"},
    ),
    listed("period-closes", period_close),
    changed("POST", "period-closes", body=lambda _: {"month": "2026-07-01"}),
    opened("approvals/period-close/<uuid:uid>", period_close, lambda w: w.period_close.hash),
    changed("POST", "approvals/period-close/<uuid:uid>/decide", period_close),
    listed("deductions", lambda w: str(w.agreement.uid)),
    changed("POST", "deductions", body=new_agreement),
    changed("POST", "deductions/<uuid:uid>/end", lambda w: str(w.agreement.uid), reason),
]  # fmt: skip
