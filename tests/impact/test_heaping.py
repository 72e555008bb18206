"""Goodhart: round sums and a crowd beside the line are shown by enumerator (IMPACT section 8)."""

import random
from dataclasses import replace

import pytest

from impact.models import IncomeEntry, IncomeLine, IncomeSurvey
from impact.queries.habits import habits_of
from impact.rules.heaping import Told, habits, jump
from tests.cast import NOW, Cast

LINE = 800_000


def honest(who: str, forms: int, seed: int) -> list[Told]:
    chance = random.Random(seed)
    heads = [round(chance.gauss(9_000_00, 2_000_00)) for _ in range(forms)]
    return [Told(who, head * 4, head, LINE) for head in heads]


def test_honest_forms_get_no_mark() -> None:
    found = habits([*honest("甲", 200, 1), *honest("乙", 200, 2)])
    assert [one.marks for one in found] == [(), ()]


def test_an_enumerator_who_rounds_to_thousands_is_marked() -> None:
    rounded = [Told("乙", 30_000_00, 9_000_00, LINE) for _ in range(40)]
    by_name = {one.enumerator: one for one in habits([*honest("甲", 200, 1), *rounded])}
    assert (by_name["乙"].heaped, by_name["乙"].marks) == (100.0, ("整千数过多",))
    assert by_name["甲"].marks == ()


def test_incomes_pushed_just_over_the_line_are_marked() -> None:
    lifted = [
        replace(one, enumerator="乙", per_head_fen=LINE + 1_000)
        if LINE * 95 <= one.per_head_fen * 100 < LINE * 100
        else replace(one, enumerator="乙")
        for one in honest("乙", 400, 3)
    ]
    by_name = {one.enumerator: one for one in habits([*honest("甲", 400, 1), *lifted])}
    assert by_name["乙"].under == 0
    assert by_name["乙"].marks == ("线旁陡然增减",)
    assert by_name["甲"].marks == ()


def test_a_line_on_a_steep_slope_is_no_sign() -> None:
    assert jump(40, 86, 186, 400) == pytest.approx(1.0, abs=0.1)
    p = jump(40, 10, 262, 400)
    assert p is not None
    assert p < 0.001
    assert jump(3, 10, 20, 30) is None


def test_without_a_line_only_round_sums_are_counted() -> None:
    (one,) = habits([Told("甲", 1_000_00, 500_00, None)])
    assert (one.forms, one.heaped, one.p) == (1, 100.0, None)


def test_the_waves_of_a_run_are_read_by_enumerator_without_their_names(cast: Cast) -> None:
    wave = IncomeSurvey.objects.create(
        county_code="630121", year=2025, instrument="A", opened_at=NOW
    )
    IncomeLine.objects.create(
        county_code="630121", year=2025, kind="poverty", amount_fen=LINE, source="文号 1"
    )
    for home, who in ((cast.potato_household, "u1"), (cast.monitored_household, "")):
        IncomeEntry.objects.create(
            survey=wave, household=home, area_code=home.area_code, status="observed", persons=1,
            wage_fen=LINE, enumerator_uid=who,
        )  # fmt: skip
    found = {one.enumerator: (one.forms, one.over) for one in habits_of([wave])}
    assert found["未记采集人"] == (1, 1)
    assert len(found) == 2
    assert "采集人 u1" not in found
