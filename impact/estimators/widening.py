"""Rows to (units, periods) arrays, and what becomes of units that miss a period."""

from dataclasses import replace

import numpy as np

from impact.estimators.arrays import Bools, Floats, Ints
from impact.estimators.codes import codes
from impact.estimators.faults import TableRefused
from impact.estimators.frame import Dropped, Frame, Table, Unbalanced


def widen(
    table: Table, unit: Ints, time: Ints, first: Ints, times: Floats, cohorts: Floats, cohort: Ints
) -> Frame:
    shape = (len(first), len(times))
    y = _spread(table.outcome, unit, time, shape)
    seen = ~np.isnan(y)
    weight: Floats = np.ones(shape[0])
    if table.weight is not None:
        weight = _narrow(table.weight, unit, time, first, shape)
    covariates = None
    if table.covariates is not None:
        columns = [_narrow(values, unit, time, first, shape) for values in table.covariates.T]
        moving = any(column.ndim == 2 for column in columns)
        full = [c if c.ndim == 2 or not moving else np.tile(c[:, None], shape[1]) for c in columns]
        covariates = np.stack(full, axis=-1)
    return Frame(
        times=times,
        cohorts=cohorts,
        unit_labels=np.zeros(0),
        cohort=cohort,
        cluster=None,
        n_clusters=shape[0],
        y=y,
        weight=weight,
        covariates=covariates,
        balanced=bool(seen.all()),
        repeated=False,
        dropped=(),
    )


def _spread(values: Floats, unit: Ints, time: Ints, shape: tuple[int, int]) -> Floats:
    wide = np.full(shape[0] * shape[1], np.nan)
    wide[unit * shape[1] + time] = values
    return wide.reshape(shape)


def _narrow(values: Floats, unit: Ints, time: Ints, first: Ints, shape: tuple[int, int]) -> Floats:
    """One value a unit where it never moves, else one a unit and period."""
    own = values[first]
    return own if bool((own[unit] == values).all()) else _spread(values, unit, time, shape)


def settle(frame: Frame, unbalanced: Unbalanced, anticipation: float) -> Frame:
    """Leaves out, and counts, units that can enter no comparison."""
    if frame.balanced:
        return frame
    seen = ~np.isnan(frame.y)
    if unbalanced == "balance":
        return _keep(frame, np.asarray(seen.all(axis=1)), "缺少时期的单位整体剔除")
    frame = _keep(frame, np.asarray(seen.sum(axis=1) > 1), "单位只被观测一期，无法求差")
    g = np.append(frame.cohorts, np.inf)[frame.cohort]
    untreated = frame.times[None, :] + anticipation < g[:, None]
    before = np.asarray((~np.isnan(frame.y) & untreated).any(axis=1))
    return _keep(frame, before, "单位在处理前没有观测，无法比较变化")


def _keep(frame: Frame, keep: Bools, why: str) -> Frame:
    if keep.all():
        return frame
    if not keep.any():
        raise TableRefused("NO_PAIRS", f"没有单位可用：{why}。每期抽样不同请改用重复截面。")
    rows = int((~np.isnan(frame.y[~keep])).sum())
    return units_of(frame, keep, Dropped(f"{why}（{int((~keep).sum())} 个单位）", rows))


def units_of(frame: Frame, keep: Bools, gone: Dropped) -> Frame:
    cluster, n_clusters = None, int(keep.sum())
    if frame.cluster is not None:
        found, cluster = codes(frame.cluster[keep])
        n_clusters = len(found)
    return replace(
        frame,
        unit_labels=frame.unit_labels[keep],
        cohort=frame.cohort[keep],
        cluster=cluster,
        n_clusters=n_clusters,
        y=frame.y[keep],
        weight=frame.weight[keep],
        covariates=None if frame.covariates is None else frame.covariates[keep],
        balanced=not bool(np.isnan(frame.y[keep]).any()),
        dropped=(*frame.dropped, gone),
    )
