"""Checks of a long table: what is left out is counted, what contradicts itself is refused."""

from dataclasses import replace

import numpy as np

from impact.estimators.arrays import Bools, Floats, Ints, Labels
from impact.estimators.checks import check_covariates
from impact.estimators.codes import codes
from impact.estimators.faults import TableRefused, some
from impact.estimators.frame import Dropped, Frame, Table, Unbalanced
from impact.estimators.widening import settle, widen

EXAMPLES = 5


def read(
    table: Table,
    *,
    anticipation: float = 0,
    repeated: bool = False,
    unbalanced: Unbalanced = "pairs",
) -> Frame:
    """A table to a `Frame`.

    `unbalanced` says what becomes of units with a missing period: `pairs` uses a unit in every
    comparison for which it was seen in both periods (nothing is lost), `balance` leaves such
    units out, `levels` treats the waves as cross-sections of the same units.
    """
    table, dropped = _without_gaps(_with_plain_cohorts(table))
    check_covariates(table)
    times, time = codes(table.time)
    table, time, early = _without_early(table, time, float(times[0]) + anticipation)
    labels, unit = codes(np.arange(len(time)) if repeated else table.unit)
    check_unique(table, unit, time, len(times))
    first = np.zeros(len(labels), dtype=np.int64)
    first[unit[::-1]] = np.arange(len(unit))[::-1]
    _check_constant(table, unit, first, table.cohort, "cohort", "COHORT_CHANGES")
    last = float(times[-1]) + anticipation
    cohorts, cohort = _cohorts(table.cohort[first], last)
    cluster, n_clusters = None, len(labels)
    if table.cluster is not None:
        found, position = codes(table.cluster)
        _check_constant(table, unit, first, position, "cluster", "CLUSTER_CHANGES")
        cluster, n_clusters = position[first], len(found)
    frame = widen(table, unit, time, first, times.astype(float), cohorts, cohort)
    frame = replace(
        frame,
        unit_labels=labels,
        cluster=cluster,
        n_clusters=n_clusters,
        repeated=repeated or (unbalanced == "levels" and not frame.balanced),
        dropped=(*dropped, *early),
    )
    return frame if repeated or unbalanced == "levels" else settle(frame, unbalanced, anticipation)


def _with_plain_cohorts(table: Table) -> Table:
    """Never treated is 0 from here on."""
    finite = np.isfinite(table.cohort)
    if (table.cohort[finite] < 0).any():
        rows = some(np.flatnonzero(finite & (table.cohort < 0)) + table.first_row)
        raise TableRefused("BAD_COHORT", f"“{table.name('cohort')}”第 {rows} 行为负数。")
    return table if finite.all() else replace(table, cohort=np.where(finite, table.cohort, 0.0))


def _without_gaps(table: Table) -> tuple[Table, list[Dropped]]:
    """Leaves out rows that lack something every estimate needs."""
    keep: Bools = np.ones(len(table.time), dtype=bool)
    dropped: list[Dropped] = []
    for column, missing in _missing(table):
        gone = missing & keep
        if gone.any():
            dropped.append(_count(f"“{table.name(column)}”为空", gone, table.first_row))
            keep &= ~gone
    if table.weight is not None:
        negative = keep & (table.weight < 0)
        if negative.any():
            rows = some(np.flatnonzero(negative) + table.first_row)
            raise TableRefused("NEGATIVE_WEIGHT", f"“{table.name('weight')}”第 {rows} 行为负数。")
        zero = keep & (table.weight == 0)
        if zero.any():
            dropped.append(_count(f"“{table.name('weight')}”为 0", zero, table.first_row))
            keep &= ~zero
    if not keep.any():
        raise TableRefused("NO_ROWS", "没有一行数据可用：每行都缺少必要的列，请检查列名和内容。")
    return (table if keep.all() else rows_of(table, keep)), dropped


