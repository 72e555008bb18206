"""What must not matter does not matter."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.panels import panel
from impact.estimators.aggregate import aggregate
from impact.estimators.fitting import Fit, Spec, estimate
from impact.estimators.frame import Table
from tests.impact.estimators.tables import table_of

SEEDS = st.integers(0, 10_000)
EXAMPLES = settings(max_examples=20)
SPEC = Spec(control="notyet")


def small(seed: int, missing: float = 0.05) -> Table:
    made = panel(seed=seed, villages=12, households=4, missing=missing)
    return table_of(made, cluster=True, weights=True)


def same(one: Fit, other: Fit) -> bool:
    simple = [aggregate(fit, "simple").overall for fit in (one, other)]
    assert one.att == pytest.approx(other.att, abs=1e-9, nan_ok=True)
    assert one.se == pytest.approx(other.se, abs=1e-9, nan_ok=True)
    return simple[0].att == pytest.approx(simple[1].att, abs=1e-9)


@EXAMPLES
@given(SEEDS)
def test_new_names_and_another_order_change_nothing(seed: int) -> None:
    table = small(seed)
    order = np.random.default_rng(seed).permutation(len(table.time))
    names = np.char.add("户", table.unit.astype(str))
    assert table.cluster is not None
    assert table.weight is not None
    other = Table(
        unit=names[order],
        time=table.time[order],
        cohort=table.cohort[order],
        outcome=table.outcome[order],
        cluster=(1_000 - table.cluster.astype(int))[order],
        weight=table.weight[order],
    )
    assert same(estimate(table, SPEC), estimate(other, SPEC))


@EXAMPLES
@example(9_900, 5.0)  # one cell whose villages all moved alike
@given(SEEDS, st.floats(-1e5, 1e5))
def test_a_constant_on_every_outcome_changes_nothing(seed: int, constant: float) -> None:
    table = small(seed)
    other = replace(table, outcome=table.outcome + constant)
    assert same(estimate(table, SPEC), estimate(other, SPEC))


@EXAMPLES
@given(SEEDS)
def test_twice_the_weights_change_nothing(seed: int) -> None:
    table = small(seed)
    assert table.weight is not None
    other = replace(table, weight=2 * table.weight)
    assert same(estimate(table, SPEC), estimate(other, SPEC))


@EXAMPLES
@given(SEEDS, st.floats(0.001, 1000))
def test_another_unit_of_money_scales_the_effect(seed: int, rate: float) -> None:
    table = small(seed)
    one, other = estimate(table, SPEC), estimate(replace(table, outcome=rate * table.outcome), SPEC)
    assert other.att == pytest.approx(rate * one.att, rel=1e-8, abs=1e-9 * rate, nan_ok=True)
