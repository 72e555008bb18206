"""Integer fen: no rounding is lost, no text is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common.errors import Invalid
from backend.common.money import amount_of, capitals, fen, share_bp, split, yuan

weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=12)


@given(st.integers(-(10**12), 10**12), weights)
def test_parts_always_sum_to_the_whole(total: int, parts: list[int]) -> None:
    assert sum(split(total, parts, range(len(parts)))) == total


@given(st.integers(0, 10**12), weights)
def test_a_reversal_takes_back_exactly_what_was_given(total: int, parts: list[int]) -> None:
    keys = range(len(parts))
    assert split(-total, parts, keys) == [-part for part in split(total, parts, keys)]


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
def test_no_part_is_a_whole_unit_away_from_its_exact_share(total: int, parts: list[int]) -> None:
    given_parts = split(total, parts, range(len(parts)))
    base = sum(parts)
    assert all(abs(p * base - total * w) < base for p, w in zip(given_parts, parts, strict=True))


@pytest.mark.parametrize(
    ("amount_fen", "said"),
    [
        (1_234_567, "壹万贰仟叁佰肆拾伍元陆角柒分"),
        (1_005, "壹拾元零伍分"),
        (10_000, "壹佰元整"),
        (0, "零元整"),
        (5, "伍分"),
        (10_050_020, "壹拾万零伍佰元贰角整"),
        (10_000_000_100, "壹亿零壹元整"),
        (-120, "负壹元贰角整"),
    ],
)
def test_vouchers_say_amounts_in_capitals(amount_fen: int, said: str) -> None:
    assert capitals(amount_fen) == said


def test_a_tie_goes_to_the_smaller_key() -> None:
    assert split(1, [1, 1], ["M002", "M001"]) == [0, 1]


def test_the_members_of_the_worked_example_come_out_to_the_fen() -> None:
    patronage = [4_800_000, 3_050_000, 1_225_000, 0, 925_000]
    accounts = [1_820_000, 1_480_000, 1_330_000, 3_200_000, 1_270_000]
    members = ["M001", "M002", "M003", "M004", "M005"]
    refund = split(1_998_000, patronage, members)
    by_account = split(1_332_000, accounts, members)
    totals = [a + b for a, b in zip(refund, by_account, strict=True)]
    assert totals == [1_225_440, 826_023, 439_432, 468_396, 370_709]


@given(st.integers(-(10**14), 10**14))
def test_fen_and_text_are_one(amount: int) -> None:
    assert fen(yuan(amount)) == amount


@pytest.mark.parametrize("text", ["12.345", "1,200", "", "12.", "１２", "1e3", "NaN", "-"])
def test_what_is_not_an_amount_is_refused_and_the_field_named(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        fen(text, "price")
    assert list(refusal.value.fields) == ["price"]


def test_an_amount_for_a_weight_is_rounded_half_up_once() -> None:
    assert amount_of(12_500, 120) == 3_000
    assert amount_of(250, 1) == 1
    assert amount_of(249, 1) == 0


def test_a_share_in_basis_points_is_rounded_down() -> None:
    assert share_bp(2_400, 60) == 14
