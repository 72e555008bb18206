"""ATT(g,t) and its influence function, from sums or with covariates.

The influence of a cluster (or unit) on an estimate is kept so that `estimate - truth` is about
their sum: the variance is then the sum of squares, whatever the sizes of the clusters.
"""

from dataclasses import dataclass

import numpy as np

from impact.estimators import doubly_robust, doubly_robust_waves
from impact.estimators.arrays import Bools, Floats, Ints
from impact.estimators.codes import sums
from impact.estimators.fits import NoOverlap
from impact.estimators.frame import Frame
from impact.estimators.moments import Moments
from impact.estimators.plan import Comparison

NO_TREATED = "本队列该期没有可用单位"
NO_CONTROL = "没有可用的对照单位"
SINGULAR = "该比较中的单位太少，协变量共线"
NO_OVERLAP = "协变量把处理与对照完全分开，没有可比的单位"


@dataclass(frozen=True, slots=True)
class Effect:
    """One ATT(g,t): `influence` has one entry per cluster or unit, None if it cannot be had."""

    att: float
    influence: Floats | None
    reason: str = ""


def plain(moments: Moments, comparison: Comparison) -> Effect:
    """Difference of mean changes (panel) or of four means (cross-sections)."""
    if comparison.is_reference:
        return Effect(0.0, np.zeros(moments.n_owners))
    treated = moments.cohort == comparison.cohort
    control = comparison.controls[moments.cohort]
    if moments.repeated:
        parts = [(1.0, moments.level(comparison.period)), (-1.0, moments.level(comparison.base))]
    else:
        parts = [(1.0, moments.difference(comparison.period, comparison.base))]
    att, spread = 0.0, np.zeros(len(moments.cohort))
    for sign, (weight, value) in parts:
        for side, mask, reason in ((1.0, treated, NO_TREATED), (-1.0, control, NO_CONTROL)):
            size = float(weight[mask].sum())
            if size <= 0:
                return Effect(float("nan"), None, reason)
            mean = float(value[mask].sum()) / size
            att += sign * side * mean
            spread[mask] += sign * side * (value[mask] - mean * weight[mask]) / size
    return Effect(att, sums(moments.owner, spread, moments.n_owners))


def adjusted(frame: Frame, comparison: Comparison, method: str) -> Effect:
    """With covariates: regression, inverse probability or doubly robust."""
    if comparison.is_reference:
        return Effect(0.0, np.zeros(frame.n_clusters))
    treated = frame.cohort == comparison.cohort
    used = treated | comparison.controls[frame.cohort]
    solve = _waves if frame.repeated else _panel
    try:
        found = solve(frame, comparison, treated, used, method)
    except np.linalg.LinAlgError:
        return Effect(float("nan"), None, SINGULAR)
    except NoOverlap:
        return Effect(float("nan"), None, NO_OVERLAP)
    if isinstance(found, str):
        return Effect(float("nan"), None, found)
    att, rows, spread = found
    owner = rows if frame.cluster is None else frame.cluster[rows]
    return Effect(att, sums(owner, spread, frame.n_clusters))


Found = tuple[float, Ints, Floats]


def _panel(
    frame: Frame, comparison: Comparison, treated: Bools, used: Bools, method: str
) -> Found | str:
    change = frame.y[:, comparison.period] - frame.y[:, comparison.base]
    rows = np.flatnonzero(used & ~np.isnan(change))
    d = treated[rows].astype(float)
    if not d.any() or d.all():
        return NO_TREATED if not d.any() else NO_CONTROL
    early = min(comparison.period, comparison.base)
    x, w = frame.covariates_at(early)[rows], frame.weight_at(early)[rows]
    att, spread = doubly_robust.METHODS[method](change[rows], d, x, w)
    return att, rows, spread


def _waves(
    frame: Frame, comparison: Comparison, treated: Bools, used: Bools, method: str
) -> Found | str:
    after = np.flatnonzero(used & ~np.isnan(frame.y[:, comparison.period]))
    before = np.flatnonzero(used & ~np.isnan(frame.y[:, comparison.base]))
    rows = np.concatenate([before, after])
    post = np.repeat([0.0, 1.0], [len(before), len(after)])
    d = treated[rows].astype(float)
    for side, reason in ((d, NO_TREATED), (1 - d, NO_CONTROL)):
        if not (side * post).any() or not (side * (1 - post)).any():
            return reason
    periods = (comparison.base, comparison.period)
    picked = list(zip(periods, (before, after), strict=True))
    x = np.concatenate([frame.covariates_at(t)[at] for t, at in picked])
    w = np.concatenate([frame.weight_at(t)[at] for t, at in picked])
    y = np.concatenate([frame.y[at, t] for t, at in picked])
    att, spread = doubly_robust_waves.METHODS[method](y, post, d, x, w)
    return att, rows, spread
