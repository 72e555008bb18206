"""Randomisation, attrition bounds, detectable effects and many tests at once."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import false_discovery_control, norm

from bench.panels import panel
from impact.estimators.aggregate import aggregate
from impact.estimators.attrition import lee_bounds
from impact.estimators.cells import PairCells, WaveCells, cells_of
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Spec, fit_frame
from impact.estimators.moments import GroupedUnits
from impact.estimators.power import false_discovery, minimum_detectable
from impact.estimators.randomise import randomise
from impact.estimators.reading import read
from tests.impact.estimators.tables import table_of

SPEC = Spec(control="notyet")


def cells(seed: int, *, effect: float = 0.0, missing: float = 0.05) -> PairCells | WaveCells:
    made = panel(seed=seed, villages=24, households=5, missing=missing)
    table = table_of(made, cluster=True)
    on = (made.cohort > 0) & (made.time >= made.cohort)
    taken = on * (0.5 + 0.1 * (made.time - made.cohort))
    return cells_of(
        GroupedUnits.of(read(replace(table, outcome=made.outcome - taken + effect * on)))
    )


def test_the_observed_dealing_is_the_estimate() -> None:
    made = table_of(panel(seed=3, villages=24, households=5, missing=0.05), cluster=True)
    fit = fit_frame(read(made), SPEC)
    found = randomise(cells_of(GroupedUnits.of(read(made))), SPEC, draws=9)
    assert found.att == pytest.approx(aggregate(fit, "simple").overall.att)


def test_a_large_effect_is_seen_and_its_interval_holds_it() -> None:
    found = randomise(cells(4, effect=2.0), SPEC, draws=499)
    assert found.p == pytest.approx(1 / 500)
    assert found.ci[0] < 2.0 < found.ci[1]


def test_the_interval_leaves_out_zero_just_when_the_test_rejects() -> None:
    found = [randomise(cells(seed), SPEC, draws=199) for seed in range(12)]
    outside = [not item.ci[0] <= 0 <= item.ci[1] for item in found]
    assert outside == [item.p <= 0.05 for item in found]


def test_true_zeros_are_rejected_about_as_often_as_promised() -> None:
    p = np.array([randomise(cells(seed), SPEC, draws=99).p for seed in range(120)])
    assert (p <= 0.1).mean() < 0.2
    assert 0.4 < p.mean() < 0.6


def test_years_are_dealt_only_within_townships() -> None:
    made = cells(5)
    alone = np.arange(len(made.cohort))
    assert randomise(made, SPEC, draws=19, strata=alone).p == 1.0


def test_a_village_with_two_opening_years_cannot_be_dealt() -> None:
    made = cells(6)
    with pytest.raises(TableRefused, match="不同的处理年份"):
        randomise(replace(made, cluster=np.zeros(len(made.cohort))), SPEC)


def test_a_growing_village_before_the_opening_shows_in_the_joint_pre_test() -> None:
    made = panel(seed=7, villages=40, households=6)
    early = (made.cohort > 0) * 0.6 * (made.time - 2010)
    table = replace(table_of(made, cluster=True), outcome=made.outcome + early)
    found = randomise(cells_of(GroupedUnits.of(read(table))), SPEC, draws=199)
    assert found.pretrend_p < 0.05


def test_the_same_answers_on_both_sides_bound_the_effect_to_a_point() -> None:
    random = np.random.default_rng(1)
    treated = np.repeat([True, False], 200)
    change = random.normal(0, 1, 400) + treated
    change[[0, 1, 200, 201]] = np.nan
    found = lee_bounds(change, treated, draws=50)
    assert found.lower == pytest.approx(found.upper)
    assert (found.trimmed, found.gap) == (0.0, 0.0)


def test_the_excess_answers_are_trimmed_from_either_end() -> None:
    change = np.array([1.0, 2, 3, 4, 10, 0, 0, 0, 0, np.nan])
    treated = np.repeat([True, False], 5)
    found = lee_bounds(change, treated, draws=50)
    assert found.trimmed == pytest.approx(0.2)
    assert (found.lower, found.upper) == (pytest.approx(2.5), pytest.approx(4.75))


def test_missing_poor_households_make_the_bounds_cross_zero() -> None:
    random = np.random.default_rng(2)
    treated = np.repeat([True, False], 500)
    change = random.normal(0, 1, 1_000)
    poorest = treated & (change < np.quantile(change[treated], 0.1))
    change[poorest] = np.nan
    found = lee_bounds(change, treated, cluster=np.arange(1_000) // 10, draws=200)
    assert np.nanmean(change[treated]) - change[~treated].mean() > 0.1
    assert found.cross_zero
    assert found.ci[0] < found.lower < found.upper < found.ci[1]


def test_nobody_answers_on_one_side() -> None:
    with pytest.raises(TableRefused, match="没有任何有效回答"):
        lee_bounds(np.array([np.nan, 1.0]), np.array([True, False]))


def test_the_detectable_effect_is_two_point_eight_errors() -> None:
    assert minimum_detectable(1.0) == pytest.approx(norm.ppf(0.975) + norm.ppf(0.8))
    assert minimum_detectable(1.0, df=5) > minimum_detectable(1.0)
    assert np.isnan(minimum_detectable(1.0, df=0))


@pytest.mark.parametrize(("dependent", "name"), [(False, "bh"), (True, "by")])
def test_adjusted_p_values_are_those_of_scipy(dependent: bool, name: str) -> None:
    p = np.random.default_rng(3).random(30) ** 2
    assert false_discovery(p, dependent=dependent) == pytest.approx(
        false_discovery_control(p, method=name)  # type: ignore[arg-type]
    )


def test_a_test_that_was_not_made_does_not_count() -> None:
    found = false_discovery(np.array([0.01, np.nan, 0.04]))
    assert found[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(found[1])
