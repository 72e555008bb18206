"""The same estimates from village and year cells that a database can group.

Treatment is constant in a village, so with village errors sums are enough: no household leaves the
database. Errors without clusters need sums of squares and cross products too.
"""

from dataclasses import dataclass

import numpy as np

from impact.estimators.arrays import Floats, Ints, Labels
from impact.estimators.codes import codes
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Fit, Spec, fit_moments
from impact.estimators.moments import GroupedUnits


@dataclass(frozen=True, slots=True)
class PairCells:
    """One entry per village (and cohort, should a village hold several).

    `cohort` as in `Table`; `mass` is the weight of the households, `n_units` their number.
    `weight[j, t, s]` is the weight of the households of j seen in both periods t and s, and
    `change[j, t, s]` their weighted sum of outcome(t) - outcome(s); both (cells, periods, periods).
    """

    times: Floats
    cluster: Labels
    cohort: Floats
    mass: Floats
    weight: Floats
    change: Floats
    n_units: int


@dataclass(frozen=True, slots=True)
class WaveCells:
    """Repeated cross-sections: `weight` and weighted sum `total` per cell and period."""

    times: Floats
    cluster: Labels
    cohort: Floats
    weight: Floats
    total: Floats
    n_units: int


@dataclass(frozen=True, slots=True)
class _Sums:
    cohort: Ints
    owner: Ints
    n_owners: int
    mass: Floats
    repeated: bool
    n_units: int
    weight: Floats
    value: Floats

    def difference(self, period: int, base: int) -> tuple[Floats, Floats]:
        return self.weight[:, period, base], self.value[:, period, base]

    def level(self, period: int) -> tuple[Floats, Floats]:
        return self.weight[:, period], self.value[:, period]


def balanced_cells(
    times: Floats, cluster: Labels, cohort: Floats, weight: Floats, total: Floats, n_units: int
) -> PairCells:
    """Every household seen in every period: `weight` (cells,), `total` (cells, periods)."""
    change = total[:, :, None] - total[:, None, :]
    pairs = np.broadcast_to(weight[:, None, None], change.shape)
    return PairCells(times, cluster, cohort, weight, pairs, change, n_units)


def fit_cells(cells: PairCells | WaveCells, spec: Spec | None = None) -> Fit:
    """The fit that `estimate` gives for the households behind the cells, clustered by village."""
    spec = spec or Spec()
    early = (cells.cohort > 0) & (cells.cohort <= cells.times.min() + spec.anticipation)
    if early.any():
        raise TableRefused("EARLY_CELLS", "首期已处理的村不能参加比较，请先从单元格中去掉。")
    last = float(cells.times.max()) + spec.anticipation
    treated = np.isfinite(cells.cohort) & (cells.cohort > 0) & (cells.cohort <= last)
    if not treated.any():
        raise TableRefused("NO_TREATED", "单元格中没有被处理的村。")
    cohorts, position = codes(np.where(treated, cells.cohort, cells.cohort[treated][0]))
    labels, owner = codes(cells.cluster)
    repeated = isinstance(cells, WaveCells)
    sums = _Sums(
        cohort=np.where(treated, position, len(cohorts)),
        owner=owner,
        n_owners=len(labels),
        mass=cells.weight.sum(axis=1) if isinstance(cells, WaveCells) else cells.mass,
        repeated=repeated,
        n_units=cells.n_units,
        weight=cells.weight,
        value=cells.total if isinstance(cells, WaveCells) else cells.change,
    )
    return fit_moments(sums, cells.times, np.asarray(cohorts, dtype=float), spec)


def cells_of(units: GroupedUnits) -> PairCells | WaveCells:
    """Households added up to cells, as a database would."""
    frame = units.units.frame
    cohort = np.append(frame.cohorts, 0.0)[units.cohort]
    periods = range(len(frame.times))
    if units.repeated:
        levels = [units.level(period) for period in periods]
        weight, total = (np.stack(side, axis=1) for side in zip(*levels, strict=True))
        return WaveCells(frame.times, units.owner, cohort, weight, total, units.n_units)
    pairs = [[units.difference(t, s) for s in periods] for t in periods]
    weight = np.stack([np.stack([pair[0] for pair in row], axis=1) for row in pairs], axis=1)
    change = np.stack([np.stack([pair[1] for pair in row], axis=1) for row in pairs], axis=1)
    return PairCells(frame.times, units.owner, cohort, units.mass, weight, change, units.n_units)
