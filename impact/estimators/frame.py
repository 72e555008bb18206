"""From a long table to arrays by unit and period, with every row that is left out counted.

Nothing is dropped in silence: `Frame.dropped` has one line per reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from impact.estimators.arrays import Floats, Ints, Labels

Unbalanced = Literal["pairs", "balance", "levels"]


@dataclass(frozen=True, slots=True)
class Table:
    """A long table, one row per unit and period; every array has one entry a row.

    `cohort` is the first treated period, in the unit of `time`; 0, NaN and infinity mean never.
    `outcome` in its own unit (yuan), NaN where it was not observed; `weight` > 0 and without unit;
    `covariates` has the shape (rows, covariates). `names` are the columns as the reader knows
    them, `first_row` the number of the first row there, for messages.
    """

    unit: Labels
    time: Floats
    cohort: Floats
    outcome: Floats
    cluster: Labels | None = None
    weight: Floats | None = None
    covariates: Floats | None = None
    covariate_names: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    first_row: int = 1

    def name(self, column: str) -> str:
        return self.names.get(column, column)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows left out for one reason; `examples` are row numbers."""

    reason: str
    rows: int
    examples: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Checked data. A panel has (units, periods) arrays; cross-sections use the same shape with
    one filled period in each row.

    `cohort` is an index into `cohorts`; `len(cohorts)` means never treated. `y` has NaN where
    a unit was not observed. `weight` has shape (units,) or, when it moves, (units, periods);
    `covariates` (units, covariates) or (units, periods, covariates).
    """

    times: Floats
    cohorts: Floats
    unit_labels: Labels
    cohort: Ints
    cluster: Ints | None
    n_clusters: int
    y: Floats
    weight: Floats
    covariates: Floats | None
    balanced: bool
    repeated: bool
    dropped: tuple[Dropped, ...]
    notes: tuple[str, ...] = ()

    @property
    def n_units(self) -> int:
        return len(self.cohort)

    def weight_at(self, period: int) -> Floats:
        return self.weight if self.weight.ndim == 1 else self.weight[:, period]

    def covariates_at(self, period: int) -> Floats:
        """With an intercept; those of the earlier period of a comparison are baseline ones."""
        if self.covariates is None:
            return np.ones((self.n_units, 1))
        found = self.covariates if self.covariates.ndim == 2 else self.covariates[:, period]
        return np.column_stack([np.ones(len(found)), found])

    def mass(self) -> Floats:
        """Weight of each unit in the size of its cohort: the mean over its periods."""
        if self.weight.ndim == 1:
            return self.weight
        seen = ~np.isnan(self.y)
        if self.balanced:
            return self.weight[:, 0]
        totals = np.where(seen, self.weight, 0.0).sum(axis=1)
        return np.asarray(totals / np.maximum(seen.sum(axis=1), 1), dtype=float)


def whole(values: Sequence[float] | Floats) -> list[int | float]:
    """Years print as 2014, not 2014.0."""
    return [int(value) if float(value).is_integer() else float(value) for value in values]
