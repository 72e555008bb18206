"""Rows of indicators, targets and score sheets."""

from typing import Any

from tests.scope.row import Row, changed, listed, opened, unscoped
from tests.scope.world import World

SETS = "a county's definitions; the administrator drafts for all: tests/impact/appraisal"
DIGEST = "0" * 64
# The village's secretary works below the sample's township.
ABOVE = "PS"


def sheet(world: World) -> str:
    return str(world.sheet.uid)


def draft(world: World) -> str:
    return str(world.indicator_draft.uid)


def waiting(world: World) -> str:
    return str(world.indicator_set.uid)


def proof(world: World) -> str:
    return str(world.proof.uid)


def word(_: World) -> dict[str, Any]:
    return {"verdict": "approve", "digest": DIGEST}


def target(_: World) -> dict[str, Any]:
    return {"area_code": "630121103", "period": "2026-Q2", "code": "N01", "value": "5",
            "source": "县办文"}  # fmt: skip


ROWS: list[Row] = [
    unscoped("GET", "indicator-formulas", "what can be computed, in words"),
    unscoped("GET", "indicator-sets", SETS),
    unscoped("POST", "indicator-sets", SETS,
             body=lambda _: {"county_code": "630121", "level": "county", "cycle": "half"}),
    unscoped("GET", "indicator-sets/<uuid:uid>", SETS, waiting),
    unscoped("PUT", "indicator-sets/<uuid:uid>", SETS, draft),
    unscoped("POST", "indicator-sets/<uuid:uid>/submit", SETS, draft, lambda _: {"version": 1}),
    unscoped("POST", "indicator-sets/<uuid:uid>/drop", SETS, draft),
    unscoped("GET", "approvals/indicator-set/<uuid:uid>", SETS, waiting),
    changed("POST", "approvals/indicator-set/<uuid:uid>/decide", waiting, word),
    listed("indicator-targets", lambda w: str(w.target.uid), not_for=ABOVE),
    changed("POST", "indicator-targets", body=target),
    listed("score-sheets", sheet, query="?period=2026-Q2", not_for=ABOVE),
    changed("POST", "score-sheets",
            body=lambda _: {"area_code": "630121103", "period": "2026-Q1"}, not_for="PS CO"),
    opened("score-sheets/<uuid:uid>", sheet, not_for=ABOVE),
    changed("PUT", "score-sheets/<uuid:uid>", sheet,
            lambda _: {"version": 1, "entries": []}, not_for="PS CO"),
    changed("POST", "score-sheets/<uuid:uid>/submit", sheet, lambda _: {"version": 1},
            not_for="PS CO"),
    changed("POST", "score-sheets/<uuid:uid>/review", sheet, word),
    changed("POST", "score-sheets/<uuid:uid>/lock", sheet, word),
    changed("POST", "score-sheets/<uuid:uid>/reopen", sheet, lambda _: {"reason": "口径更正"}),
    changed("POST", "score-sheets/<uuid:uid>/export", sheet, lambda _: {"file_format": "xlsx"}),
    unscoped("POST", "score-sheets/export", "what the comparison shows; tests/impact/appraisal"),
    # Sent as a form; who may is tried in tests/impact/appraisal/test_filling_in.py.
    unscoped("POST", "score-sheets/<uuid:uid>/evidence", "a form; tests/impact/appraisal", sheet),
    changed("POST", "score-evidence/<uuid:uid>", proof, not_for=ABOVE),
    changed("DELETE", "score-evidence/<uuid:uid>", proof, not_for="PS CO"),
]  # fmt: skip
