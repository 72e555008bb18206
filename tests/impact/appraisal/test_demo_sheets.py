"""The demo's sheets stand by the same rules as anybody's, in every state."""

from typing import Any

from backend.demo.appraisal import build_appraisal
from backend.demo.plan import DEFAULT_AS_OF, SCALES, Plan
from impact.models import ScoreSheet
from impact.queries.sheets import broken_sheets
from tests.cast import Cast
from tests.impact.appraisal.conftest import another


def test_every_state_occurs_and_every_locked_sheet_is_sound(cast: Cast, clock: Any) -> None:
    another(cast, "township_colleague", "township_official")
    users = {
        "demo-to": cast.users["township_official"], "demo-to2": cast.users["township_colleague"],
        "demo-co": cast.users["official"],
    }  # fmt: skip
    plan = Plan(seed=12, scale=SCALES["small"], as_of=DEFAULT_AS_OF)
    build_appraisal(plan, users, cast.dongxia)
    assert list(broken_sheets()) == []
    states = ScoreSheet.objects.filter(period="2026-Q2").values_list("area_code", "state")
    assert ("630121103", "reviewed") in list(states)
    assert {state for _, state in states} >= {"reviewed", "submitted", "returned"}
    year = ScoreSheet.objects.filter(period="2025")
    assert set(year.values_list("level", "state")) == {
        ("village", "locked"), ("township", "locked"), ("county", "locked")
    }  # fmt: skip
