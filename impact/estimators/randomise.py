"""Randomisation inference: what if other villages had opened in these years?

The adoption years are dealt out again among villages (within strata, for example townships, if
given); the share of dealings with an effect at least as large is the p-value, exact when a
village's year does not matter. For few treated villages, where normal errors reject far too often
(MacKinnon & Webb 2020; Young 2019). The interval holds every constant effect that stands.
"""

from dataclasses import dataclass

import numpy as np

from impact.estimators.arrays import Bools, Floats, Ints
from impact.estimators.cells import PairCells, WaveCells
from impact.estimators.codes import codes
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Spec
from impact.estimators.plan import Comparison, comparisons

BLOCK = 250
STEPS = 60


@dataclass(frozen=True, slots=True)
class Randomised:
    """`p` of no effect, `ci` of a constant effect, `pretrend_p` of the pre-periods jointly.

    `pretrend_p` is NaN without pre-differences.
    """

    att: float
    p: float
    ci: tuple[float, float]
    pretrend_p: float
    draws: int


@dataclass(frozen=True, slots=True)
class _Dealt:
    """Simple averages and event-study pre-differences, one row a dealing."""

    simple: Floats
    pre: Floats


def randomise(
    cells: PairCells | WaveCells,
    spec: Spec | None = None,
    *,
    draws: int = 999,
    seed: int = 0,
    strata: Ints | None = None,
    level: float = 0.95,
) -> Randomised:
    """`strata`: one label a cell; years are dealt only within a stratum."""
    spec = spec or Spec()
    if len(np.unique(cells.cluster)) != len(cells.cluster):
        raise TableRefused("MIXED_CLUSTERS", "同一村内有不同的处理年份，无法随机重排。")
    never = ~np.isfinite(cells.cohort) | (cells.cohort <= 0) | (cells.cohort > cells.times.max())
    cohorts, position = codes(np.where(never, np.inf, cells.cohort))
    treated = np.asarray(cohorts[np.isfinite(cohorts.astype(float))], dtype=float)
    planned = comparisons(
        cells.times,
        treated,
        control=spec.control,
        base=spec.base,
        anticipation=spec.anticipation,
    )
    random = np.random.default_rng(seed)
    groups = np.zeros(len(position), dtype=np.int64) if strata is None else strata
    dealings = np.stack([position, *(_deal(random, position, groups) for _ in range(draws))])
    outcome = _dealt(cells, _values(cells), dealings, planned, len(treated), spec)
    exposed = _dealt(cells, _exposure(cells, never), dealings, planned, len(treated), spec)
    return Randomised(
        att=float(outcome.simple[0]),
        p=_p(outcome.simple, exposed.simple, 0.0),
        ci=_interval(outcome.simple, exposed.simple, 1 - level),
        pretrend_p=_joint(outcome.pre),
        draws=draws,
    )


def _deal(random: np.random.Generator, position: Ints, strata: Ints) -> Ints:
    dealt = position.copy()
    for stratum in np.unique(strata):
        inside = np.flatnonzero(strata == stratum)
        dealt[inside] = random.permutation(position[inside])
    return dealt


def _values(cells: PairCells | WaveCells) -> Floats:
    return cells.total if isinstance(cells, WaveCells) else cells.change


def _exposure(cells: PairCells | WaveCells, never: Bools) -> Floats:
    """The outcome of households that gain exactly one from the real opening on."""
    since = cells.times[None, :] >= np.where(never, np.inf, cells.cohort)[:, None]
    on = since.astype(float)
    if isinstance(cells, WaveCells):
        return np.asarray(cells.weight * on)
    return np.asarray(cells.weight * (on[:, :, None] - on[:, None, :]))


def _dealt(
    cells: PairCells | WaveCells,
    values: Floats,
    dealings: Ints,
    planned: list[Comparison],
    width: int,
    spec: Spec,
) -> _Dealt:
    blocks = [
        _block(cells, values, dealings[start : start + BLOCK], planned, width, spec)
        for start in range(0, len(dealings), BLOCK)
    ]
    return _Dealt(
        np.concatenate([block.simple for block in blocks]),
        np.concatenate([block.pre for block in blocks]),
    )


