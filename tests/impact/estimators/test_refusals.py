"""A table that contradicts itself is refused by name; what is left out is counted."""

from dataclasses import replace

import numpy as np
import pytest

from bench.panels import panel
from impact.estimators.checks import check_one_unit
from impact.estimators.faults import TableRefused, some
from impact.estimators.fitting import Spec, estimate, read_for
from impact.estimators.frame import Table
from impact.estimators.reading import read
from tests.impact.estimators.tables import table_of


def small(missing: float = 0.0) -> Table:
    return table_of(panel(seed=1, villages=12, households=4, missing=missing), cluster=True)


def refused(table: Table, spec: Spec | None = None) -> TableRefused:
    with pytest.raises(TableRefused) as caught:
        estimate(table, spec)
    return caught.value


def changed(values: np.ndarray, row: int, value: float) -> np.ndarray:
    copied = values.astype(float).copy()
    copied[row] = value
    return copied


def test_a_unit_twice_in_one_year() -> None:
    table = small()
    found = refused(replace(table, time=changed(table.time, 1, table.time[0])))
    assert (found.code, "0/2010" in found.detail) == ("DUPLICATE_UNIT_TIME", True)


def test_a_cohort_that_changes_within_a_unit() -> None:
    table = small()
    row = int(np.flatnonzero(table.cohort == 2014)[1])
    found = refused(replace(table, cohort=changed(table.cohort, row, 2016)))
    assert (found.code, str(table.unit[row]) in found.detail) == ("COHORT_CHANGES", True)


def test_a_household_that_moves_between_villages() -> None:
    table = small()
    assert table.cluster is not None
    found = refused(replace(table, cluster=changed(table.cluster, 3, 11)))
    assert found.code == "CLUSTER_CHANGES"


def test_nobody_treated() -> None:
    table = small()
    assert refused(replace(table, cohort=np.zeros(len(table.time)))).code == "NO_TREATED"


def test_nobody_never_treated() -> None:
    table = small()
    found = refused(replace(table, cohort=np.where(table.cohort == 0, 2016.0, table.cohort)))
    assert (found.code, "notyet" in found.detail) == ("NO_NEVER_TREATED", True)


def test_everybody_treated_at_once_leaves_no_control() -> None:
    table = replace(small(), cohort=np.full(len(small().time), 2014.0))
    assert refused(table, Spec(control="notyet")).code == "NO_EFFECT"


def test_all_treated_before_the_data_begin() -> None:
    table = replace(small(), cohort=np.full(len(small().time), 2010.0))
    assert refused(table).code == "ALL_TREATED"


def test_negative_weights_and_negative_years_of_treatment() -> None:
    table = small()
    weights = changed(np.ones(len(table.time)), 4, -1)
    assert refused(replace(table, weight=weights)).code == "NEGATIVE_WEIGHT"
    assert refused(replace(table, cohort=changed(table.cohort, 4, -1))).code == "BAD_COHORT"


def test_a_covariate_twice_is_named() -> None:
    made = panel(seed=1)
    columns = np.stack([made.x1, made.x2, 3 * made.x1 - 1], axis=1)
    table = replace(table_of(made), covariates=columns, covariate_names=("远近", "海拔", "路程"))
    found = refused(table, Spec(method="dr"))
    assert (found.code, "“路程”" in found.detail) == ("SINGULAR_COVARIATES", True)


def test_a_covariate_that_gives_treatment_away_leaves_no_comparison() -> None:
    made = panel(seed=1)
    apart = (made.cohort > 0) + 0.001 * made.x1
    found = refused(replace(table_of(made), covariates=apart[:, None]), Spec(method="ipw"))
    assert (found.code, "没有可比的单位" in found.detail) == ("NO_EFFECT", True)


def test_a_wave_in_fen_among_waves_in_yuan() -> None:
    table = replace(small(), outcome=9_000 + 300 * small().outcome)
    fen = replace(table, outcome=np.where(table.time == 2012, 100, 1) * table.outcome)
    check_one_unit(read_for(table, Spec()), "收入")
    with pytest.raises(TableRefused, match="两种金额单位"):
        check_one_unit(read_for(fen, Spec()), "收入")


def test_some_households_in_ten_thousand_yuan() -> None:
    table = replace(small(), outcome=9_000 + 300 * small().outcome)
    mixed = replace(table, outcome=np.where(table.unit < 6, 1e-4, 1) * table.outcome)
    with pytest.raises(TableRefused, match="0、1、2"):
        check_one_unit(read_for(mixed, Spec()), "收入")


def test_missing_outcomes_are_counted_with_their_rows() -> None:
    table = small()
    outcome = table.outcome.copy()
    outcome[[2, 9]] = np.nan
    found = read(replace(table, outcome=outcome, first_row=2, names={"outcome": "收入"}))
    assert [(line.reason, line.rows, line.examples) for line in found.dropped] == [
        ("“收入”为空", 2, (4, 11))
    ]


def test_units_treated_before_the_data_begin_are_counted() -> None:
    table = small()
    early = np.where(table.cohort == 2013, 2010.0, table.cohort)
    found = read(replace(table, cohort=early))
    assert sum(line.rows for line in found.dropped) == (table.cohort == 2013).sum()


def test_a_household_seen_once_and_one_seen_only_afterwards_are_counted() -> None:
    table = small()
    late = int(table.unit[table.cohort == 2013][0])
    once = int(table.unit[table.cohort == 0][0])
    gone = ((table.unit == once) & (table.time > 2010)) | (
        (table.unit == late) & (table.time < 2014)
    )
    found = read(replace(table, outcome=np.where(gone, np.nan, table.outcome)))
    assert [line.rows for line in found.dropped] == [gone.sum(), 1, 4]


def test_a_balanced_panel_counts_the_households_it_leaves_out() -> None:
    table = small(missing=0.1)
    found = read(table, unbalanced="balance")
    kept = int((~np.isnan(found.y)).sum())
    assert found.balanced
    assert kept + sum(line.rows for line in found.dropped) == len(table.time)


def test_an_empty_table() -> None:
    table = small()
    assert refused(replace(table, outcome=np.full(len(table.time), np.nan))).code == "NO_ROWS"


def test_long_lists_are_cut() -> None:
    assert some(range(12)).endswith("等 12 处")
