"""Each formula from records: which rows count, on which day, and what stays closed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from cooperatives.models import Household
from impact.models import MonthCheck
from impact.queries.formulas import COMPUTE, Asked, Found, computed
from impact.rules.appraisal import Term
from impact.rules.formulas import FORMULAS
from impact.services.summing import rebuild_all
from programme.models import AssistanceRecord, Loan, Project, Visit
from stations.models import Area, Inspection, Parcel, ServiceRecord, StationMove
from tests.cast import NOW, Cast
from tests.impact.conftest import Sell

Settle = Callable[[Area], Household]
Q3, YEAR = Term(2026, "quarter", 3), Term(2026, "year")
DONGXIA, COUNTY = "630121103", "630121"
MAY, AUGUST = date(2026, 5, 4), date(2026, 8, 3)


def value(key: str, place: str = DONGXIA, term: Term = Q3) -> Found:
    return computed(key, Asked(place, len(place), term), [place])[place]


def test_every_formula_has_its_words_and_its_sum() -> None:
    assert set(COMPUTE) == set(FORMULAS)


@pytest.mark.parametrize("key", sorted(FORMULAS))
def test_one_place_alone_is_as_among_all_of_its_level(key: str, cast: Cast) -> None:
    townships = list(Area.objects.filter(level="township").values_list("code", flat=True))
    together = computed(key, Asked(COUNTY, 9, YEAR), townships)
    assert together == {code: value(key, code, YEAR) for code in townships}


def test_coverage_is_of_villages_served_on_the_last_day(cast: Cast) -> None:
    """Three of eight villages in the county; one of Dongxia's two; none before any opening."""
    assert value("village_coverage").value == 5_000
    assert value("village_coverage", COUNTY).value == 3_750
    assert value("village_coverage", DONGXIA, Term(2020, "year")).value == 0
    assert value("village_coverage", "630121103201").value == 0


def test_stations_count_from_their_opening(cast: Cast) -> None:
    assert value("led_stations").value == 10_000
    assert value("lasting_stations").value == 10_000
    assert value("active_stations").value == 0
    assert value("active_stations", "630121100") == Found(None, "no_base")


def test_a_suspended_station_does_not_last(cast: Cast) -> None:
    StationMove.objects.create(
        station=cast.dongxia_station, move="suspend", from_status="operating",
        to_status="suspended", moved_on=AUGUST, reason="停业", by=cast.users["operator"], at=NOW,
    )  # fmt: skip
    assert value("lasting_stations").value == 0
    assert value("lasting_stations", DONGXIA, Term(2026, "quarter", 2)).value == 10_000


def test_the_last_inspection_of_the_period_counts(cast: Cast) -> None:
    assert value("passed_inspections") == Found(None, "no_base")
    for on, total, grade in ((AUGUST, 65, "ordinary"), (date(2026, 9, 1), 75, "qualified")):
        Inspection.objects.create(
            station=cast.dongxia_station, inspected_on=on, scores={}, total=total, grade=grade,
            made_by=cast.users["township_official"], at=NOW,
        )  # fmt: skip
    assert value("passed_inspections").value == 10_000


def service(cast: Cast, kind: str, count: int, at: datetime, voids: Any = None) -> ServiceRecord:
    return ServiceRecord.objects.create(
        uid=uuid4(), station=cast.dongxia_station, kind=kind, count=count, digest="x", done_at=at,
        received_at=at, operator=cast.users["operator"], voids=voids,
    )  # fmt: skip


def test_services_and_training_less_what_was_voided(cast: Cast) -> None:
    """The quarter begins at midnight in Shanghai: 16:00 UTC of 30 June."""
    first = datetime(2026, 6, 30, 16, tzinfo=UTC)
    service(cast, "bill_payment", 3, first)
    wrong = service(cast, "training", 40, first)
    service(cast, "training", -40, first, voids=wrong)
    service(cast, "training", 25, first)
    service(cast, "training", 99, datetime(2026, 6, 30, 15, 59, tzinfo=UTC))
    assert value("services").value == 28
    assert value("training").value == 25


def test_parcels_by_their_arrival(cast: Cast) -> None:
    Parcel.objects.create(
        station=cast.dongxia_station, direction="in", status="waiting", waybill="SF1",
        digest="x", arrived_at=NOW, received_at=NOW, operator=cast.users["operator"],
    )  # fmt: skip
    assert value("parcels").value == 1
    assert value("parcels", "630121205").value == 0


