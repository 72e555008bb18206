"""Made-up panels for comparisons: the same seed gives the same panel here and in the tests.

Villages of unequal size adopt in different years; outcomes have household, village and year parts
and an effect that grows. Plain numpy, so that it runs beside any other package.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
COHORTS = (0, 2013, 2014, 2016)
YEARS = tuple(range(2010, 2018))


@dataclass(frozen=True, slots=True)
class Panel:
    """Long arrays, one entry per household and year; x1 and x2 do not move, x3 does."""

    unit: NDArray[np.int64]
    time: Array
    cohort: Array
    outcome: Array
    cluster: NDArray[np.int64]
    weight: Array
    x1: Array
    x2: Array
    x3: Array

    def digest(self) -> float:
        """Tells whether another numpy drew the same numbers."""
        return float(self.outcome.sum() + self.weight.sum() + self.x1.sum() + self.cohort.sum())


def panel(
    *, seed: int, villages: int = 40, households: int = 12, missing: float = 0.0,
    years: tuple[int, ...] = YEARS, cohorts: tuple[int, ...] = COHORTS,
) -> Panel:  # fmt: skip
    random = np.random.default_rng(seed)
    size = random.integers(2, 2 * households - 1, villages)
    village = np.repeat(np.arange(villages), size)
    n, periods = len(village), len(years)
    adopted = np.array(cohorts)[random.integers(0, len(cohorts), villages)]
    adopted[: len(cohorts)] = cohorts
    x1 = random.normal(size=n) + 0.4 * (adopted[village] > 0)
    x2 = (random.random(n) < 0.5).astype(float)
    own = 2.0 * random.normal(size=n)
    shared = 0.3 * random.normal(size=(villages, periods))
    noise = 0.6 * random.normal(size=(n, periods))
    x3 = x1[:, None] + 0.2 * random.normal(size=(n, periods))
    weight = random.uniform(0.5, 2.0, n)
    year = np.array(years, dtype=float)
    since = year[None, :] - adopted[village][:, None]
    effect = np.where((adopted[village][:, None] > 0) & (since >= 0), 0.5 + 0.1 * since, 0.0)
    trend = 0.15 * (year - year[0])[None, :] * (1 + 0.3 * x1[:, None] + 0.2 * x2[:, None])
    outcome = own[:, None] + trend + shared[village] + noise + effect
    seen = random.random((n, periods)) >= missing
    unit, period = np.nonzero(seen)
    return Panel(
        unit=unit,
        time=year[period],
        cohort=adopted[village][unit].astype(float),
        outcome=outcome[unit, period],
        cluster=village[unit],
        weight=weight[unit],
        x1=x1[unit],
        x2=x2[unit],
        x3=x3[unit, period],
    )
