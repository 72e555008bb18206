"""The overview: sums of rows, the ledger, small cells, periods, and who sees which places."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cooperatives.models import Household
from impact.models import AreaYear
from impact.services import summing
from stations.models import Area
from tests.cast import NOW, Cast
from tests.impact.conftest import Sell

ADDRESS = "/api/v1/overview"
Settle = Callable[[Area], Household]


@pytest.fixture
def sold(cast: Cast, sell: Sell, household: Settle) -> Cast:
    """Dongxia: six households, one of them twice; Baoku: five; Qinglin: two. Not yet summed."""
    homes = [household(cast.dongxia_village) for _ in range(6)]
    homes += [household(cast.baoku_village) for _ in range(5)]
    homes += [household(cast.qinglin_village) for _ in range(2)]
    for home in [*homes, homes[0]]:
        sell(home)
    return cast


@pytest.fixture
def summed(sold: Cast) -> Cast:
    summing.rebuild_months(now=NOW)
    return sold


def rows_of(answer: Any) -> dict[str, Any]:
    return {row["name"]: row for row in answer.json()["rows"]}


def test_the_newest_year_is_shown_and_rows_totals_and_ledger_agree(
    sold: Cast, sell: Sell, django_assert_max_num_queries: Any
) -> None:
    sell(sold.potato_household, on=date(2025, 5, 1))
    summing.rebuild_months(now=NOW)
    client = sold.client("official")
    with django_assert_max_num_queries(25):
        found = client.get(ADDRESS).json()
    assert (found["period"], found["years"], found["ended"]) == ("2026", [2025, 2026], False)
    assert found["totals"]["figures"]["sales"] == "420.00"
    assert found["check"] == {
        "rows_sum_sales": "420.00", "ledger_sales": "420.00", "agrees": True, "months": [],
    }  # fmt: skip
    past = sold.client("secretary").get(ADDRESS, {"period": "2025"}).json()
    assert past["totals"]["figures"]["sales"] == "30.00"


def test_a_row_has_exact_values(summed: Cast) -> None:
    row = rows_of(summed.client("official").get(ADDRESS))["东峡镇"]
    assert (row["code"], row["level"], row["suppressed"], row["drill"]) == (
        "630121103", "township", False, True,
    )  # fmt: skip
    assert row["figures"] == {
        "sales": "210.00", "household_income": "140.00", "lines": 7, "weight_g": 35_000,
        "households_reached": "6", "stations_active": 1, "stations_total": 1,
    }  # fmt: skip
    assert (row["before"]["sales"], row["year_ago"]) == ("0.00", None)


def test_a_month_stands_beside_the_month_before_and_a_year_ago(
    sold: Cast, sell: Sell, household: Settle
) -> None:
    homes = [household(sold.dongxia_village) for _ in range(6)]
    for home in homes:
        sell(home, on=date(2025, 8, 9))
    summing.rebuild_months(now=NOW)
    found = sold.client("official").get(ADDRESS, {"period": "2026-08"}).json()
    assert (found["period_name"], found["before_name"]) == ("2026 年 8 月", "2026 年 7 月")
    assert found["ended"] is True
    whole = found["totals"]
    assert [whole[name]["sales"] for name in ("figures", "before", "year_ago")] == [
        "420.00", "0.00", "180.00",
    ]  # fmt: skip


def test_a_small_cell_and_its_smallest_neighbour_are_closed(summed: Cast) -> None:
    rows = rows_of(summed.client("official").get(ADDRESS))
    closed = {name for name, row in rows.items() if row["suppressed"]}
    assert closed == {"青林乡", "宝库乡"}
    small, neighbour = rows["青林乡"]["figures"], rows["宝库乡"]
    assert (small["households_reached"], small["sales"], small["weight_g"]) == ("<5", None, None)
    assert (neighbour["figures"]["household_income"], neighbour["drill"]) == (None, False)
    assert neighbour["before"] is None


def test_a_closed_place_stays_closed_when_it_is_opened(summed: Cast) -> None:
    found = summed.client("official").get(ADDRESS, {"parent": "630121205"}).json()
    assert found["totals"]["figures"]["sales"] is None
    assert found["check"]["rows_sum_sales"] is None
    assert [row["figures"]["sales"] for row in found["rows"]] == [None, "0.00"]


def test_the_own_secretary_sees_the_village_even_when_it_is_small(cast: Cast, sell: Sell) -> None:
    sell(cast.potato_household)
    summing.rebuild_months(now=NOW)
    found = cast.client("secretary").get(ADDRESS).json()
    assert found["scope_name"] == "东峡一村"
    assert found["totals"]["figures"]["households_reached"] == "1"
    township = cast.client("township_official").get(ADDRESS).json()
    assert township["totals"]["figures"]["sales"] is None


def test_a_village_opens_to_the_stations_its_households_sold_through(summed: Cast) -> None:
    village = summed.dongxia_village.code
    found = summed.client("official").get(ADDRESS, {"parent": village}).json()
    (row,) = found["rows"]
    assert (row["code"], row["level"]) == (str(summed.dongxia_station.uid), "station")
    assert row["figures"]["sales"] == found["totals"]["figures"]["sales"] == "210.00"
    month = {"parent": village, "period": "2026-08"}
    assert summed.client("official").get(ADDRESS, month).json()["rows"][0]["suppressed"]
    assert not summed.client("secretary").get(ADDRESS, month).json()["rows"][0]["suppressed"]


def test_the_breadcrumb_begins_where_the_reach_begins(summed: Cast) -> None:
    county = summed.client("official").get(ADDRESS, {"parent": "630121103"}).json()
    assert [step["name"] for step in county["breadcrumb"]] == ["大通县", "东峡镇"]
    township = summed.client("township_official").get(ADDRESS).json()
    assert [step["name"] for step in township["breadcrumb"]] == ["东峡镇"]
    assert township["check"]["ledger_sales"] is None


def test_a_strangers_township_typed_into_the_address_is_not_found(summed: Cast) -> None:
    stranger = summed.client("stranger_official")
    assert stranger.get(ADDRESS, {"parent": "630121103"}).status_code == 404
    assert stranger.get(ADDRESS, {"parent": "630121"}).status_code == 404
    assert stranger.get(ADDRESS).json()["scope_name"] == "宝库乡"


@pytest.mark.parametrize("who", ["manager", "operator", "farmer", "buyer", "administrator"])
def test_a_hat_without_the_overview_is_refused(cast: Cast, who: str) -> None:
    assert cast.client(who).get(ADDRESS).status_code == 403


def test_a_visitor_is_asked_to_sign_in(db: None, visitor: Client) -> None:
    assert visitor.get(ADDRESS).status_code in {401, 403}


def test_where_the_ledger_says_otherwise_neither_figure_is_shown(sold: Cast, sell: Sell) -> None:
    sell(sold.potato_household, booked_fen=1_900)
    summing.rebuild_months(now=NOW)
    found = sold.client("official").get(ADDRESS).json()
    assert (found["totals"], found["rows"]) == (None, [])
    assert (found["check"]["agrees"], found["check"]["months"]) == (False, ["2026-08"])


def test_a_summary_touched_by_hand_is_not_shown(summed: Cast) -> None:
    AreaYear.objects.filter(area_code=summed.dongxia_village.code).update(sales_fen=1)
    found = summed.client("official").get(ADDRESS).json()
    assert (found["totals"], found["check"]["agrees"]) == (None, False)


@pytest.mark.parametrize("period", ["99", "2026-13", "2099", "2099-01", "八月"])
def test_a_period_that_is_none_or_has_not_begun_is_refused(cast: Cast, period: str) -> None:
    refused = cast.client("official").get(ADDRESS, {"period": period})
    assert refused.status_code == 422
    assert "period" in refused.json()["fields"]
