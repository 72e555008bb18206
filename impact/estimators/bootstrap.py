"""Multiplier bootstrap of the influence function, by cluster.

Sources: Callaway & Sant'Anna (2021), algorithm 1; weights of Rademacher, Mammen (1993) and Webb
(2023). The multiplier goes on the cluster's sum: a version on cluster means makes errors a third
too small where villages are unequal.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import norm

from impact.estimators.arrays import Floats
from impact.estimators.fitting import Fit

Multiplier = Literal["rademacher", "mammen", "webb"]
BLOCK = 4_000_000
FEW_CLUSTERS = 12
GOLDEN = float(np.sqrt(5) + 1) / 2
WEBB = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])


@dataclass(frozen=True, slots=True)
class Draws:
    """`values` (draws, columns): the error of each column in each draw."""

    values: Floats
    multiplier: Multiplier

    def of(self, loadings: Floats) -> Floats:
        """Draws of averages; `loadings` has one column an average."""
        return np.asarray(self.values @ loadings, dtype=float)


def draw(fit: Fit, *, draws: int, seed: int, multiplier: Multiplier | None = None) -> Draws:
    """`draws` errors of every column; Webb's six points where clusters are fewer than twelve."""
    if fit.influence is None:
        raise ValueError("a fit from second moments has no clusters to draw")
    size = fit.influence.shape[0]
    multiplier = multiplier or ("webb" if size < FEW_CLUSTERS else "rademacher")
    factor = np.sqrt(size / (size - 1)) if fit.n_clusters is not None and size > 1 else 1.0
    random = np.random.default_rng(seed)
    block = max(1, min(draws, BLOCK // size))
    parts = []
    for start in range(0, draws, block):
        signs = multipliers(random, multiplier, (min(block, draws - start), size))
        parts.append(signs @ fit.influence)
    return Draws(factor * np.concatenate(parts), multiplier)


def multipliers(random: np.random.Generator, kind: Multiplier, shape: tuple[int, int]) -> Floats:
    """Independent, mean 0, variance 1."""
    if kind == "rademacher":
        bits = random.integers(0, 256, size=(shape[0], (shape[1] + 7) // 8), dtype=np.uint8)
        signs = np.unpackbits(bits, axis=1)[:, : shape[1]] * 2.0 - 1.0
        return np.asarray(signs, dtype=float)
    if kind == "webb":
        return np.asarray(WEBB[random.integers(0, 6, size=shape)], dtype=float)
    high = random.random(shape) < (GOLDEN - 1) / np.sqrt(5)
    return np.asarray(np.where(high, GOLDEN, 1 - GOLDEN), dtype=float)


def spread(values: Floats) -> Floats:
    """Standard error from the interquartile range, robust to wild draws; NaN where none varies."""
    low, high = np.quantile(values, [0.25, 0.75], axis=0, method="inverted_cdf")
    found = (high - low) / (norm.ppf(0.75) - norm.ppf(0.25))
    return np.asarray(np.where(found > 0, found, np.nan))


def sup_t(values: Floats, se: Floats, level: float) -> float:
    """Critical value that covers all columns at once with probability `level`."""
    varies = np.isfinite(se) & (se > 0)
    if not varies.any():
        return float("nan")
    largest = np.abs(values[:, varies] / se[varies]).max(axis=1)
    return float(np.quantile(largest, level, method="inverted_cdf"))
