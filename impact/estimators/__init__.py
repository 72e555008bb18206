"""Staggered difference-in-differences on any table: numpy and scipy, no Django.

The public Python API; shapes and units stand at each class, formulas and sources in
docs/how/estimation.md. In short:

    table = Table(unit=…, time=…, cohort=…, outcome=…, cluster=…)   # one entry a row
    fit = estimate(table, Spec(control="notyet"))                   # every ATT(g,t)
    infer(fit, aggregate(fit, "simple")).overall                    # estimate, error, interval
    relative_magnitudes(study_of(universal_fit), np.array([0.5, 1.0]))
"""

from impact.estimators.aggregate import Aggregation, Average, aggregate
from impact.estimators.attrition import Bounds, lee_bounds
from impact.estimators.bootstrap import Draws, draw
from impact.estimators.cells import PairCells, WaveCells, balanced_cells, fit_cells
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Fit, Spec, estimate, fit_frame, read_for
from impact.estimators.frame import Dropped, Frame, Table
from impact.estimators.honest.relative import breakdown as relative_breakdown
from impact.estimators.honest.relative import intervals as relative_magnitudes
from impact.estimators.honest.smooth import breakdown as smoothness_breakdown
from impact.estimators.honest.smooth import intervals as smoothness
from impact.estimators.honest.study import Interval, Study, study, study_of
from impact.estimators.imputation import Imputed, impute
from impact.estimators.inference import Estimate, Inferred, infer
from impact.estimators.interaction import Interacted, interaction_weighted
from impact.estimators.power import false_discovery, minimum_detectable
from impact.estimators.pretrend import Pretrend, pretrend
from impact.estimators.randomise import Randomised, randomise
from impact.estimators.report import describe
from impact.estimators.squares import SquareCells, fit_squares

__all__ = [
    "Aggregation",
    "Average",
    "Bounds",
    "Draws",
    "Dropped",
    "Estimate",
    "Fit",
    "Frame",
    "Imputed",
    "Inferred",
    "Interacted",
    "Interval",
    "PairCells",
    "Pretrend",
    "Randomised",
    "Spec",
    "SquareCells",
    "Study",
    "Table",
    "TableRefused",
    "WaveCells",
    "aggregate",
    "balanced_cells",
    "describe",
    "draw",
    "estimate",
    "false_discovery",
    "fit_cells",
    "fit_frame",
    "fit_squares",
    "impute",
    "infer",
    "interaction_weighted",
    "lee_bounds",
    "minimum_detectable",
    "pretrend",
    "randomise",
    "read_for",
    "relative_breakdown",
    "relative_magnitudes",
    "smoothness",
    "smoothness_breakdown",
    "study",
    "study_of",
]
