"""The conditional least-favourable test of moment inequalities with linear nuisance parameters.

Source: Andrews, Roth & Pakes (2023), Review of Economic Studies 90; used by Rambachan & Roth
(2023), section 3. The statistic is the largest of the dual's extreme points applied to the moments:
where those can be listed, no linear program is needed and all hypotheses are tested at once.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import erfcx, ndtr

from impact.estimators.arrays import Bools, Floats

DRAWS = 20_000
SEED = 20_230_505
FLAT = 1e-12
ROOT2 = float(np.sqrt(2.0))


@dataclass(frozen=True, slots=True)
class Moments:
    """Statistics `level - slope * theta`, one a vertex, with their covariance."""

    level: Floats
    slope: Floats
    covariance: Floats


def least_favourable(covariance: Floats, size: float, normals: Floats) -> float:
    """Critical value of the largest statistic when every inequality binds."""
    roots, vectors = np.linalg.eigh(covariance)
    factor = vectors * np.sqrt(np.maximum(roots, 0))
    largest = (normals[:, : len(roots)] @ factor.T).max(axis=1)
    return float(np.quantile(largest, 1 - size))


def normals(columns: int) -> Floats:
    """The same draws for every test, so that a report can be repeated to the last digit."""
    return np.random.default_rng(SEED).standard_normal((DRAWS, columns))


def accepts(moments: Moments, theta: Floats, *, alpha: float, critical: float) -> Bools:
    """Which hypothesised values stand; `critical` from `least_favourable` at alpha/10."""
    kappa = alpha / 10
    size = (alpha - kappa) / (1 - kappa)
    values = moments.level[None, :] - np.outer(theta, moments.slope)
    best = values.argmax(axis=1)
    top = values[np.arange(len(theta)), best]
    variance = np.diag(moments.covariance)
    flat = variance <= FLAT * max(float(variance.max()), 1e-300)
    # Without variance a moment is either met or not; never the conditional test.
    decided = np.where(flat[best], top <= FLAT, top <= critical)
    own = np.where(flat, 1.0, variance)[best]
    low, high = _bounds(moments.covariance[best] / own[:, None], values, top)
    sd = np.sqrt(own)
    share = truncated_share(top / sd, low / sd, np.minimum(high, critical) / sd)
    rejected = (top > 0) & (share > 1 - size) & ~flat[best]
    return np.asarray(decided & ~rejected)


def _bounds(ratio: Floats, values: Floats, top: Floats) -> tuple[Floats, Floats]:
    """Where the winning vertex stays the winner, given what is independent of it."""
    rest = values - ratio * top[:, None]
    gap = 1 - ratio
    with np.errstate(divide="ignore", invalid="ignore"):
        at = rest / gap
    low = np.where(gap > FLAT, at, -np.inf).max(axis=1)
    high = np.where(gap < -FLAT, at, np.inf).min(axis=1)
    return np.minimum(low, top), np.maximum(high, top)


def truncated_share(value: Floats, low: Floats, high: Floats) -> Floats:
    """P(Z <= value | low <= Z <= high) for standard normal Z, stable in the far tail."""
    start = np.maximum(low, 0.0)
    with np.errstate(over="ignore", invalid="ignore"):
        upper = 1 - _tail(start, value)
        whole = 1 - _tail(start, high)
        right = upper / whole
        middle = (ndtr(value) - ndtr(low)) / (ndtr(high) - ndtr(low))
    share = np.where(low > 0, right, middle)
    return np.asarray(np.where(high > low, share, 0.0))


def _tail(start: Floats, value: Floats) -> Floats:
    """P(Z > value) / P(Z > start) for start >= 0."""
    ends = np.maximum(value, start)
    finite = np.where(np.isinf(ends), start, ends)
    ratio = np.exp((start - finite) * (start + finite) / 2)
    ratio = ratio * erfcx(finite / ROOT2) / erfcx(start / ROOT2)
    return np.asarray(np.where(np.isinf(ends), 0.0, ratio))
