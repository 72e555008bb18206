"""Which periods are compared for each cohort, and who serves as control.

Source: Callaway & Sant'Anna (2021), Journal of Econometrics 225, sections 2-3. As in the authors'
current software, a period inside the anticipation window is compared with the last period before
that window under either base, since neighbouring differences would cancel a lasting anticipation.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from impact.estimators.arrays import Bools, Floats
from impact.estimators.faults import TableRefused

Control = Literal["never", "notyet"]
Base = Literal["varying", "universal"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cohort `g` in period `t` against period `base`; indexes into cohorts and times.

    `controls` marks cohorts (the last entry: never treated) that serve as control.
    """

    cohort: int
    period: int
    base: int
    g: float
    t: float
    controls: Bools

    @property
    def event(self) -> float:
        return self.t - self.g

    @property
    def is_reference(self) -> bool:
        return self.period == self.base


def comparisons(
    times: Floats, cohorts: Floats, *, control: Control, base: Base, anticipation: float
) -> list[Comparison]:
    found: list[Comparison] = []
    for index, g in enumerate(cohorts):
        before = np.flatnonzero(times + anticipation < g)
        if not len(before):
            continue
        last = int(before[-1])
        for period, t in enumerate(times):
            start = last if base == "universal" or t >= g - anticipation else period - 1
            if start < 0:
                continue
            later = max(float(t), float(times[start])) + anticipation
            controls = _controls(cohorts, index, later, control)
            found.append(Comparison(index, period, start, float(g), float(t), controls))
    return found


def _controls(cohorts: Floats, own: int, later: float, control: Control) -> Bools:
    chosen = np.zeros(len(cohorts) + 1, dtype=bool)
    chosen[-1] = True
    if control == "notyet":
        chosen[:-1] = cohorts > later
        chosen[own] = False
    return chosen


def check_controls(present: Bools, control: Control) -> None:
    """`present` marks cohorts with units, the last entry the never treated."""
    if control == "never" and not present[-1]:
        raise TableRefused(
            "NO_NEVER_TREATED", "没有从未处理的单位作对照。可改用尚未处理的单位：--control notyet。"
        )
