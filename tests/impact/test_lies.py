"""How the report would lie, and that it does not (IMPACT section 8)."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from impact.estimators.county import Options, effect_of, study_county
from impact.estimators.county_checks import attrition
from impact.estimators.faults import TableRefused
from impact.estimators.panel import Panel
from impact.rules.evidence import try_county
from impact.rules.gates import Thresholds
from impact.rules.simulating import Made, intervals, made_county, simulate

FAST = Options(draws=99, randomisations=99)


@pytest.fixture(scope="module")
def made() -> Made:
    return made_county("effect", 5, households=6)


def effect(panel: Panel, values: Any = None) -> float:
    return effect_of(panel, panel.earned if values is None else values, FAST).att


def test_doubling_prices_and_costs_leaves_the_gain_unchanged(made: Made) -> None:
    revenue, costs = made.panel.earned * 1.6, made.panel.earned * 0.6
    more = 1_000.0
    assert effect(made.panel, (revenue + more) - (costs + more)) == pytest.approx(
        effect(made.panel)
    )


def test_multiplying_years_by_an_index_leaves_the_real_effect_unchanged(made: Made) -> None:
    index = 1.02 ** (made.panel.year - 2017)
    nominal = made.panel.earned * index
    assert effect(made.panel, nominal / index) == pytest.approx(effect(made.panel))
    assert effect(made.panel, nominal) != pytest.approx(effect(made.panel), rel=1e-3)


def test_a_subsidy_moves_the_transfer_row_only(made: Made) -> None:
    served = np.asarray(made.panel.since >= 0)
    given = replace(made.panel, transfer=made.panel.transfer + np.where(served, 1_000.0, 0.0))
    assert effect(given) == effect(made.panel)
    core, judged = try_county(given, FAST, Thresholds())
    assert core.transfer.att == pytest.approx(1_000, abs=100)
    assert "G7 PLACEBO" in {gate.code for gate in judged.states("refuse")}


def test_dropping_the_poorest_tenth_of_served_households_trips_the_gate(made: Made) -> None:
    panel = made.panel
    served = np.asarray(panel.since >= 0)
    low = np.nanquantile(panel.earned[served], 0.1)
    lost = replace(panel, earned=np.where(served & (panel.earned < low), np.nan, panel.earned))
    gap, _, bounds = attrition(lost, seed=1)
    assert gap > Thresholds().attrition_gap
    assert bounds is not None
    assert bounds.lower < effect(lost)


def test_moving_sales_from_villages_next_door_is_seen(made: Made) -> None:
    panel = made.panel
    exposed = np.zeros(len(panel.cohort), dtype=bool)
    for near, far in np.concatenate([panel.neighbours, panel.neighbours[:, ::-1]]):
        exposed[near] |= not panel.treated[near] and panel.treated[far]
    late = exposed[panel.village] & (panel.year >= 2022)
    moved = replace(panel, earned=panel.earned - np.where(late, 900.0, 0.0))
    core = study_county(moved, FAST)
    assert core.donut
    assert len(core.panel.household) < len(panel.household)


def test_picking_fast_growers_is_not_reported() -> None:
    found = simulate(scenario="selection", draws=1, seed=1, households=6)
    assert found["verdicts"] == {"NOT_IDENTIFIED": 1.0}
    assert found["refusals"]["G4 PRETREND"] == 1.0


@pytest.mark.parametrize(
    ("scenario", "code"), [("few_treated", "G2 FEW_TREATED"), ("attrition", "G6 ATTRITION")]
)
def test_a_spoilt_county_is_refused_with_its_code(scenario: str, code: str) -> None:
    found = simulate(scenario=scenario, draws=1, seed=1, households=3)
    assert found["verdicts"] == {"NOT_IDENTIFIED": 1.0}
    assert found["refusals"][code] == 1.0


def test_a_bundle_is_named_a_bundle() -> None:
    made = made_county("bundle", 2, households=4)
    _, judged = try_county(made.panel, FAST, Thresholds())
    assert "G8 BUNDLE" in {gate.code for gate in judged.states("warn")}


def test_incomes_partly_in_fen_are_refused_by_name(made: Made) -> None:
    panel = made.panel
    mixed = replace(panel, earned=np.where(panel.year == 2021, 100, 1) * panel.earned)
    with pytest.raises(TableRefused) as refused:
        study_county(mixed, FAST)
    assert refused.value.code == "TWO_MONEY_UNITS"


def test_villages_that_are_all_served_leave_no_control_year_and_are_refused(made: Made) -> None:
    served = replace(made.panel, cohort=np.full(len(made.panel.cohort), 2017.0))
    with pytest.raises(TableRefused) as refused:
        study_county(served, FAST)
    assert refused.value.code == "ALL_TREATED"


def test_intervals_alone_say_how_often_the_truth_is_held() -> None:
    found = intervals(scenario="effect", draws=3, seed=1, households=3)
    assert (found["draws"], found["rejects_zero"]) == (3, 1.0)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["effect", "null"])
def test_a_thousand_intervals_hold_the_truth_in_ninety_three_to_ninety_seven_percent(
    scenario: str,
) -> None:
    assert 0.93 <= intervals(scenario=scenario, draws=1_000, seed=1_000)["coverage"] <= 0.97


@pytest.mark.slow
def test_intervals_hold_the_truth_and_selection_is_hardly_ever_told() -> None:
    effects = simulate(scenario="effect", draws=200, seed=100)
    assert 0.90 <= effects["coverage"] <= 0.99  # 200 draws alone; a thousand stand above
    chosen = simulate(scenario="selection", draws=100, seed=100)
    told = chosen["verdicts"].get("REPORTABLE", 0) + chosen["verdicts"].get("WITH_WARNING", 0)
    assert told <= 0.1
    none = simulate(scenario="null", draws=200, seed=100)
    assert none["rejects_zero"] <= 0.08
