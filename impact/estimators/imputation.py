"""Imputation estimator, a cross-check: what treated households would have had without treatment.

Source: Borusyak, Jaravel & Spiess (2024), Review of Economic Studies 91, section 4 and Theorem 3.
Household and period effects are fitted on untreated rows alone; errors are their conservative ones,
treated rows around the mean of their cohort and period, summed by cluster.
"""

from dataclasses import dataclass

import numpy as np

from impact.estimators.arrays import Bools, Floats
from impact.estimators.codes import sums
from impact.estimators.faults import TableRefused
from impact.estimators.frame import Frame


@dataclass(frozen=True, slots=True)
class Imputed:
    """`overall` over all treated rows, then one per event time; `left_out` treated rows that no
    untreated row of their household or period can speak for."""

    att: float
    se: float
    event: Floats
    event_att: Floats
    event_se: Floats
    rows: int
    left_out: int


@dataclass(frozen=True, slots=True)
class _System:
    """Household and period effects on untreated rows: weights (units, periods), 0 elsewhere."""

    weight: Floats
    units: Floats
    schur: Floats

    @classmethod
    def of(cls, weight: Floats) -> "_System":
        units = weight.sum(axis=1)
        scaled = weight / np.where(units > 0, units, 1.0)[:, None]
        return cls(weight, units, np.diag(weight.sum(axis=0)) - weight.T @ scaled)

    def solve(self, by_unit: Floats, by_period: Floats) -> tuple[Floats, Floats]:
        """Effects whose weighted sums over untreated rows are the given ones."""
        safe = np.where(self.units > 0, self.units, 1.0)
        right = by_period - self.weight.T @ (by_unit / safe)
        period = np.linalg.pinv(self.schur, hermitian=True) @ right
        unit = (by_unit - self.weight @ period) / safe
        return np.where(self.units > 0, unit, 0.0), period


def impute(frame: Frame, *, anticipation: float = 0) -> Imputed:
    """From a panel; weights as in the frame."""
    if frame.repeated:
        raise TableRefused("IMPUTATION_NEEDS_PANEL", "填补法需要面板数据，重复截面不适用。")
    g = np.append(frame.cohorts, np.inf)[frame.cohort]
    since = frame.times[None, :] - g[:, None]
    seen = ~np.isnan(frame.y)
    weight = np.broadcast_to(
        frame.weight[:, None] if frame.weight.ndim == 1 else np.nan_to_num(frame.weight),
        frame.y.shape,
    )
    untreated = seen & (since < -anticipation)
    system = _System.of(np.where(untreated, weight, 0.0))
    reachable = (system.units > 0)[:, None] & (untreated.any(axis=0))[None, :]
    treated = seen & (since >= 0)
    used = treated & reachable
    if not used.any():
        raise TableRefused("NOTHING_TO_IMPUTE", "没有处理后的行可以用未处理的行推算。")
    y = np.nan_to_num(frame.y)
    fitted = system.solve((system.weight * y).sum(axis=1), (system.weight * y).sum(axis=0))
    rest = np.where(seen, y - fitted[0][:, None] - fitted[1][None, :], 0.0)
    events = np.unique(since[used])
    overall = _average(frame, system, rest, used, weight, since)
    parts = [_average(frame, system, rest, used & (since == e), weight, since) for e in events]
    return Imputed(
        *overall,
        event=events,
        event_att=np.array([att for att, _ in parts]),
        event_se=np.array([se for _, se in parts]),
        rows=int(used.sum()),
        left_out=int((treated & ~used).sum()),
    )


def _average(
    frame: Frame, system: _System, rest: Floats, chosen: Bools, weight: Floats, since: Floats
) -> tuple[float, float]:
    """Weighted mean effect of the chosen treated rows and its error."""
    share = np.where(chosen, weight, 0.0)
    share = share / share.sum()
    att = float((share * rest).sum())
    unit, period = system.solve(share.sum(axis=1), share.sum(axis=0))
    control = -system.weight * (unit[:, None] + period[None, :])
    noise = np.where(chosen, rest - _cohort_means(frame, rest, share, since), 0.0)
    influence = (share * noise + control * rest).sum(axis=1)
    owner = np.arange(frame.n_units) if frame.cluster is None else frame.cluster
    by_cluster = sums(owner, influence, frame.n_clusters)
    size = frame.n_clusters
    factor = size / (size - 1) if frame.cluster is not None and size > 1 else 1.0
    return att, float(np.sqrt(factor * (by_cluster**2).sum()))


def _cohort_means(frame: Frame, rest: Floats, share: Floats, since: Floats) -> Floats:
    """Mean effect of each cohort in each period, by squared weights as the source has it."""
    found = np.zeros_like(rest)
    for cohort in range(len(frame.cohorts)):
        rows = frame.cohort == cohort
        square = share[rows] ** 2
        total = square.sum(axis=0)
        mean = (square * rest[rows]).sum(axis=0) / np.where(total > 0, total, 1.0)
        found[rows] = mean[None, :]
    return found
