"""Refusals that look at the values of a table, not at its shape."""

import numpy as np

from impact.estimators.arrays import Bools, Floats
from impact.estimators.faults import TableRefused, some
from impact.estimators.frame import Frame, Table

# Yuan and fen, yuan and ten thousand yuan: two sizes with next to nothing between them.
FACTORS = (100.0, 10_000.0)
NEAR = np.sqrt(2.0)
BETWEEN = 5.0
AT_LEAST = 3
FEW = 0.2


def check_covariates(table: Table) -> None:
    """A constant or repeated covariate is named; the intercept comes first."""
    if table.covariates is None:
        return
    found: list[Floats] = [np.ones(len(table.time)) / np.sqrt(len(table.time))]
    for position, column in enumerate(table.covariates.T):
        scale = float(np.abs(column).max()) or 1.0
        rest = column / scale
        for other in found:
            rest = rest - float(rest @ other) * other
        size = float(np.sqrt(rest @ rest))
        if size < 1e-9 * np.sqrt(len(column)):
            named = table.covariate_names
            name = named[position] if named else str(position + 1)
            raise TableRefused(
                "SINGULAR_COVARIATES",
                f"协变量“{name}”没有变化，或可由其他协变量算出。请去掉重复或恒定的协变量。",
            )
        found.append(rest / size)


def check_one_unit(frame: Frame, name: str) -> None:
    """Incomes partly in fen, or partly in ten thousand yuan, would pass for enormous changes."""
    if frame.repeated or not bool((frame.y[~np.isnan(frame.y)] > 0).all()):
        return
    with np.errstate(divide="ignore", invalid="ignore"):
        jump = np.abs(np.log(frame.y[:, 1:] / frame.y[:, :-1]))
        middle = np.nanmedian(frame.y, axis=1)
        apart = np.abs(np.log(middle / np.nanmedian(middle)))
    for steps in (jump, apart[:, None]):
        units = _two_sizes(steps)
        if units.any():
            labels = frame.unit_labels[units]
            raise TableRefused(
                "TWO_MONEY_UNITS",
                f"“{name}”似乎混用了两种金额单位（元与分，或元与万元），涉及单位：{some(labels)}。"
                "请统一单位后再估计。",
            )


def _two_sizes(steps: Floats) -> Bools:
    """Units with a step of about a hundred or ten thousand, where hardly any step lies between."""
    steps = np.nan_to_num(steps)
    for factor in FACTORS:
        near = np.abs(steps - np.log(factor)) < np.log(NEAR)
        between = (steps > np.log(BETWEEN)) & (steps < np.log(factor / NEAR))
        if near.sum() >= AT_LEAST and between.sum() <= FEW * near.sum():
            return np.asarray(near.any(axis=1))
    return np.zeros(len(steps), dtype=bool)
