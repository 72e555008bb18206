"""Standard errors, degrees of freedom and intervals of averages.

Source of the small-sample rule: t with min(treated, control clusters) - 1 degrees of freedom
(IMPACT section 4, after Donald & Lang 2007); without clusters the normal, as R package did.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, t

from impact.estimators import bootstrap
from impact.estimators.aggregate import Aggregation, Average
from impact.estimators.arrays import Floats
from impact.estimators.bootstrap import Draws
from impact.estimators.fitting import Fit, errors_of


@dataclass(frozen=True, slots=True)
class Estimate:
    """`se` NaN for a reference period; `ci` pointwise; `band` holds for all parts at once."""

    label: float | None
    att: float
    se: float
    ci: tuple[float, float]
    band: tuple[float, float]
    df: int | None
    treated_clusters: int | None
    control_clusters: int | None


@dataclass(frozen=True, slots=True)
class Inferred:
    overall: Estimate
    parts: tuple[Estimate, ...]
    critical: float


def infer(
    fit: Fit, aggregation: Aggregation, *, level: float = 0.95, draws: Draws | None = None
) -> Inferred:
    averages = [aggregation.overall, *aggregation.parts]
    loadings = np.stack([average.loading for average in averages], axis=1)
    values = None if draws is None else draws.of(loadings)
    se = analytic(fit, loadings) if values is None else bootstrap.spread(values)
    critical = float("nan")
    if values is not None and len(averages) > 1:
        critical = bootstrap.sup_t(values[:, 1:], se[1:], level)
    found = [
        _estimate(fit, average, float(error), level, critical)
        for average, error in zip(averages, se, strict=True)
    ]
    return Inferred(found[0], tuple(found[1:]), critical)


def analytic(fit: Fit, loadings: Floats) -> Floats:
    return errors_of(np.einsum("ij,ik,kj->j", loadings, fit.covariance, loadings))


def _estimate(fit: Fit, average: Average, se: float, level: float, critical: float) -> Estimate:
    treated, control = clusters(fit, average)
    df = None if treated is None or control is None else min(treated, control) - 1
    width = quantile(df, level) * se
    reach = max(critical, quantile(df, level)) * se if np.isfinite(critical) else float("nan")
    return Estimate(
        average.label,
        average.att,
        se,
        (average.att - width, average.att + width),
        (average.att - reach, average.att + reach),
        df,
        treated,
        control,
    )


def quantile(df: int | None, level: float) -> float:
    """Two-sided critical value; NaN when no degree of freedom is left."""
    tail = 1 - (1 - level) / 2
    if df is None:
        return float(norm.ppf(tail))
    return float(t.ppf(tail, df)) if df >= 1 else float("nan")


def clusters(fit: Fit, average: Average) -> tuple[int | None, int | None]:
    """Clusters with treated units behind this average, and clusters that served as control."""
    if fit.presence is None:
        return None, None
    rows = np.flatnonzero(average.used)
    treated = np.unique([fit.comparisons[row].cohort for row in rows])
    controls = np.any([fit.comparisons[row].controls for row in rows], axis=0)
    return (
        int(fit.presence[:, treated].any(axis=1).sum()),
        int(fit.presence[:, controls].any(axis=1).sum()),
    )
