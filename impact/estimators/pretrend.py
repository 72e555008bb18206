"""Tests of the pre-periods. Passing one never proves parallel trends (Roth 2022)."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2, f

from impact.estimators.aggregate import aggregate
from impact.estimators.arrays import Floats
from impact.estimators.fitting import NEGLIGIBLE, Fit


@dataclass(frozen=True, slots=True)
class Wald:
    """`p` from chi-square; `p_small` from F with clusters - 1 degrees of freedom.

    `rank` below `count` means that fewer directions vary than there are pre-differences: the test
    then looks at those directions only. All NaN without a pre-period.
    """

    statistic: float
    df: int
    p: float
    p_small: float
    count: int


@dataclass(frozen=True, slots=True)
class Pretrend:
    """Joint tests on every pre-treatment ATT(g,t), and on the event-study averages."""

    cells: Wald
    event: Wald
    largest: float


def pretrend(fit: Fit) -> Pretrend:
    a = fit.spec.anticipation
    dynamic = aggregate(fit, "dynamic").parts
    size = len(fit.att)
    pre = [
        row
        for row, comparison in enumerate(fit.comparisons)
        if comparison.t < comparison.g - a and not comparison.is_reference and fit.estimated[row]
    ]
    loadings = np.zeros((fit.covariance.shape[0], len(pre)))
    loadings[pre, np.arange(len(pre))] = 1.0
    early = [part for part in dynamic if (part.label or 0.0) < -a and part.loading[:size].any()]
    moving = [
        part for part in early
        if part.loading @ fit.covariance @ part.loading > NEGLIGIBLE**2
    ]  # fmt: skip
    event = np.array([part.att for part in moving])
    spread = np.stack([part.loading for part in moving], axis=1) if moving else loadings[:, :0]
    return Pretrend(
        wald(fit, fit.att[pre], loadings),
        wald(fit, event, spread),
        float(np.abs(event).max()) if len(event) else float("nan"),
    )


def wald(fit: Fit, values: Floats, loadings: Floats) -> Wald:
    """values' V^- values, with a generalised inverse when clusters are few."""
    count = len(values)
    nothing = float("nan")
    if not count:
        return Wald(nothing, 0, nothing, nothing, 0)
    covariance = loadings.T @ fit.covariance @ loadings
    scale = np.sqrt(np.diag(covariance))
    if not (scale > 0).all():
        return Wald(nothing, 0, nothing, nothing, count)
    roots, vectors = np.linalg.eigh(covariance / np.outer(scale, scale))
    kept = roots > 1e-10 * roots.max()
    rank = int(kept.sum())
    turned = vectors[:, kept].T @ (values / scale)
    statistic = float((turned**2 / roots[kept]).sum())
    p = float(chi2.sf(statistic, rank))
    if fit.n_clusters is None:
        return Wald(statistic, rank, p, p, count)
    left = fit.n_clusters - 1
    small = f.sf(statistic * (left - rank + 1) / (left * rank), rank, left - rank + 1)
    return Wald(statistic, rank, p, float(small) if left >= rank else nothing, count)
