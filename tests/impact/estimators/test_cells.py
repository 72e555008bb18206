"""Sums by village and year give the numbers that household rows give."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.panels import panel
from impact.estimators.aggregate import aggregate
from impact.estimators.bootstrap import draw
from impact.estimators.cells import balanced_cells, cells_of, fit_cells
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Fit, Spec, fit_frame
from impact.estimators.frame import Frame
from impact.estimators.inference import infer
from impact.estimators.moments import GroupedUnits
from impact.estimators.reading import read
from impact.estimators.squares import fit_squares, squares_of
from tests.impact.estimators.tables import table_of

SEEDS = st.integers(0, 10_000)
SPEC = Spec(control="notyet")


def frame(
    seed: int, *, missing: float = 0.0, repeated: bool = False, cluster: bool = True
) -> Frame:
    made = panel(seed=seed, villages=14, households=5, missing=missing)
    return read(table_of(made, cluster=cluster, weights=True), repeated=repeated)


def agree(rows: Fit, cells: Fit) -> bool:
    one, other = (infer(fit, aggregate(fit, "dynamic")) for fit in (rows, cells))
    assert cells.att == pytest.approx(rows.att, abs=1e-9, nan_ok=True)
    assert cells.covariance == pytest.approx(rows.covariance, rel=1e-8, abs=1e-10)
    return one.overall.ci == pytest.approx(other.overall.ci, abs=1e-9)


@settings(max_examples=20)
@given(SEEDS, st.sampled_from([0.0, 0.1]))
def test_village_sums_are_enough_for_a_panel(seed: int, missing: float) -> None:
    made = frame(seed, missing=missing)
    assert agree(fit_frame(made, SPEC), fit_cells(cells_of(GroupedUnits.of(made)), SPEC))


@settings(max_examples=20)
@given(SEEDS)
def test_village_sums_are_enough_for_cross_sections(seed: int) -> None:
    made = frame(seed, repeated=True)
    spec = replace(SPEC, repeated=True)
    assert agree(fit_frame(made, spec), fit_cells(cells_of(GroupedUnits.of(made)), spec))


@settings(max_examples=20)
@given(SEEDS, st.booleans())
def test_squares_are_enough_for_errors_without_clusters(seed: int, repeated: bool) -> None:
    made = frame(seed, repeated=repeated, cluster=False)
    spec = replace(SPEC, repeated=repeated)
    assert agree(fit_frame(made, spec), fit_squares(squares_of(made), spec))


def test_a_balanced_panel_needs_one_total_per_village_and_year() -> None:
    made = frame(3)
    assert made.cluster is not None
    village = np.arange(made.n_clusters)
    weight = np.bincount(made.cluster, weights=made.weight)
    total = np.stack(
        [np.bincount(made.cluster, weights=made.weight * year) for year in made.y.T], axis=1
    )
    adopted = np.append(made.cohorts, 0.0)[made.cohort]
    cohort = np.array([adopted[made.cluster == label][0] for label in village])
    cells = balanced_cells(made.times, village, cohort, weight, total, made.n_units)
    assert agree(fit_frame(made, SPEC), fit_cells(cells, SPEC))


def test_cells_and_households_draw_the_same_bootstrap() -> None:
    made = frame(5)
    rows, cells = fit_frame(made, SPEC), fit_cells(cells_of(GroupedUnits.of(made)), SPEC)
    one, other = (draw(fit, draws=99, seed=7).values for fit in (rows, cells))
    assert other == pytest.approx(one, abs=1e-9)


def test_squares_of_an_unbalanced_panel_are_refused() -> None:
    with pytest.raises(TableRefused, match="非平衡面板"):
        squares_of(frame(4, missing=0.2, cluster=False))
