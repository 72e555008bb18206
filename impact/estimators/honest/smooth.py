"""Smoothness: the slope of the trend changes by at most M between periods; fixed-length intervals.

Source: Rambachan & Roth (2023), sections 2.4.2 and 4.1 after Armstrong & Kolesar (2018): of all
affine estimators the one with the shortest interval, counting its worst bias. A line costs no bias,
so the weights on pre-periods must undo every line; what is left are the sums of the weights over
changes of slope, whose absolute values times M are the worst bias. For a given bias the least
variance is a lasso problem; its path is piecewise linear and does not depend on M.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtr, ndtri

from impact.estimators.arrays import Floats
from impact.estimators.honest.study import Interval, Study

FAR = 7.0
LARGEST = 1e6
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Path:
    """Corner points of the best trade of bias for variance.

    `turns` (corners, free): weights on changes of slope before treatment. Variance of the estimator
    is constant + 2 linear'turns + turns' quadratic turns; its worst bias M (fixed + |turns|).
    """

    turns: Floats
    fixed: float
    constant: float
    linear: Floats
    quadratic: Floats
    betas: Floats
    centre: float

    def sd(self, turns: Floats) -> float:
        variance = self.constant + 2 * self.linear @ turns + turns @ self.quadratic @ turns
        return float(np.sqrt(max(float(variance), 0.0)))

    def half_length(self, turns: Floats, m: float, alpha: float) -> float:
        sd = self.sd(turns)
        bias = m * (self.fixed + float(np.abs(turns).sum()))
        return folded_normal(bias / sd, alpha) * sd if sd > 0 else bias

    def estimate(self, turns: Floats) -> float:
        return self.centre + float(turns @ self.betas)


def intervals(study: Study, grid: Floats, *, alpha: float = 0.05) -> list[Interval]:
    """Shortest fixed-length interval of the target for every M of `grid`."""
    path = path_of(study)
    return [_interval(path, float(m), alpha) for m in grid]


def breakdown(study: Study, *, alpha: float = 0.05) -> float | None:
    """The smallest M whose interval holds zero; None if none up to the largest tried does."""
    path = path_of(study)
    if _interval(path, 0.0, alpha).holds_zero:
        return 0.0
    high = study.se
    while not _interval(path, high, alpha).holds_zero:
        high *= 2
        if high > LARGEST * study.se:
            return None
    low = 0.0
    while high - low > TOLERANCE * high:
        middle = (low + high) / 2
        held = _interval(path, middle, alpha).holds_zero
        low, high = (low, middle) if held else (middle, high)
    return high


def _interval(path: Path, m: float, alpha: float) -> Interval:
    turns = best_turns(path, m, alpha)
    centre, half = path.estimate(turns), path.half_length(turns, m, alpha)
    return Interval(m, centre - half, centre + half)


def best_turns(path: Path, m: float, alpha: float) -> Floats:
    """The point of the path with the shortest interval."""
    if m == 0 or len(path.turns) == 1:
        return np.asarray(path.turns[-1])
    found = []
    for start, end in zip(path.turns[:-1], path.turns[1:], strict=True):
        line = _Segment(path, start, end, m, alpha)
        answer = minimize_scalar(
            line.length, bounds=(0, 1), method="bounded", options={"xatol": 1e-10}
        )
        found.append((float(answer.fun), line.at(float(answer.x))))
    found += [(path.half_length(corner, m, alpha), corner) for corner in path.turns]
    return min(found, key=lambda pair: pair[0])[1]


@dataclass(frozen=True, slots=True)
class _Segment:
    path: Path
    start: Floats
    end: Floats
    m: float
    alpha: float

    def at(self, share: float) -> Floats:
        return np.asarray(self.start + share * (self.end - self.start))

    def length(self, share: float) -> float:
        return self.path.half_length(self.at(share), self.m, self.alpha)


def path_of(study: Study) -> Path:
    """From weights on pre-periods to weights on changes of slope, then the path over these."""
    periods = np.arange(1, study.pre + 1)
    # Row 0: what the weights do to a line; row j: to a change of slope j periods before zero.
    effect = np.maximum(periods[None, :] - np.arange(study.pre)[:, None], 0)[:, ::-1].astype(float)
    back = np.linalg.inv(effect)
    after = np.arange(1, study.post + 1)
    line = float(after @ study.target)
    bends = np.maximum(after[None, :] - np.arange(study.post)[:, None], 0) @ study.target
    start = np.concatenate([back[:, 0] * line, study.target])
    free = np.vstack([back[:, 1:], np.zeros((study.post, study.pre - 1))])
    quadratic = free.T @ study.sigma @ free
    linear = free.T @ study.sigma @ start
    return Path(
        turns=lasso_path(quadratic, linear),
        fixed=float(np.abs(bends).sum()),
        constant=float(start @ study.sigma @ start),
        linear=linear,
        quadratic=quadratic,
        betas=free.T @ study.betas,
        centre=float(start @ study.betas),
    )


def lasso_path(quadratic: Floats, linear: Floats) -> Floats:
    """Corners of argmin x'Qx/2 + q'x + penalty |x|, from the largest penalty to none.

    Homotopy of Osborne, Presnell & Turlach (2000).
    """
    size = len(linear)
    x = np.zeros(size)
    corners = [x]
    if not size:
        return np.array(corners)
    penalty = float(np.abs(linear).max())
    active = np.abs(linear) >= penalty * (1 - 1e-12)
    signs = np.where(active, -np.sign(linear), 0.0)
    for _ in range(20 * size + 20):
        block = quadratic[np.ix_(active, active)]
        rest, pull = (np.linalg.solve(block, v[active]) for v in (-linear, -signs))
        step = _next_event(quadratic, linear, active, rest, pull, penalty)
        penalty, entering, leaving = step
        x = np.zeros(size)
        x[active] = rest + penalty * pull
        if leaving is not None:
            x[leaving] = 0.0
            active[leaving], signs[leaving] = False, 0.0
        corners.append(x)
        if penalty <= 0:
            break
        if entering is not None:
            active[entering] = True
            signs[entering] = -np.sign((quadratic @ x + linear)[entering])
    return np.array(corners)


def _next_event(
    quadratic: Floats,
    linear: Floats,
    active: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    rest: Floats,
    pull: Floats,
    penalty: float,
) -> tuple[float, int | None, int | None]:
    """The next smaller penalty at which a coefficient enters or leaves."""
    best: tuple[float, int | None, int | None] = (0.0, None, None)
    limit = penalty * (1 - 1e-10)
    inside, outside = np.flatnonzero(active), np.flatnonzero(~active)
    for position, index in enumerate(inside):
        if pull[position] != 0:
            at = -rest[position] / pull[position]
            if best[0] < at < limit:
                best = (float(at), None, int(index))
    base = quadratic[np.ix_(outside, inside)] @ rest + linear[outside]
    tilt = quadratic[np.ix_(outside, inside)] @ pull
    for position, index in enumerate(outside):
        for side in (1.0, -1.0):
            # |gradient| meets the penalty: base + tilt p = side p.
            gap = side - tilt[position]
            at = base[position] / gap if gap != 0 else -1.0
            if best[0] < at < limit:
                best = (float(at), int(index), None)
    return best


def folded_normal(bias: float, alpha: float) -> float:
    """1 - alpha quantile of |N(bias, 1)|."""
    if bias > FAR:
        return float(bias + ndtri(1 - alpha))
    top = bias + float(ndtri(1 - alpha / 2))
    return float(
        brentq(lambda c: ndtr(c - bias) - ndtr(-c - bias) - (1 - alpha), 0.0, top + 1, xtol=1e-12)
    )
