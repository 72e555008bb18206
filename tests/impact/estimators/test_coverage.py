"""Intervals hold the truth as often as they say, on villages like the county's."""

from dataclasses import dataclass

import numpy as np
import pytest

from impact.estimators.aggregate import aggregate
from impact.estimators.cells import PairCells, balanced_cells, fit_cells
from impact.estimators.fitting import Fit, Spec
from impact.estimators.inference import infer
from impact.estimators.randomise import randomise

VILLAGES, HOUSEHOLDS = 289, 12
YEARS = np.arange(2017, 2026.0)
OPENINGS = np.repeat([2020, 2021, 2022, 2023, 2024], [15, 20, 25, 20, 10])
SPEC = Spec(control="notyet")


@dataclass(frozen=True, slots=True)
class County:
    """Village means of one draw, and the true effect in each village and year."""

    opened: np.ndarray
    income: np.ndarray
    effect: np.ndarray

    def cells(self, values: np.ndarray) -> PairCells:
        size = np.full(VILLAGES, float(HOUSEHOLDS))
        total = values * size[:, None]
        return balanced_cells(
            YEARS, np.arange(VILLAGES), self.opened, size, total, VILLAGES * HOUSEHOLDS
        )

    def fit(self) -> Fit:
        return fit_cells(self.cells(self.income), SPEC)

    def truth(self) -> float:
        """The same average of the effects that were put in."""
        return aggregate(fit_cells(self.cells(self.effect), SPEC), "simple").overall.att


def county(seed: int, *, openings: np.ndarray = OPENINGS, gain: float = 640.0) -> County:
    """DESIGN section 9: village level and AR(1) shocks, household noise, 60 % in the first year."""
    random = np.random.default_rng(seed)
    opened = np.zeros(VILLAGES)
    opened[random.choice(VILLAGES, len(openings), replace=False)] = openings
    shock = np.zeros((VILLAGES, len(YEARS)))
    shock[:, 0] = random.normal(0, 120 / np.sqrt(1 - 0.16), VILLAGES)
    for year in range(1, len(YEARS)):
        shock[:, year] = 0.4 * shock[:, year - 1] + random.normal(0, 120, VILLAGES)
    since = YEARS[None, :] - opened[:, None]
    effect = np.where((opened[:, None] > 0) & (since >= 0), gain, 0.0)
    effect = np.where(since == 0, 0.6 * effect, effect)
    noise = random.normal(0, 1_400 / np.sqrt(HOUSEHOLDS), shock.shape)
    income = 9_000 + 380 * (YEARS - 2017) + shock + noise + effect
    return County(opened, income, effect)


def covers(made: County) -> bool:
    fit = made.fit()
    low, high = infer(fit, aggregate(fit, "simple")).overall.ci
    return low <= made.truth() <= high


def rejects_by_village(made: County) -> bool:
    fit = made.fit()
    low, high = infer(fit, aggregate(fit, "simple")).overall.ci
    return not low <= 0 <= high


def test_intervals_hold_the_truth_in_95_of_100_counties() -> None:
    held = np.mean([covers(county(seed)) for seed in range(200)])
    assert 0.93 <= held <= 0.97


def test_a_true_zero_is_rejected_about_once_in_twenty() -> None:
    size = np.mean([rejects_by_village(county(seed, gain=0.0)) for seed in range(200)])
    assert 0.03 <= size <= 0.07


def test_with_eight_treated_villages_dealing_out_the_years_keeps_its_promise() -> None:
    few = np.repeat([2021, 2022], 4)
    made = [county(seed, openings=few, gain=0.0) for seed in range(60)]
    p = [randomise(item.cells(item.income), SPEC, draws=99, seed=1).p for item in made]
    assert np.mean(np.array(p) <= 0.05) <= 0.1


@pytest.mark.slow
def test_two_thousand_counties_agree() -> None:
    held = np.mean([covers(county(seed)) for seed in range(10_000, 12_000)])
    assert 0.93 <= held <= 0.97
