"""A transfer sums to zero before it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.ledger.rules import Leg, Unbalanced, check_balanced, merged, turned

LEGS = st.lists(
    st.builds(
        Leg,
        st.sampled_from(["clearing", "held", "household"]),
        st.sampled_from(["a", "b", "c"]),
        st.integers(-(10**9), 10**9),
    ),
    max_size=12,
)


def test_legs_of_one_account_become_one() -> None:
    legs = [Leg("held", "o1", 300), Leg("held", "o1", 200), Leg("clearing", "m", -500)]
    assert check_balanced(legs) == [Leg("clearing", "m", -500), Leg("held", "o1", 500)]


def test_a_fen_too_much_is_refused() -> None:
    with pytest.raises(Unbalanced, match="实为 1 分"):
        check_balanced([Leg("clearing", "m", -500), Leg("held", "o1", 501)])


def test_a_transfer_that_moves_nothing_is_refused() -> None:
    with pytest.raises(Unbalanced):
        check_balanced([Leg("held", "o1", 5), Leg("held", "o1", -5)])


@given(LEGS)
def test_merging_keeps_the_sum_and_leaves_no_zero(legs: list[Leg]) -> None:
    booked = merged(legs)
    assert sum(leg.amount_fen for leg in booked) == sum(leg.amount_fen for leg in legs)
    assert all(leg.amount_fen for leg in booked)
    assert merged(booked) == booked


@given(LEGS)
def test_a_reversal_undoes_every_account(legs: list[Leg]) -> None:
    assert merged([*legs, *turned(legs)]) == []
