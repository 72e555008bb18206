"""Rows of the programme's numbers and rows."""

from typing import Any

from tests.scope.row import Row, changed, listed, opened, unscoped
from tests.scope.world import World

REASON = {"reason": "情况有变，已经核实"}
WORDS = {"words": "已经办完，请核对"}


def issue(world: World) -> str:
    return str(world.issue.uid)


def waiting(world: World) -> str:
    return str(world.issue_handed_in.uid)


def new_issue(world: World) -> dict[str, Any]:
    return {
        "title": "站点电路老化", "words": "雨天跳闸三次", "area_code": world.dongxia_village.code,
    }  # fmt: skip


ROWS: list[Row] = [
    listed("programme/totals", lambda w: '"50000.00"'),
    listed("programme/loans", lambda w: "50000.00", not_for="CA HM"),
    listed("programme/assistance", lambda w: "东峡帮扶单位", not_for="SO HM"),
    listed("programme/visits", lambda w: "东峡工作队", not_for="SO HM"),
    listed("programme/projects", lambda w: "东峡光伏", not_for="CM HM"),
    listed("programme/branches", lambda w: w.dongxia_branch.name, not_for="SA SO CM CA CS"),
    listed("programme/stations", lambda w: w.dongxia_station.name),
    listed("programme/cooperatives", lambda w: w.cooperative.name, shared_by="HM"),
    unscoped("GET", "programme/townships", "names of public places"),
    listed("issues", issue),
    unscoped("POST", "issues", "its place is in the body; tests/programme/test_issues.py",
             body=new_issue),
    opened("issues/<uuid:uid>", issue),
    opened("issues/<uuid:uid>/people", issue, lambda w: str(w.hats["secretary"].uid)),
    changed("POST", "issues/<uuid:uid>/assign", issue),
    changed("POST", "issues/<uuid:uid>/extend", issue,
            lambda w: REASON | {"due_on": "2026-12-20"}),
    changed("POST", "issues/<uuid:uid>/withdraw", issue, lambda w: REASON, not_for="PS SO AU"),
    changed("POST", "issues/<uuid:uid>/evidence", issue),
    # The lead alone hands in; the offices alone decide.
    changed("POST", "issues/<uuid:uid>/hand-in", issue, lambda w: WORDS, not_for="SO CM"),
    changed("POST", "issues/<uuid:uid>/close-out", waiting,
            lambda w: {"verdict": "approve", "digest": "x"}),
    changed("POST", "issues/<uuid:uid>/look-backs", issue, lambda w: WORDS | {"found": "held"}),
    changed("POST", "issue-tasks/<uuid:uid>/rectifications",
            lambda w: str(w.issue.tasks.get().uid), lambda w: WORDS | {"evidence": []}),
    opened("issue-evidence/<uuid:uid>/link", lambda w: str(w.issue_evidence.uid),
           lambda w: "/photos/private/"),
]  # fmt: skip