def _missing(table: Table) -> list[tuple[str, Bools]]:
    found: list[tuple[str, Bools]] = [("unit", _empty(table.unit))]
    found.append(("time", np.asarray(~np.isfinite(table.time))))
    found.append(("outcome", np.asarray(~np.isfinite(table.outcome))))
    if table.cluster is not None:
        found.append(("cluster", _empty(table.cluster)))
    if table.weight is not None:
        found.append(("weight", np.asarray(~np.isfinite(table.weight))))
    if table.covariates is not None:
        found.append(("covariates", np.asarray(~np.isfinite(table.covariates).all(axis=1))))
    return found


def _empty(labels: Labels) -> Bools:
    if labels.dtype.kind == "f":
        return np.asarray(np.isnan(labels.astype(float)))
    if labels.dtype.kind in "US":
        return np.asarray(labels == labels.dtype.type(), dtype=bool)
    return np.zeros(len(labels), dtype=bool)


def rows_of(table: Table, keep: Bools) -> Table:
    return replace(
        table,
        unit=table.unit[keep],
        time=table.time[keep],
        cohort=table.cohort[keep],
        outcome=table.outcome[keep],
        cluster=None if table.cluster is None else table.cluster[keep],
        weight=None if table.weight is None else table.weight[keep],
        covariates=None if table.covariates is None else table.covariates[keep],
    )


def _count(reason: str, gone: Bools, first_row: int) -> Dropped:
    rows = np.flatnonzero(gone)
    examples = tuple(int(row) + first_row for row in rows[:EXAMPLES])
    return Dropped(reason, len(rows), examples)


def _without_early(table: Table, time: Ints, limit: float) -> tuple[Table, Ints, list[Dropped]]:
    """Units treated before the data begin have no untreated period to compare with."""
    early = (table.cohort != 0) & (table.cohort <= limit)
    if not early.any():
        return table, time, []
    units = len(np.unique(table.unit[early]))
    gone = replace(
        _count("", early, table.first_row),
        reason=f"数据开始时已处理，没有处理前的时期（{units} 个单位）",
        examples=(),
    )
    if early.all():
        raise TableRefused("ALL_TREATED", f"“{table.name('cohort')}”：全部单位在首期已被处理。")
    return rows_of(table, ~early), time[~early], [gone]


def check_unique(table: Table, unit: Ints, time: Ints, periods: int) -> None:
    place = unit * periods + time
    filled = np.zeros((int(unit.max()) + 1) * periods, dtype=bool)
    filled[place] = True
    if int(np.count_nonzero(filled)) < len(place):
        counts = np.bincount(place)
        twice = np.flatnonzero(counts[place] > 1)
        pairs = [f"{table.unit[row]}/{table.time[row]:g}" for row in twice[::2]]
        raise TableRefused(
            "DUPLICATE_UNIT_TIME",
            f"“{table.name('unit')}”与“{table.name('time')}”组合重复：{some(pairs)}。"
            "每个单位每期只能有一行；若每期抽样不同，请加 --repeated-cross-section。",
        )


def _check_constant(
    table: Table, unit: Ints, first: Ints, values: Labels, column: str, code: str
) -> None:
    own = values[first][unit]
    differs = own != values
    if values.dtype.kind == "f":
        differs &= ~(np.isnan(own.astype(float)) & np.isnan(values.astype(float)))
    if differs.any():
        units = np.unique(table.unit[differs])
        raise TableRefused(
            code,
            f"“{table.name(column)}”在同一单位内前后不一致：{some(units)}。"
            "每个单位只能有一个值，请更正这些单位的数据。",
        )


def _cohorts(value: Floats, last: float) -> tuple[Floats, Ints]:
    """Cohort index of each unit; never treated, or only after the data end, comes last."""
    treated = np.isfinite(value) & (value > 0) & (value <= last)
    if not treated.any():
        raise TableRefused("NO_TREATED", "数据时期内没有任何单位被处理，无法估计效果。")
    cohorts, position = codes(np.where(treated, value, value[treated][0]))
    index = np.where(treated, position, len(cohorts))
    return cohorts.astype(float), index
