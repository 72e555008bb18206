"""Interaction-weighted event study, a cross-check.

Source: Sun & Abraham (2021), Journal of Econometrics 225: two-way fixed effects with one dummy per
cohort and event time (the last period before treatment left out), never-treated units as control,
averaged with the cohorts' shares. Shares are taken as known, as in R package fixest.
"""

from dataclasses import dataclass

import numpy as np

from impact.estimators.arrays import Floats
from impact.estimators.faults import TableRefused
from impact.estimators.frame import Frame
from impact.estimators.two_way import Regression, two_way


@dataclass(frozen=True, slots=True)
class Interacted:
    """`event`: event times with estimate and error; `att` averages all treated rows."""

    att: float
    se: float
    event: Floats
    event_att: Floats
    event_se: Floats


def interaction_weighted(frame: Frame) -> Interacted:
    if frame.repeated:
        raise TableRefused("INTERACTION_NEEDS_PANEL", "交互加权法需要面板数据。")
    if not (frame.cohort == len(frame.cohorts)).any():
        raise TableRefused("NO_NEVER_TREATED", "交互加权法需要从未处理的单位作对照。")
    unit, period = np.nonzero(~np.isnan(frame.y))
    weight = frame.weight[unit] if frame.weight.ndim == 1 else frame.weight[unit, period]
    columns, events, sizes = [], [], []
    for index, g in enumerate(frame.cohorts):
        reference = frame.times[frame.times < g][-1]
        for at, t in enumerate(frame.times):
            rows = (frame.cohort[unit] == index) & (period == at)
            if t == reference or not rows.any():
                continue
            columns.append(rows.astype(float))
            events.append(float(t - g))
            sizes.append(float(weight[rows].sum()))
    found = two_way(
        frame.y[unit, period],
        np.stack(columns, axis=1),
        unit=unit,
        time=period,
        weight=weight,
        cluster=unit if frame.cluster is None else frame.cluster[unit],
    )
    return _averages(found, np.array(events), np.array(sizes))


def _averages(found: Regression, event: Floats, size: Floats) -> Interacted:
    times = np.unique(event)
    loadings = [np.where(event == e, size, 0.0) for e in times]
    loadings.append(np.where(event >= 0, size, 0.0))
    shares = np.stack([loading / loading.sum() for loading in loadings], axis=1)
    att = shares.T @ found.coefficients
    se = np.sqrt(np.einsum("ij,ik,kj->j", shares, found.covariance, shares))
    return Interacted(float(att[-1]), float(se[-1]), times, att[:-1], se[:-1])
