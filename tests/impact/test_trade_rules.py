"""The rules of the false-trade checks, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.rules import trades as rules

AUGUST = date(2026, 8, 1)
NOBODY = rules.Buyer(account=1, phone="a", receiver_phone="b")


def priced(*prices: int, on: date = AUGUST, grade: str = "first") -> list[rules.Priced]:
    return [rules.Priced(i, "potato", grade, on, fen) for i, fen in enumerate(prices)]


@pytest.mark.parametrize(
    ("household", "same_house", "reasons"),
    [
        (rules.Party(), False, []),
        (rules.Party(frozenset({1})), False, [rules.SAME_ACCOUNT]),
        (rules.Party(phones=frozenset({"a"})), False, [rules.SAME_PHONE]),
        (rules.Party(phones=frozenset({"b"})), False, [rules.RECEIVER_PHONE]),
        (rules.Party(), True, [rules.RECEIVER_HOUSE]),
    ],
)
def test_a_loop_is_an_account_a_phone_or_a_house(
    household: rules.Party, same_house: bool, reasons: list[str]
) -> None:
    assert rules.loop_reasons(NOBODY, household, same_house=same_house) == reasons


def test_an_unknown_phone_ties_nobody() -> None:
    unknown = rules.Buyer(account=1, phone="", receiver_phone="")
    party = rules.Party(phones=frozenset({""}))
    assert rules.loop_reasons(unknown, party, same_house=False) == []
    assert rules.own_purchase_reasons(unknown, rules.Party(), "") == []


def test_a_station_buys_from_itself_by_its_operator_or_its_phone() -> None:
    operator = rules.Party(frozenset({1}), frozenset({"b"}))
    assert rules.own_purchase_reasons(NOBODY, operator, "b") == [
        rules.OPERATOR_ACCOUNT, rules.OPERATOR_PHONE, rules.STATION_PHONE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "lives"),
    [
        ("青海省西宁市大通县东峡镇 东峡一村 3社 12号", True),
        ("东峡一村3社１２号（大门口）", True),
        ("东峡一村 3社 112号", False),
        ("东峡二村 3社 12号", False),
        ("12号 东峡一村", False),
    ],
)
def test_an_address_is_a_house_where_village_and_number_agree(address: str, lives: bool) -> None:
    assert rules.lives_there("东峡一村", "12号")(address) is lives


def test_a_household_without_a_house_number_is_nobodys_address() -> None:
    assert not rules.lives_there("东峡一村", "")("东峡一村 12号")


def test_only_more_than_twice_and_less_than_half_are_far() -> None:
    found = rules.far_prices(priced(*[100] * 10, 200, 201, 50, 49))
    assert set(found) == {11, 13}
    assert found[11].words == "单价 2.01 元/斤，同月同品种同等级 14 笔的中位数 1.00 元/斤"


def test_nine_sales_of_a_month_and_grade_have_no_usual_price() -> None:
    assert rules.far_prices(priced(*[100] * 8, 900)) == {}
    other = [*priced(*[100] * 9), *priced(900, on=date(2026, 9, 1)), *priced(900, grade="second")]
    assert rules.far_prices(other) == {}


@given(st.lists(st.integers(1, 10_000), min_size=10, max_size=60))
def test_at_least_half_of_all_prices_are_never_far(prices: list[int]) -> None:
    """The median's own half on one side at most is far: rules cannot empty a month."""
    far = rules.far_prices(priced(*prices))
    middle = {found.median_fen for found in far.values()}
    assert all(
        prices[i] > 2 * found.median_fen or 2 * prices[i] < found.median_fen
        for i, found in far.items()
    )
    assert len(middle) <= 1


def test_three_times_what_nineteen_of_twenty_stay_within_is_the_limit() -> None:
    limit = rules.plausible([1_000] * 19 + [50_000])
    assert limit == rules.Limit(most_g=3_000, usual_g=1_000, count=20)
    assert rules.plausible([1_000] * 19) is None


@given(st.lists(st.integers(1, 10_000), max_size=30), st.integers(0, 50_000))
def test_what_is_left_after_the_rows_beyond_stays_within_the_limit(
    weights: list[int], limit_g: int
) -> None:
    beyond = set(rules.beyond(enumerate(weights), limit_g))
    kept = sum(weight for i, weight in enumerate(weights) if i not in beyond)
    assert kept <= limit_g
    assert beyond == set(range(len(weights) - len(beyond), len(weights)))
