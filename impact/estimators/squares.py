"""Errors without clusters from sums, squares and cross products by cohort.

For a balanced panel or repeated cross-sections. With f = weight * (outcome of each period, seen in
each period), a household's influence on any effect is linear in f, so its variance needs only the
sums of f f'.
"""

from dataclasses import dataclass

import numpy as np

from impact.estimators.arrays import Bools, Floats
from impact.estimators.att import NO_CONTROL, NO_TREATED
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Fit, Spec, check_some_effect
from impact.estimators.frame import Frame
from impact.estimators.plan import Comparison, check_controls, comparisons


@dataclass(frozen=True, slots=True)
class SquareCells:
    """One entry per cohort (`cohort` ascending, 0 = never treated last).

    `weight`, `total` (cohorts, periods): sums of weight and weight * outcome. `cross`
    (cohorts, 2 periods, 2 periods): sums of f f'.
    """

    times: Floats
    cohort: Floats
    weight: Floats
    total: Floats
    cross: Floats
    repeated: bool
    n_units: int


def squares_of(frame: Frame) -> SquareCells:
    """Households added up, as a database would."""
    if not frame.balanced and not frame.repeated:
        raise TableRefused("UNBALANCED_SQUARES", "非平衡面板不能由平方和计算误差，请按户计算。")
    seen = (~np.isnan(frame.y)).astype(float)
    weight = frame.weight[:, None] if frame.weight.ndim == 1 else np.nan_to_num(frame.weight)
    features = np.concatenate([np.nan_to_num(frame.y) * weight, seen * weight], axis=1)
    periods, sizes = len(frame.times), range(len(frame.cohorts) + 1)
    by_cohort = [features[frame.cohort == index] for index in sizes]
    sums = np.stack([rows.sum(axis=0) for rows in by_cohort])
    return SquareCells(
        times=frame.times,
        cohort=np.append(frame.cohorts, 0.0),
        weight=sums[:, periods:],
        total=sums[:, :periods],
        cross=np.stack([rows.T @ rows for rows in by_cohort]),
        repeated=frame.repeated,
        n_units=frame.n_units,
    )


def fit_squares(cells: SquareCells, spec: Spec | None = None) -> Fit:
    """The fit that `estimate` gives without clusters; no influence, so no bootstrap."""
    spec = spec or Spec()
    cohorts = cells.cohort[:-1]
    check_controls(cells.weight.sum(axis=1) > 0, spec.control)
    planned = comparisons(
        cells.times, cohorts, control=spec.control, base=spec.base, anticipation=spec.anticipation
    )
    found = [_effect(cells, comparison) for comparison in planned]
    check_some_effect(planned, [reason for _, _, reason in found])
    loadings = np.stack([loading for _, loading, _ in found] + _masses(cells), axis=2)
    covariance = np.einsum("cfk,cfh,chl->kl", loadings, cells.cross, loadings, optimize=True)
    mass = cells.weight.sum(axis=1) if cells.repeated else cells.weight[:, 0]
    return Fit(
        spec=spec,
        comparisons=tuple(planned),
        att=np.array([att for att, _, _ in found]),
        reasons=tuple(reason for _, _, reason in found),
        mass=mass[:-1],
        cohorts=cohorts,
        covariance=covariance,
        influence=None,
        presence=None,
        n_units=cells.n_units,
        n_clusters=None,
    )


def _effect(cells: SquareCells, comparison: Comparison) -> tuple[float, Floats, str]:
    """Estimate, its loading on f by cohort (cohorts, 2 periods), and why there is none."""
    periods = len(cells.times)
    loading = np.zeros((len(cells.cohort), 2 * periods))
    if comparison.is_reference:
        return 0.0, loading, ""
    own: Bools = np.arange(len(cells.cohort)) == comparison.cohort
    att = 0.0
    for side, mask, reason in ((1.0, own, NO_TREATED), (-1.0, comparison.controls, NO_CONTROL)):
        for sign, period in ((side, comparison.period), (-side, comparison.base)):
            size = float(cells.weight[mask, period].sum())
            if size <= 0:
                return float("nan"), np.zeros_like(loading), reason
            mean = float(cells.total[mask, period].sum()) / size
            att += sign * mean
            loading[mask, period] += sign / size
            loading[mask, periods + period] -= sign * mean / size
    return att, loading, ""


def _masses(cells: SquareCells) -> list[Floats]:
    """A household weighs in its cohort once: in its only period, or in the first of a panel."""
    periods = len(cells.times)
    found: list[Floats] = []
    for index in range(len(cells.cohort) - 1):
        loading = np.zeros((len(cells.cohort), 2 * periods))
        counted = slice(periods, None) if cells.repeated else slice(periods, periods + 1)
        loading[index, counted] = 1.0
        found.append(loading)
    return found
