"""The seed's numbers come from rows, within the reader's areas."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from programme import queries
from programme.models import AssistanceRecord, Loan, Project, Visit
from tests.cast import NOW, Cast

LISTS = (
    "loans", "assistance", "visits", "projects", "branches", "stations", "cooperatives",
    "townships",
)  # fmt: skip


@pytest.fixture
def helped(cast: Cast) -> Cast:
    village = cast.dongxia_village
    here = {"area": village, "area_code": village.code}
    on = date(2026, 5, 1)
    Loan.objects.create(
        household=cast.potato_household, branch=cast.dongxia_branch, area_code=village.code,
        product="dual_base", purpose="购种", amount_fen=5_000_000, term_months=12,
        disbursed_on=on, status="disbursed",
    )  # fmt: skip
    AssistanceRecord.objects.create(
        helper="县农牧局",
        kind="化肥",
        cash_fen=10_000,
        in_kind_value_fen=20_050,
        given_on=on,
        **here,
    )
    Visit.objects.create(kind="走访", persons=12, visited_on=on, visitor="工作队", **here)
    Project.objects.create(
        kind="work_team", name="道路硬化", started_on=on, funds_fen=80_000_000, **here
    )
    Project.objects.create(
        kind="collective", name="光伏", started_on=on, funds_fen=30_000_000, **here
    )
    return cast


def values(client: Any, column: str) -> dict[str, str]:
    found = client.get("/api/v1/programme/totals").json()[column]
    return {one["key"]: one["value"] for one in found}


def test_the_numbers_are_counted_from_rows(helped: Cast) -> None:
    client = helped.client("official")
    assert values(client, "party") == {
        "branches": "3", "members": "81", "visits": "12", "assistance": "300.50",
        "team_projects": "1", "project_funds": "1100000.00", "loans": "50000.00",
    }  # fmt: skip
    assert values(client, "commerce") == {
        "townships": "4", "stations": "3", "cooperatives": "2", "collective_projects": "1",
    }  # fmt: skip


def test_a_township_counts_its_own_rows(helped: Cast) -> None:
    stranger = helped.client("stranger_official")
    assert values(stranger, "party")["loans"] == "0.00"
    assert values(stranger, "commerce")["stations"] == "1"


def test_each_number_opens_to_rows_that_make_it_up(helped: Cast) -> None:
    client = helped.client("official")
    totals = client.get("/api/v1/programme/totals").json()
    opened = [client.get(f"/api/v1{one['source_rows']}") for one in totals["party"]]
    assert [answer.status_code for answer in opened] == [200] * 7
    projects = client.get("/api/v1/programme/projects?kind=collective").json()["results"]
    assert [(row["name"], row["place"], row["funds"]) for row in projects] == [
        ("光伏", "东峡镇 东峡一村", "300000.00")
    ]


@pytest.mark.parametrize("rows", ["loans", "assistance", "visits", "projects"])
def test_a_stranger_sees_no_row(helped: Cast, rows: str) -> None:
    found = helped.client("stranger_official").get(f"/api/v1/programme/{rows}").json()
    assert found["results"] == []


def test_a_household_is_named_by_its_card_only(helped: Cast) -> None:
    row = helped.client("official").get("/api/v1/programme/loans").json()["results"][0]
    assert (row["household_card"], row["place"]) == ("HC000001", "东峡镇 东峡一村")
    assert "马有福" not in str(row)


@pytest.mark.parametrize("rows", LISTS)
def test_a_buyer_is_refused_every_list(helped: Cast, rows: str) -> None:
    assert helped.client("buyer").get(f"/api/v1/programme/{rows}").status_code == 403


def test_an_unknown_kind_is_refused(helped: Cast) -> None:
    answer = helped.client("official").get("/api/v1/programme/projects?kind=other")
    assert answer.status_code == 422


@pytest.mark.parametrize("rows", LISTS)
def test_a_page_costs_few_statements(
    helped: Cast, rows: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = helped.client("official")
    with django_assert_max_num_queries(5):
        client.get(f"/api/v1/programme/{rows}")


def test_the_totals_take_eight_statements(
    helped: Cast, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(8):
        queries.totals(actor=helped.actor("official"))


def test_a_record_of_an_unknown_area_is_reported(helped: Cast) -> None:
    assert list(queries.broken_invariants(now=NOW)) == []
    Visit.objects.update(area_code="630121999999")
    visit = Visit.objects.get()
    assert list(queries.broken_invariants(now=NOW)) == [f"visit {visit.pk}: unknown area"]