def _block(
    cells: PairCells | WaveCells,
    values: Floats,
    dealings: Ints,
    planned: list[Comparison],
    width: int,
    spec: Spec,
) -> _Dealt:
    """All dealings at once: sums by cohort are products of memberships and cells."""
    shape = (-1, *values.shape[1:])
    member = [(dealings == cohort).astype(float) for cohort in range(width + 1)]
    flat_w, flat_v = (side.reshape(len(values), -1) for side in (cells.weight, values))
    weight = np.stack([(mask @ flat_w).reshape(shape) for mask in member])
    value = np.stack([(mask @ flat_v).reshape(shape) for mask in member])
    mass = cells.weight.sum(axis=1) if isinstance(cells, WaveCells) else cells.mass
    size = np.stack([mask @ mass for mask in member])
    effects = [_effects(weight, value, item) for item in planned]
    after = [k for k, item in enumerate(planned) if item.event >= 0]
    early = [
        k
        for k, item in enumerate(planned)
        if item.event < -spec.anticipation and not item.is_reference
    ]
    times = sorted({planned[k].event for k in early})
    by_event = [[k for k in early if planned[k].event == e] for e in times]
    pre = [_mean(effects, planned, size, rows) for rows in by_event]
    simple = _mean(effects, planned, size, after)
    return _Dealt(simple, np.stack(pre, axis=1) if pre else np.zeros((len(dealings), 0)))


def _effects(weight: Floats, value: Floats, item: Comparison) -> Floats:
    """ATT(g,t) of every dealing; NaN where a side is empty."""
    found = np.zeros(weight.shape[1])
    own = np.arange(len(weight)) == item.cohort
    if weight.ndim == 4:
        sides = [(1.0, weight[..., item.period, item.base], value[..., item.period, item.base])]
    else:
        sides = [
            (sign, weight[..., period], value[..., period])
            for sign, period in ((1.0, item.period), (-1.0, item.base))
        ]
    with np.errstate(divide="ignore", invalid="ignore"):
        for sign, w, v in sides:
            for side, mask in ((sign, own), (-sign, item.controls)):
                found = found + side * v[mask].sum(axis=0) / w[mask].sum(axis=0)
    return found


def _mean(
    effects: list[Floats], planned: list[Comparison], size: Floats, rows: list[int]
) -> Floats:
    """Weighted by cohort size over the effects that exist."""
    found = np.stack([effects[k] for k in rows])
    weight = np.stack([size[planned[k].cohort] for k in rows])
    weight = np.where(np.isnan(found), 0.0, weight)
    return np.asarray((np.nan_to_num(found) * weight).sum(axis=0) / weight.sum(axis=0))


def _p(outcome: Floats, exposed: Floats, effect: float) -> float:
    rest = np.abs(outcome - effect * exposed)
    return float((rest >= rest[0] * (1 - 1e-12)).mean())


def _interval(outcome: Floats, exposed: Floats, alpha: float) -> tuple[float, float]:
    centre, scale = float(outcome[0]), float(np.std(outcome)) + 1e-300
    return (
        _edge(outcome, exposed, alpha, centre, -scale),
        _edge(outcome, exposed, alpha, centre, scale),
    )


def _edge(outcome: Floats, exposed: Floats, alpha: float, centre: float, step: float) -> float:
    reach = step
    while _p(outcome, exposed, centre + reach) > alpha:
        reach *= 2
        if abs(reach) > 1e6 * abs(step):
            return float(np.sign(step)) * float("inf")
    inside, outside = 0.0, reach
    for _ in range(STEPS):
        middle = (inside + outside) / 2
        if _p(outcome, exposed, centre + middle) > alpha:
            inside = middle
        else:
            outside = middle
    return centre + inside


def _joint(pre: Floats) -> float:
    """Distance of the real pre-differences from what dealing gives, in all directions at once."""
    if not pre.shape[1]:
        return float("nan")
    inverse = np.linalg.pinv(np.atleast_2d(np.cov(pre, rowvar=False)))
    distance = np.einsum("ij,jk,ik->i", pre, inverse, pre)
    return float((distance >= distance[0] * (1 - 1e-12)).mean())
