"""A county's survey as a table: households in 289 villages, 90 of them with a station."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
VILLAGES, TREATED = 289, 90
OPENINGS = ((2020, 15), (2021, 20), (2022, 25), (2023, 20), (2024, 10))
YEARS = tuple(range(2017, 2025))


@dataclass(frozen=True, slots=True)
class Survey:
    """Long arrays, one entry per household and year; income in yuan a head."""

    unit: NDArray[np.int64]
    time: NDArray[np.int64]
    cohort: NDArray[np.int64]
    outcome: Array
    village: NDArray[np.int64]


def survey(households: int, seed: int = 1) -> Survey:
    """Earned income as DESIGN section 9 generates it, villages of unequal size."""
    random = np.random.default_rng(seed)
    share = random.dirichlet(np.full(VILLAGES, 4.0))
    village = np.sort(random.choice(VILLAGES, households, p=share))
    opened = np.zeros(VILLAGES, dtype=np.int64)
    years = np.repeat([year for year, _ in OPENINGS], [count for _, count in OPENINGS])
    opened[random.choice(VILLAGES, TREATED, replace=False)] = years
    year = np.array(YEARS)
    shock = np.zeros((VILLAGES, len(year)))
    for at in range(1, len(year)):
        shock[:, at] = 0.4 * shock[:, at - 1] + random.normal(0, 120, VILLAGES)
    level = random.normal(9_000, 900, VILLAGES)[village]
    since = year[None, :] - opened[village][:, None]
    on = opened[village][:, None] > 0
    effect = np.where(on & (since == 0), 384.0, 0.0) + np.where(on & (since > 0), 640.0, 0.0)
    noise = random.normal(0, 1_400, (households, len(year)))
    income = level[:, None] + 380.0 * (year - year[0]) + shock[village] + noise + effect
    return Survey(
        unit=np.repeat(np.arange(households), len(year)),
        time=np.tile(year, households),
        cohort=np.repeat(opened[village], len(year)),
        outcome=income.ravel(),
        village=np.repeat(village, len(year)),
    )
