"""The cooperative law's arithmetic, against the worked example of the field (DOMAIN section 6)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common.errors import IllegalMove, Invalid
from cooperatives.rules import surplus as rules
from cooperatives.rules.surplus import Plan, Standing, distribute

PLAN = Plan(
    surplus_fen=4_000_000, loss_fen=300_000, reserve_bp=1_000, patronage_bp=6_000,
    subsidy_fen=6_000_000,
)  # fmt: skip
MEMBERS = [
    Standing("M001", 4_800_000, 500_000, 120_000),
    Standing("M002", 3_050_000, 200_000, 80_000),
    Standing("M003", 1_225_000, 100_000, 30_000),
    Standing("M004", 0, 2_000_000, 0),
    Standing("M005", 925_000, 50_000, 20_000),
]
members = st.lists(
    st.builds(
        Standing, number=st.text("M0123", min_size=1, max_size=4),
        patronage=st.integers(0, 10**9), capital_fen=st.integers(0, 10**9),
        reserve_fen=st.integers(0, 10**8), present=st.just(True),
    ),
    min_size=1, max_size=30, unique_by=lambda one: one.number,
)  # fmt: skip


def test_the_worked_example_comes_out_to_the_fen() -> None:
    found = distribute(PLAN, MEMBERS)
    assert (found.reserve_fen, found.distributable_fen) == (370_000, 3_330_000)
    assert (found.refund_fen, found.by_account_fen) == (1_998_000, 1_332_000)
    assert [one.subsidy_fen for one in found.shares] == [1_200_000] * 5
    assert [one.refund_fen for one in found.shares] == [959_040, 609_390, 244_755, 0, 184_815]
    by_account = [one.by_account_fen for one in found.shares]
    assert by_account == [266_400, 216_633, 194_677, 468_396, 185_894]
    totals = [one.total_fen for one in found.shares]
    assert totals == [1_225_440, 826_023, 439_432, 468_396, 370_709]
    assert [one.reserve_added_fen for one in found.shares] == [177_600, 112_850, 45_325, 0, 34_225]


def test_seventy_percent_by_weight_pay_a_rate_per_jin() -> None:
    plan = Plan(40_000_000, 0, 1_000, 7_000, 0)
    found = distribute(plan, [Standing("M001", 3_000_000, 1, 0), Standing("M002", 5_000_000, 1, 0)])
    assert found.refund_fen == 25_200_000
    assert [one.refund_fen for one in found.shares] == [9_450_000, 15_750_000]


@given(
    members, st.integers(1, 10**10), st.integers(0, 9_999), st.integers(6_000, 10_000),
    st.integers(0, 10**9),
)  # fmt: skip
def test_every_fen_is_given_out_and_the_floor_holds(
    those: list[Standing], surplus_fen: int, reserve_bp: int, patronage_bp: int, subsidy_fen: int
) -> None:
    plan = Plan(surplus_fen, 0, reserve_bp, patronage_bp, subsidy_fen)
    try:
        found = distribute(plan, those)
    except rules.NobodyToReceive:
        return
    assert sum(one.total_fen for one in found.shares) == found.distributable_fen
    assert found.distributable_fen + found.reserve_fen == surplus_fen
    traded = sum(one.patronage for one in those)
    assert not traded or found.refund_fen * 10 >= found.distributable_fen * 6


def test_less_than_sixty_percent_is_refused() -> None:
    with pytest.raises(rules.PatronageBelowFloor):
        distribute(replace(PLAN, patronage_bp=5_999), MEMBERS)


def test_without_trade_all_goes_by_account_and_the_plan_says_so() -> None:
    found = distribute(PLAN, [replace(one, patronage=0) for one in MEMBERS])
    assert (found.refund_fen, found.by_account_fen) == (0, 3_330_000)
    assert "没有社员交易额" in found.warning


def test_who_has_left_gets_no_part_of_the_subsidies() -> None:
    found = distribute(PLAN, [*MEMBERS[:4], replace(MEMBERS[4], present=False)])
    assert [one.subsidy_fen for one in found.shares] == [1_500_000] * 4 + [0]


def test_a_loss_leaves_nothing_to_distribute() -> None:
    with pytest.raises(rules.NothingToDistribute):
        distribute(replace(PLAN, loss_fen=4_000_000), MEMBERS)


SAID = {
    "notice_from": date(2026, 3, 1), "held_on": date(2026, 3, 8), "today": date(2026, 3, 9),
    "entitled": 30, "attending": 20, "in_favour": 16,
}  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"held_on": date(2026, 3, 7)}, rules.NoticeNotOver),
        ({"attending": 19}, Invalid),
        ({"in_favour": 15}, Invalid),
        ({"in_favour": 21}, Invalid),
        ({"today": date(2026, 3, 7)}, Invalid),
    ],
)
def test_an_assembly_too_early_too_small_or_against_is_refused(wrong: Any, error: Any) -> None:
    rules.check_resolution(**SAID)
    with pytest.raises(error):
        rules.check_resolution(**SAID | wrong)


def test_what_is_posted_moves_no_more() -> None:
    assert rules.next_state("resolved", "post") == "posted"
    with pytest.raises(IllegalMove):
        rules.next_state("posted", "cancel")
