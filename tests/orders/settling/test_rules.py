"""The arithmetic of one household in one run, and what a run may become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common.errors import IllegalMove
from orders.rules.paying_out import fitting
from orders.rules.settling import (
    MOVES,
    Claim,
    NoticeRunning,
    Terms,
    check_notice_over,
    next_state,
    settle_household,
    steps_of,
    variance_bp_of,
)
from tests.cast import NOW

FEN = st.integers(-10_000_000, 10_000_000)
CLAIMS = st.lists(st.builds(Claim, st.integers(1, 9), st.integers(1, 3), st.integers(-5, 900_000)),
                  max_size=4, unique_by=lambda one: one.key)  # fmt: skip
TERMS = st.builds(Terms, cap_bp=st.integers(0, 5_000), floor_fen=st.integers(0, 100_000))


@given(FEN, st.integers(-100_000, 0), st.integers(0, 50_000), CLAIMS, TERMS)
def test_every_fen_is_paid_deducted_or_carried(
    gross: int, brought: int, advance: int, claims: list[Claim], terms: Terms
) -> None:
    got = settle_household(gross_fen=gross, brought_fen=brought, advance_fen=advance,
                           claims=claims, terms=terms)  # fmt: skip
    came = gross + brought + advance + got.relief_fen
    assert came == got.payable_fen + got.carried_fen + got.deducted_fen
    assert got.payable_fen >= advance
    assert -terms.floor_fen <= got.carried_fen <= 0
    assert got.deducted_fen <= max(gross, 0) * terms.cap_bp // 10_000


@given(FEN, CLAIMS, TERMS)
def test_a_later_claim_gets_only_what_an_earlier_one_leaves(
    gross: int, claims: list[Claim], terms: Terms
) -> None:
    got = settle_household(gross_fen=gross, brought_fen=0, advance_fen=0, claims=claims,
                           terms=terms)  # fmt: skip
    ordered = sorted(claims, key=lambda one: (one.priority, one.key))
    short = [c for c in ordered if got.deductions.get(c.key, 0) < max(c.room_fen, 0)]
    behind = ordered[ordered.index(short[0]) + 1 :] if short else []
    assert [got.deductions.get(claim.key, 0) for claim in behind] == [0] * len(behind)


@given(st.lists(st.integers(1, 10_000), max_size=12), st.integers(0, 20_000))
def test_a_payout_run_fits_the_day_and_leaves_out_only_what_does_not(
    due: list[int], cap: int
) -> None:
    taken = fitting(due, cap_fen=cap)
    total = sum(due[place] for place in taken)
    assert total <= cap
    assert taken == sorted(set(taken))
    assert all(total + due[place] > cap for place in set(range(len(due))) - set(taken))


def test_a_debt_comes_off_before_deductions_and_the_cap_is_half_of_the_gross() -> None:
    got = settle_household(gross_fen=10_000, brought_fen=-7_000, advance_fen=0,
                           claims=[Claim(1, 1, 9_000)], terms=Terms())  # fmt: skip
    assert (got.deducted_fen, got.payable_fen, got.carried_fen) == (3_000, 0, 0)


def test_below_the_floor_the_cooperative_bears_the_rest() -> None:
    got = settle_household(gross_fen=-80_000, brought_fen=0, advance_fen=0, claims=[],
                           terms=Terms(floor_fen=50_000))  # fmt: skip
    assert (got.relief_fen, got.carried_fen, got.payable_fen) == (30_000, -50_000, 0)


def test_a_big_run_or_a_wide_variance_asks_the_township() -> None:
    assert steps_of(amount_fen=5_000_000, variance_bp=300, terms=Terms()) == [["CM"], ["PS"]]
    assert steps_of(amount_fen=5_000_001, variance_bp=0, terms=Terms())[-1] == ["TO"]
    assert steps_of(amount_fen=1, variance_bp=301, terms=Terms())[-1] == ["TO"]


def test_a_missing_gram_counts_up() -> None:
    assert variance_bp_of(received_g=100_000, missing_g=3_001) == 301
    assert variance_bp_of(received_g=0, missing_g=5) == 0


def test_the_notice_can_be_ended_early_only_by_sending_back() -> None:
    check_notice_over(verdict="return", until=NOW, now=NOW.replace(year=2025))
    with pytest.raises(NoticeRunning):
        check_notice_over(verdict="approve", until=NOW, now=NOW.replace(year=2025))


@given(st.sampled_from(sorted(MOVES)), st.sampled_from(["post", "approve", "pay", "cancel", "x"]))
def test_a_move_that_no_table_names_is_refused(state: str, move: str) -> None:
    if move in MOVES[state]:
        assert next_state(state, move)
    else:
        with pytest.raises(IllegalMove):
            next_state(state, move)
