"""What an estimator without covariates needs from the data: sums by group and period.

A group is a household, or everything one village and cohort adds up to. Both give the same
numbers, since the influence of a village is the sum over its households.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from impact.estimators.arrays import Bools, Floats, Ints
from impact.estimators.codes import sums
from impact.estimators.frame import Frame


class Moments(Protocol):
    """`difference` gives weight and weighted change of each group between two periods;
    `level` weight and weighted outcome of each group in one period."""

    @property
    def cohort(self) -> Ints: ...

    @property
    def owner(self) -> Ints: ...

    @property
    def n_owners(self) -> int: ...

    @property
    def mass(self) -> Floats: ...

    @property
    def repeated(self) -> bool: ...

    @property
    def n_units(self) -> int: ...

    def difference(self, period: int, base: int) -> tuple[Floats, Floats]: ...

    def level(self, period: int) -> tuple[Floats, Floats]: ...


@dataclass(frozen=True, slots=True)
class UnitMoments:
    """Every unit is a group of its own."""

    frame: Frame
    cohort: Ints
    owner: Ints
    n_owners: int
    mass: Floats
    repeated: bool
    n_units: int

    @classmethod
    def of(cls, frame: Frame) -> "UnitMoments":
        owner = np.arange(frame.n_units) if frame.cluster is None else frame.cluster
        return cls(
            frame,
            frame.cohort,
            owner,
            frame.n_clusters,
            frame.mass(),
            frame.repeated,
            frame.n_units,
        )

    def difference(self, period: int, base: int) -> tuple[Floats, Floats]:
        weight = self.frame.weight_at(min(period, base))
        change = self.frame.y[:, period] - self.frame.y[:, base]
        if self.frame.balanced:
            return weight, weight * change
        return _seen(weight, change)

    def level(self, period: int) -> tuple[Floats, Floats]:
        return _seen(self.frame.weight_at(period), self.frame.y[:, period])


def _seen(weight: Floats, value: Floats) -> tuple[Floats, Floats]:
    seen = ~np.isnan(value)
    return np.where(seen, weight, 0.0), np.where(seen, weight * value, 0.0)


@dataclass(frozen=True, slots=True)
class GroupedUnits:
    """Units added up by cluster and cohort, one pair of periods at a time."""

    units: UnitMoments
    group: Ints
    cohort: Ints
    owner: Ints
    n_owners: int
    mass: Floats
    repeated: bool
    n_units: int
    totals: tuple[Floats, Floats] | None

    @classmethod
    def of(cls, frame: Frame) -> "GroupedUnits":
        units = UnitMoments.of(frame)
        width = len(frame.cohorts) + 1
        key = units.owner * width + frame.cohort
        used: Bools = np.bincount(key, minlength=units.n_owners * width) > 0
        place = np.cumsum(used) - 1
        group = place[key]
        labels = np.flatnonzero(used)
        mass = sums(group, units.mass, len(labels))
        totals = _totals(frame, group, len(labels)) if frame.balanced else None
        return cls(
            units,
            group,
            labels % width,
            labels // width,
            units.n_owners,
            mass,
            frame.repeated,
            frame.n_units,
            totals if frame.weight.ndim == 1 else None,
        )

    def difference(self, period: int, base: int) -> tuple[Floats, Floats]:
        if self.totals is not None:
            weight, total = self.totals
            return weight, total[:, period] - total[:, base]
        return self._sums(*self.units.difference(period, base))

    def level(self, period: int) -> tuple[Floats, Floats]:
        return self._sums(*self.units.level(period))

    def _sums(self, weight: Floats, value: Floats) -> tuple[Floats, Floats]:
        size = len(self.cohort)
        return (
            sums(self.group, weight, size),
            sums(self.group, value, size),
        )


def _totals(frame: Frame, group: Ints, size: int) -> tuple[Floats, Floats]:
    """In a balanced panel a sum per period holds every difference.

    The first period is taken off each unit before summing: what remains is of the size of the
    changes, so large levels cost no digits.
    """
    weight = frame.weight if frame.weight.ndim == 1 else frame.weight[:, 0]
    columns = [
        sums(group, weight * (frame.y[:, t] - frame.y[:, 0]), size) for t in range(len(frame.times))
    ]
    return sums(group, weight, size), np.stack(columns, axis=1)
