"""Weighted least squares and logit with the linear representation of their coefficients."""

import numpy as np

from impact.estimators.arrays import Floats


class NoOverlap(ValueError):
    """Covariates tell treated from control for certain: there is nobody to compare with."""


STEPS = 60
CLOSE = 1e-13
CAP = 1 - 1e-6
TRIM = 0.995
SEPARATED = 0.999


def information(x: Floats, weight: Floats) -> Floats:
    """x'Wx, refused when its condition leaves no digit."""
    gram = x.T @ (weight[:, None] * x)
    scale = np.sqrt(np.diag(gram))
    if not scale.all() or np.linalg.cond(gram / np.outer(scale, scale)) > 1e14:
        raise np.linalg.LinAlgError("singular design")
    return np.asarray(gram, dtype=float)


def least_squares(y: Floats, x: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Fitted values for every row, and each row's influence on the coefficients."""
    gram = information(x, weight)
    fitted = x @ np.linalg.solve(gram, x.T @ (weight * y))
    influence = np.linalg.solve(gram, (x * (weight * (y - fitted))[:, None]).T).T
    return fitted, influence


def logit(d: Floats, x: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Probability of treatment, which rows keep their weight, and influence on coefficients.

    Controls above 0.995 are trimmed and a comparison with a probability of 0.999 is refused, as R
    packages DRDID and did do.
    """
    beta = _newton(d, x, weight)
    p = np.minimum(1 / (1 + np.exp(-np.clip(x @ beta, -700, 700))), CAP)
    if p.max() >= SEPARATED:
        raise NoOverlap
    kept = np.where((d == 0) & (p >= TRIM), 0.0, 1.0)
    hessian = information(x, weight * p * (1 - p))
    influence = np.linalg.solve(hessian, (x * (weight * (d - p))[:, None]).T).T
    return p, kept, influence


def _newton(d: Floats, x: Floats, weight: Floats) -> Floats:
    share = float((weight * d).sum() / weight.sum())
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(share / (1 - share))
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -500, 500)))
        gram = x.T @ ((weight * np.maximum(p * (1 - p), 1e-12))[:, None] * x)
        step = np.linalg.solve(gram, x.T @ (weight * (d - p)))
        beta = beta + step
        if np.abs(x @ step).max() < CLOSE * max(1.0, float(np.abs(x @ beta).max())):
            return beta
        if np.abs(x @ beta).max() > 300:
            break
    return beta
