"""Which lots an order takes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooperatives.rules import ListingSoldOut, LotStock, Policy, allocate
from tests.cast import NOW

DAY = date(2026, 12, 1)
EARLY = LotStock(1, 3_000, DAY, False, NOW)
LATE = LotStock(2, 5_000, DAY + timedelta(days=9), False, NOW)
MONITORED = LotStock(3, 2_000, DAY + timedelta(days=5), True, NOW)
pools = st.lists(
    st.tuples(st.integers(0, 50_000), st.integers(0, 40), st.booleans()), min_size=1, max_size=12
).map(
    lambda rows: [
        LotStock(i, grams, DAY + timedelta(days=days), watched, NOW)
        for i, (grams, days, watched) in enumerate(rows, start=1)
    ]
)


def test_the_first_to_expire_goes_first() -> None:
    assert allocate(4_000, [LATE, EARLY], "first_expiring") == [(1, 3_000), (2, 1_000)]


def test_monitored_households_go_first() -> None:
    lots = [EARLY, LATE, MONITORED]
    assert allocate(4_000, lots, "monitored_first") == [(3, 2_000), (1, 2_000)]


def test_pro_rata_gives_each_lot_its_part() -> None:
    lots = [EARLY, LATE, MONITORED]
    assert allocate(5_000, lots, "pro_rata") == [(1, 1_500), (3, 1_000), (2, 2_500)]


def test_of_two_that_expire_together_the_one_received_first_goes_first() -> None:
    younger = LotStock(1, 1_000, DAY, False, NOW)
    older = LotStock(2, 1_000, DAY, False, NOW - timedelta(hours=1))
    assert allocate(500, [younger, older], "first_expiring") == [(2, 500)]


def test_a_pool_too_small_says_how_many_packages_are_left() -> None:
    with pytest.raises(ListingSoldOut) as refused:
        allocate(10_000, [EARLY, LATE], "first_expiring", 2_500)
    assert refused.value.detail == "只剩 3 件"


def test_an_empty_pool_is_sold_out() -> None:
    with pytest.raises(ListingSoldOut):
        allocate(1, [], "pro_rata")


@given(pools, st.sampled_from(list(Policy)), st.data())
def test_what_is_taken_sums_to_the_need_and_no_lot_gives_more_than_it_has(
    lots: list[LotStock], policy: Policy, data: st.DataObject
) -> None:
    stock = {lot.lot_id: lot.available_g for lot in lots}
    need = data.draw(st.integers(1, max(1, sum(stock.values()))))
    stock[0] = need if sum(stock.values()) < need else 0
    lots = [*lots, LotStock(0, stock[0], DAY, False, NOW)]
    taken = allocate(need, lots, policy)
    assert sum(weight for _, weight in taken) == need
    assert all(0 < weight <= stock[lot] for lot, weight in taken)
    assert len({lot for lot, _ in taken}) == len(taken)


@given(pools, st.sampled_from(list(Policy)))
def test_the_order_of_the_rows_does_not_matter(lots: list[LotStock], policy: Policy) -> None:
    lots = [*lots, LotStock(99, 10, DAY, True, NOW)]
    turned = list(reversed(lots))
    assert allocate(7, lots, policy) == allocate(7, turned, policy)


@given(pools, st.sampled_from([Policy.FIRST_EXPIRING, Policy.MONITORED_FIRST]), st.data())
def test_no_lot_gives_before_an_earlier_one_is_empty(
    lots: list[LotStock], policy: Policy, data: st.DataObject
) -> None:
    total_g = sum(lot.available_g for lot in lots) or 1
    lots = [*lots, LotStock(99, 1, DAY, False, NOW)]
    taken = dict(allocate(data.draw(st.integers(1, total_g)), lots, policy))
    first = {True: lambda lot: not lot.monitored, False: lambda lot: False}
    by_policy = first[policy is Policy.MONITORED_FIRST]
    in_turn = sorted(lots, key=lambda lot: (by_policy(lot), lot.expires_on, lot.lot_id))
    left = [lot.available_g - taken.get(lot.lot_id, 0) for lot in in_turn]
    given_by = [taken.get(lot.lot_id, 0) for lot in in_turn]
    last = max(i for i, part_g in enumerate(given_by) if part_g)
    assert left[:last] == [0] * last
    assert set(given_by[last + 1 :]) <= {0}


@given(pools, st.data())
def test_pro_rata_is_within_a_gram_of_each_lots_part(
    lots: list[LotStock], data: st.DataObject
) -> None:
    lots = [*lots, LotStock(99, 1, DAY, False, NOW)]
    total_g = sum(lot.available_g for lot in lots)
    need_g = data.draw(st.integers(1, total_g))
    taken = dict(allocate(need_g, lots, Policy.PRO_RATA))
    off = [
        taken.get(lot.lot_id, 0) * total_g - need_g * lot.available_g for lot in lots
    ]  # fmt: skip
    assert all(abs(one) < total_g for one in off)