def test_visits_and_projects_by_their_day(cast: Cast) -> None:
    village = cast.dongxia_village
    here: dict[str, Any] = {"area": village, "area_code": village.code}
    Visit.objects.create(kind="走访", persons=12, visited_on=AUGUST, visitor="工作队", **here)
    Visit.objects.create(kind="走访", persons=50, visited_on=MAY, visitor="工作队", **here)
    Project.objects.create(kind="collective", name="光伏", started_on=MAY, **here)
    Project.objects.create(kind="work_team", name="村道", started_on=MAY, **here)
    assert value("visits").value == 12
    assert value("collective_projects").value == 1


def sold_by(cast: Cast, household: Settle, sell: Sell, village: Area, homes: int) -> None:
    for _ in range(homes):
        sell(household(village), on=AUGUST)


def test_sales_of_five_households_are_shown(cast: Cast, household: Settle, sell: Sell) -> None:
    sold_by(cast, household, sell, cast.dongxia_village, 5)
    rebuild_all(now=NOW)
    assert value("sales").value == 5 * 3_000
    assert value("paid").value == 5 * 2_000
    assert value("households").value == 5
    assert value("active_stations").value == 10_000
    assert value("sales_growth") == Found(None, "no_base")


def test_sales_of_four_households_are_closed_to_the_township_too(
    cast: Cast, household: Settle, sell: Sell
) -> None:
    sold_by(cast, household, sell, cast.dongxia_village, 4)
    rebuild_all(now=NOW)
    for key in ("sales", "paid", "households"):
        assert value(key) == Found(None, "few_households")


def test_a_closed_township_is_not_read_from_the_county_less_its_neighbour(
    cast: Cast, household: Settle, sell: Sell
) -> None:
    """With one closed, the next smallest closes as well: total less the rest tells nothing."""
    sold_by(cast, household, sell, cast.dongxia_village, 3)
    sold_by(cast, household, sell, cast.baoku_village, 6)
    sold_by(cast, household, sell, cast.qinglin_village, 9)
    rebuild_all(now=NOW)
    shut = {code for code in (DONGXIA, "630121205", "630121200")
            if value("sales", code).value is None}  # fmt: skip
    assert shut == {DONGXIA, "630121205"}


def test_growth_is_beside_the_same_period_a_year_ago(
    cast: Cast, household: Settle, sell: Sell
) -> None:
    for home in [household(cast.dongxia_village) for _ in range(6)]:
        sell(home, on=date(2025, 8, 3))
        sell(home, on=AUGUST)
        sell(home, on=date(2026, 9, 3))
    rebuild_all(now=NOW)
    assert value("sales_growth").value == 10_000


def test_a_summary_that_disagrees_with_the_ledger_gives_no_figure(
    cast: Cast, household: Settle, sell: Sell
) -> None:
    sold_by(cast, household, sell, cast.dongxia_village, 6)
    rebuild_all(now=NOW)
    MonthCheck.objects.filter(month=date(2026, 8, 1)).update(ledger_sales_fen=1)
    assert value("sales") == Found(None, "books_differ")
    assert value("visits").value == 0


def test_loans_of_few_households_are_closed(cast: Cast, household: Settle) -> None:
    homes = [household(cast.dongxia_village) for _ in range(6)]
    for number, home in enumerate(homes):
        Loan.objects.create(
            household=home, branch=cast.dongxia_branch, area_code=home.area_code,
            product="dual_base", purpose="购种", amount_fen=100_000, term_months=12,
            disbursed_on=AUGUST if number < 5 else MAY, status="repaying",
        )  # fmt: skip
    assert value("loans", term=YEAR).value == 600_000
    # One household in spring closes the place in every quarter: the year less the others tells it.
    assert value("loans", term=Term(2026, "quarter", 2)) == Found(None, "few_households")
    assert value("loans") == Found(None, "few_households")


def test_assistance_without_a_household_is_nobodys_secret(cast: Cast) -> None:
    village = cast.dongxia_village
    AssistanceRecord.objects.create(
        area=village, area_code=village.code, helper="单位", kind="化肥", cash_fen=10_000,
        in_kind_value_fen=5_000, given_on=AUGUST,
    )  # fmt: skip
    assert value("assistance").value == 15_000
