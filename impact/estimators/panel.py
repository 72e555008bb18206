"""Households by wave, with what is known of their villages: what a county's study starts from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from impact.estimators.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Panel:
    """One entry a household and wave; also where nothing was observed (`earned` NaN).

    Incomes in real yuan a head and year. `village` indexes the arrays by village: `cohort` (first
    treated year, 0 never), `nominal` (by the papers), `township`. `neighbours` (n, 2) villages that
    touch; `others` (n, 2): village and year in which another programme began there.
    """

    household: Ints
    year: Floats
    village: Ints
    persons: Floats
    earned: Floats
    transfer: Floats
    cohort: Floats
    nominal: Floats
    township: Ints
    neighbours: Ints
    others: Ints
    parts: Mapping[str, Floats] = field(default_factory=dict)
    groups: Mapping[str, Bools] = field(default_factory=dict)
    # Of the years before any opening, by row: what villages and households were like then.
    traits: Mapping[str, Floats] = field(default_factory=dict)
    # Households of the village for each one asked; None where all were.
    weight: Floats | None = None

    @property
    def treated(self) -> Bools:
        return np.asarray(self.cohort > 0)

    @cached_property
    def since(self) -> Floats:
        """Years since the opening of each row's village; -inf where it never opened."""
        g = self.cohort[self.village]
        return np.where(g > 0, self.year - g, -np.inf)

    def rows(self, keep: Bools) -> "Panel":
        return replace(
            self,
            household=self.household[keep], year=self.year[keep], village=self.village[keep],
            persons=self.persons[keep], earned=self.earned[keep], transfer=self.transfer[keep],
            parts={name: values[keep] for name, values in self.parts.items()},
            groups={name: values[keep] for name, values in self.groups.items()},
            traits={name: values[keep] for name, values in self.traits.items()},
            weight=None if self.weight is None else self.weight[keep],
        )  # fmt: skip

    def without(self, villages: Bools) -> "Panel":
        return self.rows(~villages[self.village])
