"""The demo's problems are made by the services themselves: each state occurs, one is overdue."""

from types import SimpleNamespace
from typing import Any

from backend.demo.issues import Problems
from backend.demo.plan import DEFAULT_AS_OF, SCALES, Plan
from programme.models import Escalation, Evidence, Issue
from programme.queries import broken_invariants
from tests.cast import Cast

PARTS = {
    "demo-to": "township_official", "demo-ps": "secretary", "demo-so": "operator",
    "demo-co": "official",
}  # fmt: skip


def test_every_state_of_a_problem_stands_at_the_demos_station(cast: Cast) -> None:
    plan = Plan(12, SCALES["small"], DEFAULT_AS_OF)
    users = {demo: cast.users[part] for demo, part in PARTS.items()}
    place: Any = SimpleNamespace(row=cast.dongxia_station)
    problems = Problems(plan, place, users)
    problems.hats = {demo: cast.hats[part] for demo, part in PARTS.items()}
    problems.lay_out()
    assert set(Issue.objects.values_list("state", flat=True)) == set(Issue.State.values)
    assert Escalation.objects.get().level == "township"
    assert set(Evidence.objects.values_list("name", flat=True)) == {"示意图"}
    assert list(broken_invariants(now=plan.closes_at)) == []
