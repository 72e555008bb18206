"""Two-period estimators with covariates for a panel: outcome regression, inverse probability,
doubly robust, each with its influence function.

Sources: Heckman, Ichimura & Todd (1997); Abadie (2005); Sant'Anna & Zhao (2020), Journal of
Econometrics 219, estimators "reg", "std ipw" and "dr" (logit by maximum likelihood, regression by
least squares). Arguments: change of the outcome (units,), treated 0/1 (units,), covariates with
intercept (units, covariates), weight (units,). The influence sums to zero over units and is scaled
so that its sum of squares is the variance.
"""

from collections.abc import Callable

import numpy as np

from impact.estimators.arrays import Floats
from impact.estimators.fits import least_squares, logit

Answer = tuple[float, Floats]
Method = Callable[[Floats, Floats, Floats, Floats], Answer]


def mean_of(value: Floats, weight: Floats) -> tuple[float, Floats]:
    """Weighted mean and each row's influence on it."""
    size = weight.sum()
    mean = float((weight * value).sum() / size)
    return mean, weight * (value - mean) / size


def slope(value: Floats, weight: Floats, x: Floats) -> Floats:
    """Derivative of a weighted mean of `value` times x."""
    return np.asarray((weight * value) @ x / weight.sum(), dtype=float)


def regression(change: Floats, d: Floats, x: Floats, w: Floats) -> Answer:
    fitted, by_beta = least_squares(change, x, w * (1 - d))
    treated, spread_treated = mean_of(change, w * d)
    expected, spread_expected = mean_of(fitted, w * d)
    spread_expected = spread_expected + by_beta @ slope(np.ones_like(d), w * d, x)
    return treated - expected, spread_treated - spread_expected


def inverse_probability(change: Floats, d: Floats, x: Floats, w: Floats) -> Answer:
    p, kept, by_gamma = logit(d, x, w)
    odds = kept * w * p * (1 - d) / (1 - p)
    treated, spread_treated = mean_of(change, kept * w * d)
    control, spread_control = mean_of(change, odds)
    spread_control = spread_control + by_gamma @ slope(change - control, odds, x)
    return treated - control, spread_treated - spread_control


def both(change: Floats, d: Floats, x: Floats, w: Floats) -> Answer:
    fitted, by_beta = least_squares(change, x, w * (1 - d))
    p, kept, by_gamma = logit(d, x, w)
    odds, on_treated = kept * w * p * (1 - d) / (1 - p), kept * w * d
    rest = change - fitted
    treated, spread_treated = mean_of(rest, on_treated)
    control, spread_control = mean_of(rest, odds)
    one = np.ones_like(d)
    spread_treated = spread_treated - by_beta @ slope(one, on_treated, x)
    spread_control = (
        spread_control + by_gamma @ slope(rest - control, odds, x) - by_beta @ slope(one, odds, x)
    )
    return treated - control, spread_treated - spread_control


METHODS: dict[str, Method] = {
    "reg": regression,
    "ipw": inverse_probability,
    "dr": both,
}
