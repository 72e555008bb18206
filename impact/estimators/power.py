"""What could have been seen, and what many tests at once are worth."""

import numpy as np
from scipy.stats import norm, t

from impact.estimators.arrays import Floats


def minimum_detectable(
    se: float, *, df: int | None = None, power: float = 0.8, alpha: float = 0.05
) -> float:
    """The smallest true effect found with probability `power` (Bloom 1995), in the unit of `se`."""
    if df is None:
        return float((norm.ppf(1 - alpha / 2) + norm.ppf(power)) * se)
    if df < 1:
        return float("nan")
    return float((t.ppf(1 - alpha / 2, df) + t.ppf(power, df)) * se)


def false_discovery(p: Floats, *, dependent: bool = False) -> Floats:
    """Adjusted p-values of Benjamini & Hochberg (1995); `dependent` after Benjamini & Yekutieli
    (2001), valid under any dependence. NaN stays NaN and does not count as a test."""
    adjusted = np.full(len(p), np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    count = len(tested)
    if not count:
        return adjusted
    order = tested[np.argsort(p[tested])]
    rank = np.arange(1, count + 1)
    factor = float((1 / rank).sum()) if dependent else 1.0
    raw = p[order] * count * factor / rank
    adjusted[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return adjusted
