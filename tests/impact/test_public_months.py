"""Months that anybody may read: ended, agreed with the ledger, no few households in them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cooperatives.models import Household
from impact.models import AreaMonth
from impact.services import summing
from stations.models import Area
from tests import published
from tests.cast import NOW, Cast
from tests.impact.conftest import Sell

ADDRESS = "/api/v1/public/months"
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def sold(cast: Cast, sell: Sell, household: Callable[[Area], Household]) -> Cast:
    """In August six households of Dongxia, five of Baoku, and two of Qinglin."""
    for village, number in (("dongxia", 6), ("baoku", 5), ("qinglin", 2)):
        for _ in range(number):
            sell(household(getattr(cast, f"{village}_village")))
    summing.rebuild_months(now=NOW)
    return cast


def rows_of(answer: Any) -> dict[str, Any]:
    return {row["name"]: row for row in answer.json()["rows"]}


@pytest.mark.usefixtures("sold")
def test_anybody_reads_an_ended_month(visitor: Client) -> None:
    answer = visitor.get(ADDRESS, {"month": "2026-08"})
    assert answer.json()["month"] == "2026-08"
    assert rows_of(answer)["东峡镇"] == {
        "township": "630121103", "name": "东峡镇", "sales": "180.00", "household_income": "120.00",
        "lines": 6, "weight_g": 30_000, "households": "6",
    }  # fmt: skip
    assert published.faults("public_month", answer.json()) == []


def test_few_households_are_closed_together_with_the_next_row(sold: Cast, visitor: Client) -> None:
    public = rows_of(visitor.get(ADDRESS, {"month": "2026-08"}))
    closed = {name for name, row in public.items() if row["households"] == "<5"}
    assert closed == {"青林乡", "宝库乡"}
    assert public["青林乡"]["sales"] is None
    official = sold.client("official").get("/api/v1/overview", {"period": "2026-08"})
    assert closed == {name for name, row in rows_of(official).items() if row["suppressed"]}


def test_without_a_month_the_last_ended_one_is_told(
    sold: Cast, sell: Sell, visitor: Client
) -> None:
    assert visitor.get(ADDRESS).json()["month"] == "2026-08"


@pytest.mark.parametrize("month", ["2026-09", "2027-01", "2026", "August"])
@pytest.mark.usefixtures("sold")
def test_a_month_that_has_not_ended_is_refused(visitor: Client, month: str) -> None:
    answer = visitor.get(ADDRESS, {"month": month})
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) <= {"month", "period"}


@pytest.mark.usefixtures("sold")
def test_a_month_that_differs_from_the_ledger_is_not_published(visitor: Client) -> None:
    AreaMonth.objects.filter(month=date(2026, 8, 1)).update(sales_fen=1)
    summing.compare_all(now=NOW)
    answer = visitor.get(ADDRESS, {"month": "2026-08"})
    assert answer.status_code == 422
    assert "不一致" in answer.json()["fields"]["month"]
