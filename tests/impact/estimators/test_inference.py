"""Errors by village, bands, draws, small samples: by hand and by what must hold."""

import numpy as np
import pytest
from scipy.stats import norm, t

from bench.panels import panel
from impact.estimators.aggregate import aggregate
from impact.estimators.bootstrap import Multiplier, draw, multipliers, sup_t
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Fit, Spec, estimate
from impact.estimators.frame import Table
from impact.estimators.inference import infer
from impact.estimators.pretrend import pretrend
from tests.impact.estimators.tables import table_of

SMALL, LARGE = 50, 10


def unequal() -> tuple[Table, np.ndarray, np.ndarray, np.ndarray]:
    """50 villages of 5 households and 10 of 400, every second one treated in the second year."""
    random = np.random.default_rng(11)
    size = np.repeat([5, 400], [SMALL, LARGE])
    village = np.repeat(np.arange(60), size)
    treated = (np.arange(60) % 2 == 1)[village]
    before = random.normal(9_000, 1_400, len(village))
    shock = random.normal(0, 300, 60)[village]
    change = 380 + 500 * treated + shock + random.normal(0, 200, len(village))
    unit = np.arange(len(village))
    table = Table(
        unit=np.concatenate([unit, unit]),
        time=np.repeat([2020.0, 2021.0], len(unit)),
        cohort=np.tile(np.where(treated, 2021.0, 0.0), 2),
        outcome=np.concatenate([before, before + change]),
        cluster=np.tile(village, 2),
    )
    return table, village, treated, change


def clustered(seed: int = 5, spec: Spec | None = None) -> Fit:
    return estimate(table_of(panel(seed=seed), cluster=True), spec)


def test_unequal_villages_take_cluster_sums() -> None:
    table, village, treated, change = unequal()
    fit = estimate(table)
    side = np.where(treated, 1 / treated.sum(), -1 / (~treated).sum())
    means = np.where(treated, change[treated].mean(), change[~treated].mean())
    by_village = np.bincount(village, weights=side * (change - means))
    expected = np.sqrt(60 / 59 * (by_village**2).sum())
    assert fit.att[0] == pytest.approx(change[treated].mean() - change[~treated].mean())
    assert fit.se[0] == pytest.approx(expected, rel=1e-12)


def test_the_mean_form_of_the_villages_would_be_far_too_small() -> None:
    table, village, treated, change = unequal()
    fit = estimate(table)
    side = np.where(treated, 1 / treated.mean(), -1 / (~treated).mean())
    means = np.where(treated, change[treated].mean(), change[~treated].mean())
    influence = side * (change - means)
    of_means = np.bincount(village, weights=influence) / np.bincount(village)
    wrong = np.sqrt((of_means**2).mean() / 60)
    assert wrong < 0.75 * fit.se[0]


def test_few_villages_get_a_wider_interval_than_the_normal() -> None:
    fit = clustered()
    found = infer(fit, aggregate(fit, "simple")).overall
    df = min(found.treated_clusters or 0, found.control_clusters or 0) - 1
    assert found.df == df
    assert found.ci[1] - found.att == pytest.approx(t.ppf(0.975, df) * found.se)


def test_without_villages_the_normal_is_used() -> None:
    fit = estimate(table_of(panel(seed=5)))
    found = infer(fit, aggregate(fit, "simple")).overall
    assert found.ci[1] - found.att == pytest.approx(norm.ppf(0.975) * found.se)


@pytest.mark.parametrize("kind", ["rademacher", "mammen", "webb"])
def test_multipliers_have_mean_zero_and_variance_one(kind: Multiplier) -> None:
    drawn = multipliers(np.random.default_rng(1), kind, (2_000, 101))
    assert abs(drawn.mean()) < 0.01
    assert drawn.var() == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("kind", ["rademacher", "mammen", "webb"])
def test_drawn_errors_come_near_the_analytic_ones(kind: Multiplier) -> None:
    fit = clustered(seed=6)
    drawn = draw(fit, draws=4_000, seed=3, multiplier=kind)
    found = infer(fit, aggregate(fit, "dynamic"), draws=drawn)
    exact = infer(fit, aggregate(fit, "dynamic"))
    assert found.overall.se == pytest.approx(exact.overall.se, rel=0.08)


def test_fewer_than_twelve_villages_take_webbs_weights() -> None:
    few = estimate(table_of(panel(seed=7, villages=10), cluster=True))
    assert draw(few, draws=9, seed=1).multiplier == "webb"
    assert draw(clustered(), draws=9, seed=1).multiplier == "rademacher"


def test_the_same_seed_draws_the_same_errors() -> None:
    fit = clustered()
    assert (draw(fit, draws=9, seed=1).values == draw(fit, draws=9, seed=1).values).all()


def test_the_band_covers_more_than_one_point_and_less_than_bonferroni() -> None:
    fit = clustered(seed=8)
    found = infer(fit, aggregate(fit, "dynamic"), draws=draw(fit, draws=4_000, seed=1))
    points = len(found.parts)
    assert norm.ppf(0.975) < found.critical < norm.ppf(1 - 0.025 / points) * 1.1
    assert found.parts[0].band[0] < found.parts[0].ci[0]


def test_a_band_of_nothing_that_varies_is_not_a_number() -> None:
    assert np.isnan(sup_t(np.zeros((9, 2)), np.array([np.nan, np.nan]), 0.95))


def test_the_wald_test_is_the_quadratic_form_of_the_pre_differences() -> None:
    fit = estimate(table_of(panel(seed=9)))
    found = pretrend(fit).cells
    pre = np.array([comparison.t < comparison.g for comparison in fit.comparisons])
    block = fit.covariance[: len(pre), : len(pre)][np.ix_(pre, pre)]
    expected = fit.att[pre] @ np.linalg.solve(block, fit.att[pre])
    assert (found.statistic, found.df) == (pytest.approx(expected), pre.sum())


def test_more_pre_differences_than_villages_are_tested_in_the_directions_that_vary() -> None:
    fit = estimate(table_of(panel(seed=10, villages=6), cluster=True))
    found = pretrend(fit).cells
    assert found.df < found.count
    assert 0 <= found.p <= 1


def test_a_universal_base_leaves_its_reference_without_error() -> None:
    fit = clustered(spec=Spec(base="universal"))
    parts = {part.label: part for part in infer(fit, aggregate(fit, "dynamic")).parts}
    assert (parts[-1.0].att, np.isnan(parts[-1.0].se)) == (0.0, True)


def test_a_balanced_event_study_keeps_the_same_cohorts_at_every_point() -> None:
    fit = clustered()
    found = aggregate(fit, "dynamic", balance=2)
    cohorts = [
        {fit.comparisons[row].cohort for row in np.flatnonzero(part.used)}
        for part in found.parts
        if part.label is not None and part.label >= 0
    ]
    assert [part.label for part in found.parts][-1] == 2
    assert cohorts[0] == cohorts[1] == cohorts[2]


def test_no_cohort_is_seen_that_long() -> None:
    with pytest.raises(TableRefused, match="没有队列"):
        aggregate(clustered(), "dynamic", balance=20)
