"""Averages of ATT(g,t): simple, by event time, by cohort, by calendar period.

Source: Callaway & Sant'Anna (2021), section 3.3 and Theorem 2. Cohort sizes are estimated too, so
their influence enters every standard error. Each average is a weight on the columns of
`Fit.influence` (the effects, then the cohort masses), which makes inference one product.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from impact.estimators.arrays import Bools, Floats, Ints
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Fit

Kind = Literal["simple", "dynamic", "group", "calendar"]


@dataclass(frozen=True, slots=True)
class Average:
    """A number and its `loading`: influence of the number = Fit.influence @ loading.

    `used` marks the comparisons in it. `label` is the event time, cohort or period.
    """

    label: float | None
    att: float
    loading: Floats
    used: Bools


@dataclass(frozen=True, slots=True)
class Aggregation:
    kind: Kind
    overall: Average
    parts: tuple[Average, ...] = ()


def aggregate(fit: Fit, kind: Kind, *, balance: float | None = None) -> Aggregation:
    """`balance` (dynamic only): cohorts seen for at least that many periods after treatment,
    and no event times beyond it, so the same cohorts stand behind every point."""
    makers: dict[Kind, Callable[[], Aggregation]] = {
        "simple": lambda: _simple(fit),
        "dynamic": lambda: _dynamic(fit, balance),
        "group": lambda: _group(fit),
        "calendar": lambda: _calendar(fit),
    }
    return makers[kind]()


def _columns(fit: Fit) -> tuple[Ints, Floats, Floats]:
    cohort = np.array([comparison.cohort for comparison in fit.comparisons])
    times = np.array([comparison.t for comparison in fit.comparisons])
    event = np.array([comparison.event for comparison in fit.comparisons])
    return cohort, times, event


def _by_size(fit: Fit, chosen: Bools, label: float | None = None) -> Average:
    """Weighted by cohort mass over the chosen effects."""
    rows = np.flatnonzero(chosen)
    cohort = _columns(fit)[0][rows]
    size = fit.mass[cohort]
    total = size.sum()
    att = float((fit.att[rows] * size).sum() / total)
    loading = np.zeros(fit.covariance.shape[0])
    loading[rows] = size / total
    np.add.at(loading, len(fit.att) + cohort, (fit.att[rows] - att) / total)
    return Average(label, att, loading, chosen)


def _evenly(parts: list[Average]) -> Average:
    share = 1 / len(parts)
    att = float(sum(part.att for part in parts) * share)
    loading = np.sum([part.loading for part in parts], axis=0) * share
    return Average(None, att, loading, np.any([part.used for part in parts], axis=0))


def _post(fit: Fit) -> Bools:
    return np.asarray((_columns(fit)[2] >= 0) & fit.estimated)


def _simple(fit: Fit) -> Aggregation:
    return Aggregation("simple", _by_size(fit, _post(fit)))


def _dynamic(fit: Fit, balance: float | None) -> Aggregation:
    cohort, times, event = _columns(fit)
    allowed = fit.estimated
    if balance is not None:
        first, last = float(times.min()), float(times.max())
        allowed = allowed & (last - fit.cohorts[cohort] >= balance)
        allowed &= (event <= balance) & (event >= balance - last + first)
    parts = [_by_size(fit, allowed & (event == e), float(e)) for e in np.unique(event[allowed])]
    after = [part for part in parts if part.label is not None and part.label >= 0]
    if not after:
        raise TableRefused("NO_BALANCE", f"没有队列在处理后被观测满 {balance:g} 期。")
    return Aggregation("dynamic", _evenly(after), tuple(parts))


def _group(fit: Fit) -> Aggregation:
    cohort = _columns(fit)[0]
    post = _post(fit)
    parts = []
    for index in np.unique(cohort[post]):
        chosen = post & (cohort == index)
        parts.append(_by_size(fit, chosen, float(fit.cohorts[index])))
    size = np.array([fit.mass[index] for index in np.unique(cohort[post])])
    share = size / size.sum()
    att = float(sum(part.att * s for part, s in zip(parts, share, strict=True)))
    loading = np.sum([part.loading * s for part, s in zip(parts, share, strict=True)], axis=0)
    for part, index in zip(parts, np.unique(cohort[post]), strict=True):
        loading[len(fit.att) + index] += (part.att - att) / size.sum()
    used = np.any([part.used for part in parts], axis=0)
    return Aggregation("group", Average(None, att, loading, used), tuple(parts))


def _calendar(fit: Fit) -> Aggregation:
    times = _columns(fit)[1]
    post = _post(fit)
    parts = [_by_size(fit, post & (times == t), float(t)) for t in np.unique(times[post])]
    return Aggregation("calendar", _evenly(parts), tuple(parts))
