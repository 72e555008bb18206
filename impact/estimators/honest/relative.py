"""Relative magnitudes: a trend after treatment at most Mbar times the worst step before it.

Source: Rambachan & Roth (2023), sections 2.4.1 and 3.3: the set is the union, over the pre-period
step that is largest and its sign, of polyhedra; its confidence set is the union of theirs. Steps
before treatment are estimates with noise, never taken as known.

With the post-period inequalities alone (their default) the dual has post + 2 extreme points: one
for each post step (both of its inequalities, which together say that the pre step has its sign) and
two that move with the parameter.
"""

from dataclasses import dataclass

import numpy as np

from impact.estimators.arrays import Bools, Floats
from impact.estimators.faults import TableRefused
from impact.estimators.honest.conditional import Moments, accepts, least_favourable, normals
from impact.estimators.honest.study import Interval, Study

GRID = 1_000
REACH = 20.0
REFINEMENTS = 3
FINER = 65
LARGEST = 1_000.0
STEP_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Piece:
    """One polyhedron's test with its critical value."""

    moments: Moments
    critical: float


def intervals(study: Study, grid: Floats, *, alpha: float = 0.05) -> list[Interval]:
    """Confidence sets of the target for every Mbar of `grid`, as [lowest, highest] accepted."""
    _check(study)
    drawn = normals(_size(study))
    return [
        interval(study, m, pieces(study, m, alpha=alpha, drawn=drawn), alpha=alpha)
        for m in (float(value) for value in grid)
    ]


def interval(study: Study, m: float, parts: list[Piece], *, alpha: float = 0.05) -> Interval:
    """The union of the confidence sets of `parts`."""
    steps = np.abs(np.diff(np.append(study.betas[: study.pre], 0.0))).max()
    weights = np.arange(1, study.post + 1) @ np.abs(study.target)
    reach = m * weights * steps + REACH * study.se
    theta = np.linspace(study.estimate - reach, study.estimate + reach, GRID)
    accepted = _accepted(parts, theta, alpha)
    if not accepted.any():
        return Interval(m, float("nan"), float("nan"))
    inside = np.flatnonzero(accepted)
    lower = _edge(parts, theta, int(inside[0]), -1, alpha)
    upper = _edge(parts, theta, int(inside[-1]), 1, alpha)
    return Interval(m, lower, upper)


def _edge(parts: list[Piece], theta: Floats, at: int, side: int, alpha: float) -> float:
    """Between the outermost accepted and the next rejected point, on finer and finer grids."""
    if not 0 <= at + side < len(theta):
        return float(side) * float("inf")
    inner, outer = float(theta[at]), float(theta[at + side])
    for _ in range(REFINEMENTS):
        finer = np.linspace(inner, outer, FINER)
        last = int(np.flatnonzero(_accepted(parts, finer, alpha)).max())
        inner, outer = float(finer[last]), float(finer[min(last + 1, FINER - 1)])
    return inner


def _accepted(parts: list[Piece], theta: Floats, alpha: float) -> Bools:
    found = [accepts(part.moments, theta, alpha=alpha, critical=part.critical) for part in parts]
    return np.asarray(np.any(found, axis=0))


def breakdown(study: Study, *, alpha: float = 0.05) -> float | None:
    """The smallest Mbar whose interval holds zero; None if none up to a thousand does."""
    _check(study)
    drawn = normals(_size(study))
    zero = np.zeros(1)

    def holds(m: float) -> bool:
        return bool(_accepted(pieces(study, m, alpha=alpha, drawn=drawn), zero, alpha)[0])

    if holds(0.0):
        return 0.0
    high = 0.25
    while not holds(high):
        high *= 2
        if high > LARGEST:
            return None
    low = 0.0
    while high - low > STEP_TOLERANCE * max(1.0, high):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def pieces(study: Study, m: float, *, alpha: float, drawn: Floats) -> list[Piece]:
    """One test for every pre-period step and sign."""
    found = []
    for step in range(study.pre):
        for sign in (1.0, -1.0):
            moments = _first_only(study, m, step, sign) if study.post == 1 else _dual(
                study, m, step, sign
            )  # fmt: skip
            found.append(Piece(moments, least_favourable(moments.covariance, alpha / 10, drawn)))
    return found


def _steps(study: Study) -> Floats:
    """Rows that turn betas into period-to-period steps, through the reference period's zero."""
    size = study.pre + study.post
    levels = np.insert(np.eye(size), study.pre, 0.0, axis=0)
    return np.diff(levels, axis=0)


def _dual(study: Study, m: float, step: int, sign: float) -> Moments:
    steps = _steps(study)
    before, after = m * sign * steps[step], steps[study.pre :]
    up, down = after - before, -after - before
    sd_up, sd_down = _sd(up, study.sigma), _sd(down, study.sigma)
    both = (up + down) / (sd_up + sd_down)[:, None]
    # Weights on steps whose sum moves the target by one and no other combination.
    weight = np.cumsum(study.target[::-1])[::-1]
    rise, fall = np.maximum(weight, 0), np.maximum(-weight, 0)
    positive = (rise @ up + fall @ down) / (rise @ sd_up + fall @ sd_down)
    negative = (fall @ up + rise @ down) / (fall @ sd_up + rise @ sd_down)
    slope = np.zeros(study.post + 2)
    slope[-2] = 1 / (rise @ sd_up + fall @ sd_down)
    slope[-1] = -1 / (fall @ sd_up + rise @ sd_down)
    rows = np.vstack([both, positive, negative])
    return Moments(rows @ study.betas, slope, rows @ study.sigma @ rows.T)


def _first_only(study: Study, m: float, step: int, sign: float) -> Moments:
    """A single post-period leaves no nuisance: every inequality is tested, those before too."""
    steps = _steps(study)
    worst = sign * steps[step]
    limits = np.append(np.ones(study.pre), m)[:, None] * worst
    rows = np.vstack([steps - limits, -steps - limits])
    slope = np.zeros(len(rows))
    slope[study.pre], slope[-1] = 1.0, -1.0
    used = np.abs(rows).max(axis=1) > 1e-12
    rows, slope = rows[used], slope[used] * study.target[0]
    sd = _sd(rows, study.sigma)
    rows = rows / sd[:, None]
    scale = study.target[0] ** 2
    return Moments(rows @ study.betas, slope / (sd * scale), rows @ study.sigma @ rows.T)


def _sd(rows: Floats, sigma: Floats) -> Floats:
    variance = np.einsum("ij,jk,ik->i", rows, sigma, rows)
    return np.asarray(np.sqrt(np.maximum(variance, 1e-300)))


def _size(study: Study) -> int:
    return max(study.post + 2, 2 * (study.pre + study.post))


def _check(study: Study) -> None:
    if study.pre < 2:
        raise TableRefused("FEW_PRE", "相对幅度法至少需要 2 个处理前系数（不含基准期）。")
