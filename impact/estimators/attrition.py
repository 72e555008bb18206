"""Bounds when more households go missing on one side than on the other.

Source: Lee (2009), Review of Economic Studies 76: the side that answers more often is trimmed by
the excess, once from below and once from above. Applied to changes of income it bounds the effect
on households that answer with or without a station.
"""

from dataclasses import dataclass

import numpy as np

from impact.estimators.arrays import Bools, Floats, Ints, Labels
from impact.estimators.codes import codes
from impact.estimators.faults import TableRefused

Z_ONE_SIDED = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Bounds:
    """`ci` covers the effect with 95 %: outer bounds less 1.645 errors (Imbens & Manski 2004, the
    cautious end). `trimmed` is the share taken from the side that answers more, `gap` the
    difference in answers, treated less control."""

    lower: float
    upper: float
    lower_se: float
    upper_se: float
    ci: tuple[float, float]
    trimmed: float
    gap: float

    @property
    def cross_zero(self) -> bool:
        return self.lower <= 0 <= self.upper


def lee_bounds(
    change: Floats,
    treated: Bools,
    *,
    weight: Floats | None = None,
    cluster: Labels | None = None,
    draws: int = 499,
    seed: int = 0,
) -> Bounds:
    """`change` per household, NaN where it is missing; errors by resampling clusters."""
    weight = np.ones(len(change)) if weight is None else weight
    _, owner = codes(np.arange(len(change)) if cluster is None else cluster)
    lower, upper, trimmed, gap = _bounds(change, treated, weight)
    random = np.random.default_rng(seed)
    found = [
        _bounds(change, treated, weight * times)[:2] for times in _resampled(random, owner, draws)
    ]
    lower_se, upper_se = np.nanstd(np.array(found), axis=0, ddof=1)
    return Bounds(
        lower,
        upper,
        float(lower_se),
        float(upper_se),
        (lower - Z_ONE_SIDED * float(lower_se), upper + Z_ONE_SIDED * float(upper_se)),
        trimmed,
        gap,
    )


def _resampled(random: np.random.Generator, owner: Ints, draws: int) -> list[Floats]:
    size = int(owner.max()) + 1
    counts = random.multinomial(size, np.full(size, 1 / size), size=draws)
    return [row[owner].astype(float) for row in counts]


def _bounds(change: Floats, treated: Bools, weight: Floats) -> tuple[float, float, float, float]:
    seen = ~np.isnan(change)
    rates = [
        float(weight[side & seen].sum() / max(float(weight[side].sum()), 1e-300))
        for side in (treated, ~treated)
    ]
    if min(rates) <= 0:
        raise TableRefused("NO_ANSWERS", "处理组或对照组没有任何有效回答，无法给出界限。")
    sides = [(change[side & seen], weight[side & seen]) for side in (treated, ~treated)]
    excess = 1 - min(rates) / max(rates)
    more = 0 if rates[0] >= rates[1] else 1
    low, high = _trimmed_means(*sides[more], excess)
    other = float(np.average(sides[1 - more][0], weights=sides[1 - more][1]))
    lower, upper = (low - other, high - other) if more == 0 else (other - high, other - low)
    return lower, upper, excess, rates[0] - rates[1]


def _trimmed_means(values: Floats, weight: Floats, share: float) -> tuple[float, float]:
    """Mean without the highest share, and without the lowest; a boundary row counts in part."""
    order = np.argsort(values)
    v, w = values[order], weight[order]
    kept = (1 - share) * w.sum()
    below = np.cumsum(w) - w
    lowest = np.clip(kept - below, 0, w)
    above = w.sum() - np.cumsum(w)
    highest = np.clip(kept - above, 0, w)
    return float(np.average(v, weights=lowest)), float(np.average(v, weights=highest))
