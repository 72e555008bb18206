"""The estimators of `doubly_robust` for repeated cross-sections.

Sources: as there; "dr" is the locally efficient one of Sant'Anna & Zhao (2020), section 3.2, which
also fits the treated outcome. Arguments: outcome, after 0/1, treated 0/1, covariates with
intercept, weight; one entry per row of the two waves together.
"""

from collections.abc import Callable

import numpy as np

from impact.estimators.arrays import Floats
from impact.estimators.doubly_robust import Answer, mean_of, slope
from impact.estimators.fits import least_squares, logit

Method = Callable[[Floats, Floats, Floats, Floats, Floats], Answer]


def regression(y: Floats, post: Floats, d: Floats, x: Floats, w: Floats) -> Answer:
    after, by_after = least_squares(y, x, w * (1 - d) * post)
    before, by_before = least_squares(y, x, w * (1 - d) * (1 - post))
    late, spread_late = mean_of(y, w * d * post)
    early, spread_early = mean_of(y, w * d * (1 - post))
    trend, spread_trend = mean_of(after - before, w * d)
    spread_trend = spread_trend + (by_after - by_before) @ slope(np.ones_like(d), w * d, x)
    return late - early - trend, spread_late - spread_early - spread_trend


def inverse_probability(y: Floats, post: Floats, d: Floats, x: Floats, w: Floats) -> Answer:
    p, kept, by_gamma = logit(d, x, w)
    odds = kept * w * p * (1 - d) / (1 - p)
    att, spread = 0.0, np.zeros_like(y)
    for sign, wave in ((1.0, post), (-1.0, 1 - post)):
        treated, spread_treated = mean_of(y, kept * w * d * wave)
        control, spread_control = mean_of(y, odds * wave)
        spread_control = spread_control + by_gamma @ slope(y - control, odds * wave, x)
        att += sign * (treated - control)
        spread += sign * (spread_treated - spread_control)
    return att, spread


def both(y: Floats, post: Floats, d: Floats, x: Floats, w: Floats) -> Answer:
    """Doubly robust contrast of each wave, plus what the treated outcome model adds."""
    p, kept, by_gamma = logit(d, x, w)
    odds, on_treated = kept * w * p * (1 - d) / (1 - p), kept * w * d
    att, spread, one = 0.0, np.zeros_like(y), np.ones_like(y)
    for sign, wave in ((1.0, post), (-1.0, 1 - post)):
        own, by_own = least_squares(y, x, w * d * wave)
        other, by_other = least_squares(y, x, w * (1 - d) * wave)
        rest, gap = y - other, own - other
        treated, spread_treated = mean_of(rest, on_treated * wave)
        control, spread_control = mean_of(rest, odds * wave)
        all_waves, spread_all = mean_of(gap, on_treated)
        this_wave, spread_this = mean_of(gap, on_treated * wave)
        by_both = slope(one, on_treated * wave, x) - slope(one, odds * wave, x)
        by_gap = slope(one, on_treated, x) - slope(one, on_treated * wave, x)
        att += sign * (treated - control + all_waves - this_wave)
        spread += sign * (
            spread_treated
            - spread_control
            - by_gamma @ slope(rest - control, odds * wave, x)
            - by_other @ by_both
            + spread_all
            - spread_this
            + (by_own - by_other) @ by_gap
        )
    return att, spread


METHODS: dict[str, Method] = {
    "reg": regression,
    "ipw": inverse_probability,
    "dr": both,
}
