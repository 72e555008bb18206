"""Openings by orders, and what other programmes brought."""

from datetime import date

from impact import queries
from impact.models import ProgrammeExposure, StationOpening
from impact.rules.opening import Sold, effective
from impact.services import deriving
from programme.models import Project
from tests.cast import Cast
from tests.impact.conftest import Sell


def test_the_first_year_with_twelve_orders_in_six_months_counts() -> None:
    years = {2021: Sold(11, 9), 2022: Sold(40, 5), 2023: Sold(12, 6), 2024: Sold(90, 12)}
    assert effective(years).year == 2023
    assert effective({2021: Sold(3, 2), 2022: Sold(11, 4)}).sold == Sold(11, 4)
    assert effective({}).year is None


def test_a_station_opens_by_its_settled_orders_not_by_its_papers(cast: Cast, sell: Sell) -> None:
    for month in (3, 4, 5, 6, 7, 8):
        sell(cast.potato_household, on=date(2026, month, 3))
        sell(cast.potato_household, on=date(2026, month, 4))
    assert deriving.rebuild_openings(county_code="630121") == 3
    opening = StationOpening.objects.get(station=cast.dongxia_station)
    assert (opening.nominal_on, opening.effective_year) == (date(2021, 3, 1), 2026)
    assert (opening.orders, opening.months) == (12, 6)


def test_eleven_orders_are_no_opening(cast: Cast, sell: Sell) -> None:
    for month in range(1, 9):
        sell(cast.potato_household, on=date(2026, month, 3))
    deriving.rebuild_openings(county_code="630121")
    served = {one.area_code: one for one in queries.served_villages("630121")}
    assert served[cast.dongxia_village.code].effective_year is None
    assert served[cast.dongxia_village.code].led


def test_exposure_follows_the_records_also_when_they_change(cast: Cast) -> None:
    village = cast.dongxia_village
    project = Project.objects.create(
        kind="collective", name="光伏", area=village, area_code=village.code,
        started_on=date(2022, 5, 1), funds_fen=100,
    )  # fmt: skip
    deriving.rebuild_exposure(county_code="630121")
    row = ProgrammeExposure.objects.get()
    assert (row.kind, row.year, row.records, row.amount_fen) == ("collective", 2022, 1, 100)
    project.delete()
    deriving.rebuild_exposure(county_code="630121")
    assert not ProgrammeExposure.objects.exists()


def test_officials_read_openings_of_their_own_area(cast: Cast) -> None:
    deriving.rebuild_openings(county_code="630121")
    names = {row["station_name"] for row in cast.client("township_official").get(
        "/api/v1/station-openings").json()["results"]}  # fmt: skip
    assert names == {cast.dongxia_station.name}
    assert cast.client("stranger_official").get("/api/v1/programme-exposure").json()[
        "results"] == []  # fmt: skip
