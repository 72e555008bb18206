"""The overview: sums of rows, the ledger, small cells, and who sees which places."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cooperatives.models import Household
from stations.models import Area
from tests.cast import Cast
from tests.impact.conftest import Sell

ADDRESS = "/api/v1/overview"


@pytest.fixture
def sold(cast: Cast, sell: Sell, household: Callable[[Area], Household]) -> Cast:
    """Dongxia: six households, one of them twice; Baoku: five; Qinglin: two."""
    homes = [household(cast.dongxia_village) for _ in range(6)]
    homes += [household(cast.baoku_village) for _ in range(5)]
    homes += [household(cast.qinglin_village) for _ in range(2)]
    for home in [*homes, homes[0]]:
        sell(home)
    return cast


def rows_of(answer: Any) -> dict[str, Any]:
    return {row["name"]: row for row in answer.json()["rows"]}


def test_the_newest_year_is_shown_and_rows_totals_and_ledger_agree(
    sold: Cast, sell: Sell, django_assert_max_num_queries: Any
) -> None:
    sell(sold.potato_household, on=date(2025, 5, 1))
    client = sold.client("official")
    with django_assert_max_num_queries(16):
        found = client.get(ADDRESS).json()
    assert (found["year"], found["years"], found["as_of"]) == (2026, [2025, 2026], "2026-08-03")
    assert found["totals"]["sales"] == "420.00"
    assert found["check"] == {
        "rows_sum_sales": "420.00", "ledger_sales": "420.00", "agrees": True,
    }  # fmt: skip
    past = sold.client("secretary").get(ADDRESS, {"year": 2025}).json()
    assert past["totals"]["sales"] == "30.00"


def test_a_row_has_exact_values(sold: Cast) -> None:
    client = sold.client("official")
    row = rows_of(client.get(ADDRESS))["东峡镇"]
    assert row == {
        "code": "630121103", "name": "东峡镇", "level": "township", "sales": "210.00", "orders": 7,
        "households_reached": "6", "household_income": "140.00", "stations_active": 1,
        "stations_total": 1, "suppressed": False, "drill": True,
    }  # fmt: skip


def test_a_small_cell_and_its_smallest_neighbour_are_closed(sold: Cast) -> None:
    rows = rows_of(sold.client("official").get(ADDRESS))
    closed = {name for name, row in rows.items() if row["suppressed"]}
    assert closed == {"青林乡", "宝库乡"}
    assert (rows["青林乡"]["households_reached"], rows["青林乡"]["sales"]) == ("<5", None)
    assert (rows["宝库乡"]["household_income"], rows["宝库乡"]["drill"]) == (None, False)


def test_a_closed_place_stays_closed_when_it_is_opened(sold: Cast) -> None:
    found = sold.client("official").get(ADDRESS, {"parent": "630121205"}).json()
    assert found["totals"]["sales"] is None
    assert found["check"]["rows_sum_sales"] is None
    assert [row["sales"] for row in found["rows"]] == [None, "0.00"]


def test_the_own_secretary_sees_the_village_even_when_it_is_small(cast: Cast, sell: Sell) -> None:
    sell(cast.potato_household)
    found = cast.client("secretary").get(ADDRESS).json()
    assert (found["scope_name"], found["totals"]["households_reached"]) == ("东峡一村", "1")
    assert [row["household_income"] for row in found["rows"]] == ["20.00"]
    township = cast.client("township_official").get(ADDRESS).json()
    assert township["totals"]["sales"] is None


def test_the_breadcrumb_begins_where_the_reach_begins(sold: Cast) -> None:
    county = sold.client("official").get(ADDRESS, {"parent": "630121103"}).json()
    assert [step["name"] for step in county["breadcrumb"]] == ["大通县", "东峡镇"]
    township = sold.client("township_official").get(ADDRESS).json()
    assert [step["name"] for step in township["breadcrumb"]] == ["东峡镇"]


def test_a_strangers_township_is_not_found(sold: Cast) -> None:
    stranger = sold.client("stranger_official")
    assert stranger.get(ADDRESS, {"parent": "630121103"}).status_code == 404
    assert stranger.get(ADDRESS, {"parent": "630121"}).status_code == 404
    assert stranger.get(ADDRESS).json()["totals"]["sales"] == "150.00"


@pytest.mark.parametrize("who", ["manager", "operator", "farmer", "buyer", "administrator"])
def test_a_hat_without_the_overview_is_refused(sold: Cast, who: str) -> None:
    assert sold.client(who).get(ADDRESS).status_code == 403


def test_a_visitor_is_asked_to_sign_in(db: None, visitor: Client) -> None:
    assert visitor.get(ADDRESS).status_code in {401, 403}


def test_money_that_the_ledger_does_not_hold_is_said(sold: Cast, sell: Sell) -> None:
    sell(sold.potato_household, booked_fen=1_900)
    found = sold.client("official").get(ADDRESS).json()
    assert found["check"] == {
        "rows_sum_sales": "450.00", "ledger_sales": "449.00", "agrees": False,
    }  # fmt: skip


def test_a_year_that_is_no_year_is_refused(cast: Cast) -> None:
    assert cast.client("official").get(ADDRESS, {"year": "99"}).status_code == 422
