"""Ordinary least squares and two-way fixed effects: for comparison, never the headline.

With staggered adoption and growing effects two-way fixed effects weights early effects negatively
(Goodman-Bacon 2021), see docs/how/estimation.md.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from impact.estimators.arrays import Floats, Ints, Labels
from impact.estimators.codes import codes
from impact.estimators.faults import TableRefused


@dataclass(frozen=True, slots=True)
class Regression:
    """Coefficients in the order of the columns, their covariance and degrees of freedom."""

    coefficients: Floats
    covariance: Floats
    df: int
    n: int

    @property
    def se(self) -> Floats:
        return np.asarray(np.sqrt(np.maximum(np.diag(self.covariance), 0)))

    def ci(self, column: int, level: float = 0.95) -> tuple[float, float]:
        reach = float(student.ppf(0.5 + level / 2, self.df)) * float(self.se[column])
        centre = float(self.coefficients[column])
        return centre - reach, centre + reach


def least_squares(
    y: Floats,
    x: Floats,
    *,
    weight: Floats | None = None,
    cluster: Labels | None = None,
    absorbed: int = 0,
) -> Regression:
    """`x` (rows, columns) with its own intercept. Classical errors, or by cluster with the factor
    G/(G-1) * (n-1)/(n-k), k counting `absorbed` effects that were taken out before."""
    w = np.ones(len(y)) if weight is None else weight
    gram = x.T @ (w[:, None] * x)
    if np.linalg.matrix_rank(gram) < x.shape[1]:
        raise TableRefused("SINGULAR_COVARIATES", "解释变量共线，请去掉重复的列。")
    inverse = np.linalg.inv(gram)
    coefficients = inverse @ (x.T @ (w * y))
    rest = y - x @ coefficients
    n, df = len(y), len(y) - x.shape[1] - absorbed
    if cluster is None:
        return Regression(coefficients, inverse * float((w * rest**2).sum() / df), df, n)
    labels, owner = codes(cluster)
    score = np.zeros((len(labels), x.shape[1]))
    np.add.at(score, owner, (w * rest)[:, None] * x)
    size = len(labels)
    factor = size / (size - 1) * (n - 1) / df
    covariance = factor * inverse @ (score.T @ score) @ inverse
    return Regression(coefficients, covariance, size - 1, n)


def two_way(
    y: Floats,
    x: Floats,
    *,
    unit: Labels,
    time: Labels,
    weight: Floats | None = None,
    cluster: Labels | None = None,
) -> Regression:
    """Coefficients of `x` (rows, columns) beside unit and period effects; exact when unbalanced.

    When units are nested in clusters their effects cost no degree of freedom, as in fixest.
    """
    w = np.ones(len(y)) if weight is None else weight
    _, unit_code = codes(unit)
    periods, time_code = codes(time)
    dummies = np.zeros((len(y), len(periods) - 1))
    late = np.flatnonzero(time_code > 0)
    dummies[late, time_code[late] - 1] = 1.0
    full = within(np.column_stack([x, dummies, y]), unit_code, w)
    units = int(unit_code.max()) + 1
    nested = cluster is not None and _nested(unit_code, codes(cluster)[1])
    found = least_squares(
        full[:, -1],
        full[:, :-1],
        weight=w,
        cluster=cluster,
        absorbed=1 if nested else units,
    )
    keep = slice(0, x.shape[1])
    return Regression(found.coefficients[keep], found.covariance[keep, keep], found.df, found.n)


def within(columns: Floats, unit: Ints, weight: Floats) -> Floats:
    """Columns less their weighted mean by unit."""
    size = int(unit.max()) + 1
    total = np.bincount(unit, weights=weight, minlength=size)
    means = np.stack(
        [
            np.bincount(unit, weights=weight * column, minlength=size) / total
            for column in columns.T
        ],
        axis=1,
    )
    return np.asarray(columns - means[unit])


def _nested(unit: Ints, cluster: Ints) -> bool:
    first = np.zeros(int(unit.max()) + 1, dtype=np.int64)
    first[unit] = cluster
    return bool((first[unit] == cluster).all())
