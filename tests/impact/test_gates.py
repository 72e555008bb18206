"""Each gate: what it lets through, what it warns of, what it refuses; and the words that follow."""

from dataclasses import replace
from typing import Any

import pytest

from impact.rules import specifying, verdicts
from impact.rules.gates import Evidence, Gate, Thresholds, judge

LIMITS = Thresholds()
SOUND = Evidence(
    controls_by_year={2020: 274, 2025: 199}, treated_villages=90, treated_with_two_pre=99.0,
    treated_with_three_pre=97.0, att=571.0, pretrend_p=0.57, largest_pre=90.0,
    breakdown_mbar=0.9, attrition_gap=0.4, attrition_overall=3.0, bounds=(400.0, 700.0),
    transfer_p=0.7, fake_date_p=0.8, bundle_share=9.0, spillover_p=0.4, donut_controls=45,
    cadre_share=5.0, data_faults=(), link_rate=100.0, baseline_mean=10_500.0,
    high_per_household=900.0, persons_per_household=4.0, branch_varies=False,
)  # fmt: skip


def state_of(code: str, **changed: Any) -> str:
    judged = judge(replace(SOUND, **changed), LIMITS)
    return next(gate.state for gate in judged.gates if gate.code.startswith(f"{code} "))


def test_a_sound_county_is_reportable_and_never_credits_the_branch() -> None:
    judged = judge(SOUND, LIMITS)
    assert judged.verdict == "REPORTABLE"
    assert [gate.code for gate in judged.gates if gate.state != "pass"] == ["G12 BRANCH"]


@pytest.mark.parametrize(
    ("code", "changed", "state"),
    [
        ("G1", {"controls_by_year": {2020: 50, 2025: 9}}, "refuse"),
        ("G1", {"controls_by_year": {}}, "refuse"),
        ("G2", {"treated_villages": 5}, "refuse"),
        ("G2", {"treated_villages": 19}, "warn"),
        ("G3", {"treated_with_two_pre": 49.0}, "refuse"),
        ("G3", {"treated_with_three_pre": 49.0}, "warn"),
        ("G4", {"pretrend_p": 0.049}, "refuse"),
        ("G4", {"largest_pre": 572.0}, "refuse"),
        ("G4", {"pretrend_p": float("nan")}, "refuse"),
        ("G5", {"breakdown_mbar": 0.49}, "warn"),
        ("G5", {"breakdown_mbar": None}, "warn"),
        ("G6", {"attrition_gap": -5.1}, "refuse"),
        ("G6", {"attrition_overall": 26.0}, "pass"),
        ("G6", {"attrition_overall": 26.0, "bounds": (-1.0, 9.0)}, "refuse"),
        ("G7", {"transfer_p": 0.04}, "refuse"),
        ("G7", {"fake_date_p": 0.04}, "refuse"),
        ("G8", {"bundle_share": 51.0}, "warn"),
        ("G9", {"spillover_p": None}, "warn"),
        ("G9", {"spillover_p": 0.01}, "warn"),
        ("G9", {"spillover_p": 0.01, "donut_controls": 9}, "refuse"),
        ("G10", {"cadre_share": 21.0}, "refuse"),
        ("G10", {"data_faults": ("收入是毛收入",)}, "refuse"),
        ("G10", {"link_rate": 79.0}, "warn"),
        ("G11", {"att": 1_051.0}, "warn"),
        ("G11", {"high_per_household": 700.0}, "warn"),
        ("G12", {"branch_varies": True}, "open"),
    ],
)
def test_a_gate_answers_at_its_limit(code: str, changed: dict[str, Any], state: str) -> None:
    assert state_of(code, **changed) == state


def test_a_countys_own_limit_counts_and_an_unknown_one_is_refused() -> None:
    strict = specifying.limits_of({"least_treated": 100})
    assert judge(SOUND, strict).verdict == "NOT_IDENTIFIED"
    with pytest.raises(specifying.Invalid) as refused:
        specifying.limits_of({"least_treted": 3, "bundle": -1})
    assert set(refused.value.fields) == {"limits.least_treted", "limits.bundle"}


HEAD = verdicts.Headline(
    att=571.0, low=472.0, high=670.0, share=5.4, base_year=2017, treated_villages=90,
    control_villages=199, households=3_468, detectable=141.0, distinct=True,
    label=verdicts.LABEL, interval="按村聚类",
)  # fmt: skip


def test_a_headline_names_both_sides_the_interval_and_the_prices() -> None:
    assert verdicts.headline_text(HEAD) == (
        "支部引领模式下的增收：人均每年增加 571 元，相当于开站前均值的 5.4%"
        "（95% 区间 472 至 670 元，按村聚类；90 个开站村与 199 个对照村（含当时尚未开站的），"
        "3468 户，2017 年价格）。"
    )


def test_an_interval_that_holds_zero_is_no_gain() -> None:
    text = verdicts.headline_text(replace(HEAD, low=-20.0, distinct=False))
    assert text.startswith("没有发现可以与零区分的影响")
    assert "增加" not in text
    assert "141 元" in text


def test_a_refused_run_has_no_figure() -> None:
    text = verdicts.headline_text(replace(HEAD, att=None, low=None, high=None))
    assert not any(sign.isdigit() for sign in text)


def test_no_sentence_says_that_parallel_trends_hold() -> None:
    passed = verdicts.pretrend_text(0.57, 0.9)
    assert "不证明" in passed
    assert "平行趋势成立" not in passed
    assert "走势不同" in verdicts.pretrend_text(0.01, None)


def test_with_other_programmes_in_most_villages_only_the_bundle_is_named() -> None:
    gates = judge(replace(SOUND, bundle_share=60.0), LIMITS).gates
    assert verdicts.label_of(gates) == "一揽子措施下的增收"
    assert verdicts.branch_text(gates).endswith("不写成金额。")
    assert verdicts.branch_text([]).endswith("不写成金额。")
    assert "另立方案" in verdicts.branch_text([Gate("G12 BRANCH", "open", "", "")])
