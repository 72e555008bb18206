"""Imputation, interaction weighting and pairwise panels against diff-diff and against theory."""

import numpy as np
import pytest

from bench.oracle_cases import PAIRS_CASES, Case
from bench.panels import panel
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Spec, estimate
from impact.estimators.frame import Frame
from impact.estimators.imputation import impute
from impact.estimators.interaction import interaction_weighted
from impact.estimators.reading import read
from tests.impact.estimators.tables import fit_of, recorded, table_of

CLOSE = 1e-9


def frame(case: Case) -> Frame:
    return read(table_of(panel(seed=case.seed, missing=case.missing), cluster=case.cluster))


@pytest.mark.parametrize("case", PAIRS_CASES, ids=lambda case: case.name)
def test_pairs_are_what_diff_diff_makes_of_a_panel_with_gaps(case: Case) -> None:
    fit = fit_of(case)
    peer = {(g, t): (att, se) for g, t, att, se in recorded("diff-diff")[case.name]["cells"]}
    ours = np.column_stack([fit.att, fit.se])
    assert ours == pytest.approx(
        np.array([peer[comparison.g, comparison.t] for comparison in fit.comparisons]), abs=CLOSE
    )


@pytest.mark.parametrize("case", PAIRS_CASES, ids=lambda case: case.name)
def test_imputation_is_what_diff_diff_says(case: Case) -> None:
    """Its clustered error leaves out G/(G-1)."""
    found = impute(frame(case))
    scale = np.sqrt(1 - 1 / frame(case).n_clusters) if case.cluster else 1.0
    assert [found.att, found.se * scale] == pytest.approx(
        recorded("diff-diff")[case.name]["imputation"], rel=1e-8
    )


@pytest.mark.parametrize("case", PAIRS_CASES, ids=lambda case: case.name)
def test_interaction_weighting_is_what_diff_diff_says(case: Case) -> None:
    found = interaction_weighted(frame(case))
    assert [found.att, found.se] == pytest.approx(
        recorded("diff-diff")[case.name]["interaction"], rel=1e-8
    )


def test_in_a_complete_panel_interaction_weighting_gives_the_universal_base_effects() -> None:
    made = panel(seed=41)
    found = interaction_weighted(read(table_of(made)))
    fit = estimate(table_of(made), Spec(base="universal"))
    events = np.array([comparison.event for comparison in fit.comparisons])
    first = fit.att[events == events.max()]
    assert found.event_att[-1] == pytest.approx(first[0], abs=CLOSE)


def test_imputation_solves_the_dummy_regression_on_untreated_rows() -> None:
    made = panel(seed=42, villages=8, households=3, missing=0.1)
    untreated = (made.cohort == 0) | (made.time < made.cohort)
    unit = (made.unit[:, None] == np.unique(made.unit)[None, :]).astype(float)
    period = (made.time[:, None] == np.unique(made.time)[None, :]).astype(float)
    dummies = np.column_stack([unit, period])
    fitted = np.linalg.lstsq(dummies[untreated], made.outcome[untreated], rcond=None)[0]
    seen_before = np.isin(made.unit, made.unit[untreated])
    gain = (made.outcome - dummies @ fitted)[~untreated & seen_before]
    found = impute(read(table_of(made)))
    assert (found.att, found.rows) == (pytest.approx(gain.mean(), abs=1e-9), len(gain))


def test_cross_sections_have_nothing_to_impute() -> None:
    made = read(table_of(panel(seed=43)), repeated=True)
    with pytest.raises(TableRefused, match="面板"):
        impute(made)
    with pytest.raises(TableRefused, match="面板"):
        interaction_weighted(made)
