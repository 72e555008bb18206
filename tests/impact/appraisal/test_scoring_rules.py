"""Points follow from value and target, within their scale; periods that have not begun are none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common.errors import IllegalMove, Invalid
from impact.rules import appraisal, scoring
from impact.rules.defining import Line, check_applies, read_lines
from impact.rules.formulas import FORMULAS

RATIO = scoring.Item("ratio", 2_000, "count")
LINE = {
    "code": "C01", "name": "活跃率", "origin": "county", "source": "本县", "meaning": "定义",
    "method": "ratio", "points": "10", "formula_key": "active_stations", "target": "90",
}  # fmt: skip


def test_the_whole_is_given_at_the_target_and_less_in_proportion() -> None:
    assert scoring.points_of(RATIO, 50, 100) == 1_000
    assert scoring.points_of(RATIO, 100, 100) == 2_000
    assert scoring.points_of(RATIO, 250, 100) == 2_000
    assert scoring.points_of(RATIO, 1, 3) == 666


def test_passing_is_all_or_nothing() -> None:
    item = scoring.Item("pass", 1_000, "change")
    assert scoring.points_of(item, 499, 500) == 0
    assert scoring.points_of(item, 500, 500) == 1_000


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12), st.integers(1, 10_000))
def test_no_value_and_target_lead_out_of_the_scale(value: int, target: int, most: int) -> None:
    points = scoring.points_of(scoring.Item("ratio", most, "yuan"), value, target)
    assert points is not None
    assert 0 <= points <= most


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 10**9))
def test_more_never_gives_less(low: int, more: int, target: int) -> None:
    first = scoring.points_of(RATIO, low, target) or 0
    assert (scoring.points_of(RATIO, low + more, target) or 0) >= first


def test_a_person_gives_points_only_where_no_rule_does() -> None:
    judged = scoring.Item("judged", 500, "count")
    assert scoring.why_by_hand(judged, None, None, "") == "由人评定"
    assert "不足 5 户" in scoring.why_by_hand(RATIO, None, 10, "few_households")
    assert scoring.why_by_hand(RATIO, 5, None, "") == "没有设目标，不能按目标计分"
    assert scoring.why_by_hand(RATIO, 5, 10, "") == ""


def test_points_outside_their_scale_are_refused_with_the_scale() -> None:
    with pytest.raises(Invalid, match=r"0 到 15 分之间，您填的是 15\.01"):
        scoring.read_points("15.01", 1_500)
    with pytest.raises(Invalid, match="您填的是 -1"):
        scoring.read_points("-1", 1_500)
    with pytest.raises(Invalid, match="得分请填数字"):
        scoring.read_points("满分", 1_500)
    assert scoring.read_points("4.5", 1_500) == 450


def test_values_are_read_in_their_unit() -> None:
    assert scoring.read_value("85.5", "percent") == 8_550
    assert scoring.read_value("-12.5", "change") == -1_250
    assert scoring.read_value("300", "count") == 300
    assert scoring.read_value("12.50", "yuan") == 1_250
    with pytest.raises(Invalid, match="0 到 100 之间"):
        scoring.read_value("100.01", "percent")
    with pytest.raises(Invalid, match="整数"):
        scoring.read_value("3.5", "count")


def test_the_sums_of_a_set_are_said_when_they_are_wrong() -> None:
    scoring.check_sums([(False, 6_000), (False, 4_000), (True, 1_000)])
    with pytest.raises(scoring.NotWholeHundred) as refused:
        scoring.check_sums([(False, 9_950), (True, 1_000)])
    assert "基本项合计 99.5 分、加分项合计 10 分" in refused.value.detail


def test_a_locked_sheet_knows_no_move() -> None:
    assert scoring.next_state("reviewed", "return") == "returned"
    with pytest.raises(IllegalMove):
        scoring.next_state("locked", "submit")


def test_periods_have_their_days() -> None:
    quarter = appraisal.term_of("2026-Q3", today=date(2026, 9, 28))
    assert (quarter.first_on, quarter.next_on) == (date(2026, 7, 1), date(2026, 10, 1))
    assert (quarter.name, str(quarter.year_ago)) == ("2026 年第 3 季度", "2025-Q3")
    half = appraisal.term_of("2025-H2", today=date(2026, 9, 28))
    assert (half.first_on, half.next_on, half.name) == (
        date(2025, 7, 1), date(2026, 1, 1), "2025 年下半年"
    )  # fmt: skip
    assert str(appraisal.term_of("2025", today=date(2026, 9, 28))) == "2025"


def test_a_period_in_the_future_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refused:
        appraisal.term_of("2026-Q4", today=date(2026, 9, 28))
    assert "2026 年第 4 季度还没有开始" in refused.value.fields["period"]
    with pytest.raises(Invalid) as refused:
        appraisal.term_of("2026-Q5", today=date(2026, 9, 28))
    assert "季度如 2026-Q3" in refused.value.fields["period"]


def test_what_still_goes_on_cannot_be_handed_in() -> None:
    running = appraisal.term_of("2026-Q3", today=date(2026, 9, 28))
    with pytest.raises(appraisal.PeriodNotOver, match="2026-10-01 才结束"):
        appraisal.check_over(running, today=date(2026, 9, 30))
    appraisal.check_over(running, today=date(2026, 10, 1))


def test_recent_periods_go_back_over_the_year() -> None:
    found = [str(term) for term in appraisal.recent("quarter", today=date(2026, 5, 1), count=4)]
    assert found == ["2026-Q2", "2026-Q1", "2025-Q4", "2025-Q3"]
    assert str(appraisal.recent("half", today=date(2026, 5, 1))[1]) == "2025-H2"


def test_a_formula_brings_its_own_unit() -> None:
    (row,) = read_lines([Line(**LINE)])
    assert (row["unit"], row["unit_name"], row["default_target"]) == ("percent", "%", 9_000)
    assert row["evidence_required"] is False


def test_a_typed_indicator_always_needs_evidence() -> None:
    (row,) = read_lines([Line(**(LINE | {"formula_key": "", "unit": "percent"}))])
    assert row["evidence_required"] is True


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"formula_key": "made_up"}, "没有这个计算公式"),
        ({"method": "judged"}, "不能又由人评定"),
        ({"method": "judged", "formula_key": ""}, "没有目标值"),
        ({"points": "0"}, "必须大于 0"),
        ({"source": " "}, "请填写出处"),
        ({"target": "120"}, "0 到 100 之间"),
    ],
)
def test_a_wrong_definition_is_named_by_its_row(wrong: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_lines([Line(**LINE), Line(**(LINE | {"code": "C02"} | wrong))])
    assert list(refused.value.fields) == ["lines.2"]
    assert words in refused.value.fields["lines.2"]


def test_a_code_stands_once() -> None:
    with pytest.raises(Invalid) as refused:
        read_lines([Line(**LINE), Line(**LINE)])
    assert "编码 C01 与前面的行重复" in refused.value.fields["lines.2"]


def test_only_the_first_version_may_look_back() -> None:
    check_applies(date(2026, 1, 1), today=date(2026, 9, 28), first=True)
    with pytest.raises(Invalid):
        check_applies(date(2026, 9, 28), today=date(2026, 9, 28), first=False)


def test_no_formula_calls_sales_an_income() -> None:
    assert "不是农户收入" in FORMULAS["sales"].meaning
    assert "不等于增收" in FORMULAS["paid"].meaning
