"""The income report: measured to the fen, estimated not yet, nothing claimed beyond."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cooperatives.models import Household
from impact import queries
from stations.models import Area
from tests.cast import NOW, Cast
from tests.impact.conftest import DAY, Sell

ADDRESS = "/api/v1/income-report"
Observe = Callable[..., None]
OWN_DAYS = (date(2026, 7, 27), DAY, date(2026, 8, 10))


@pytest.fixture
def homes(cast: Cast, household: Callable[[Area], Household]) -> list[Household]:
    return [household(cast.dongxia_village) for _ in range(5)]


def test_measured_low_and_high_to_the_fen(
    cast: Cast, homes: list[Household], sell: Sell, observe: Observe
) -> None:
    observe("630121103", 150, *OWN_DAYS)
    for home in homes:
        sell(home)
    found = cast.client("official").get(ADDRESS).json()["measured"]
    assert found == {
        "low": "25.00", "high": "25.00", "lines": 5, "households": 5, "class_a_lines": 5,
        "class_b_lines": 0, "unmeasured_lines": 0, "unmeasured_sales": "0.00",
        "unreconciled_lines": 0, "gross_sales": "150.00", "premium_mean": "5.00",
        "premium_median": "5.00", "share_below_zero": 0, "top_tenth_share": 2_000,
        "institution_premium": "0.00",
    }  # fmt: skip


def test_without_a_baseline_sales_are_said_and_no_gain(
    cast: Cast, homes: list[Household], sell: Sell
) -> None:
    for home in homes:
        sell(home)
    found = cast.client("official").get(ADDRESS).json()["measured"]
    assert (found["unmeasured_lines"], found["unmeasured_sales"]) == (5, "150.00")
    assert (found["premium_mean"], found["households"]) == (None, 0)


def test_purchased_goods_are_measured_at_the_scale_and_never_twice(
    cast: Cast, sell: Sell, observe: Observe
) -> None:
    observe("630121103", 100, *OWN_DAYS)
    sell(cast.potato_household, mode="purchase")
    found = queries.measured_year(actor=cast.actor("secretary"), year=2026)
    assert (found.lines, found.gross_sales_fen) == (1, 3_000)
    assert (found.found.low_fen, found.found.class_a_lines) == (1_200 - 1_000, 1)


def test_a_line_that_differs_from_the_ledger_is_left_out(
    cast: Cast, sell: Sell, observe: Observe
) -> None:
    observe("630121103", 150, *OWN_DAYS)
    wrong = sell(cast.potato_household, booked_fen=1_900)
    sell(cast.monitored_household)
    found = queries.measured_year(actor=cast.actor("secretary"), year=2026)
    assert (found.unreconciled_lines, found.found.low_fen) == (1, 500)
    assert list(queries.broken_invariants(now=NOW)) == [
        f"split of transfer {wrong.transfer_id}: household {cast.potato_household.uid} "
        "differs from the ledger"
    ]


def test_no_number_stands_where_nothing_was_estimated(cast: Cast) -> None:
    found = cast.client("official").get(ADDRESS).json()
    assert found["verdict"] == "NOT_IDENTIFIED"
    assert [reason["code"] for reason in found["reasons"]] == [
        "ESTIMATE_NOT_MADE", "G3 NO_BASELINE", "G12 BRANCH",
    ]  # fmt: skip
    assert set(found["estimated"]) == {"state", "reason"}
    assert found["estimated"]["state"] == "not_yet_available"
    assert not any(sign.isdigit() for sign in found["estimated"]["reason"])


def test_facts_of_the_branch_are_counted_without_yuan(cast: Cast) -> None:
    facts = cast.client("official").get(ADDRESS).json()["facts"]
    assert (facts["stations"], facts["stations_led"], facts["led_since"]) == (3, 3, "2021-03-01")
    assert not any(isinstance(value, str) and "." in value for value in facts.values())


def test_fewer_than_five_households_are_closed_for_the_county(cast: Cast, sell: Sell) -> None:
    sell(cast.potato_household)
    county = cast.client("official").get(ADDRESS).json()
    assert (county["measured"], county["gross_sales"]) == (None, None)
    assert cast.client("manager").get(ADDRESS).json()["gross_sales"] == "30.00"


@pytest.mark.parametrize("who", ["stranger_official", "stranger", "stranger_manager"])
def test_a_stranger_sees_nothing_of_it(
    cast: Cast, homes: list[Household], sell: Sell, who: str
) -> None:
    for home in homes:
        sell(home)
    found = cast.client(who).get(ADDRESS).json()
    assert (found["gross_sales"], found["measured"]["lines"]) == ("0.00", 0)


def test_a_buyer_is_refused(cast: Cast) -> None:
    assert cast.client("buyer").get(ADDRESS).status_code == 403


def test_reading_costs_the_same_for_one_sale_and_for_many(
    cast: Cast, homes: list[Household], sell: Sell, django_assert_num_queries: Any
) -> None:
    actor = cast.actor("official")
    sell(homes[0])
    with django_assert_num_queries(5):
        queries.measured_year(actor=actor, year=2026)
    for home in homes:
        sell(home)
    with django_assert_num_queries(5):
        queries.measured_year(actor=actor, year=2026)
