"""From the county down to one household's receipt: the same columns, and sums that agree."""

import random
from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from backend.audit.models import AccessEvent
from backend.common.actor import Actor, AreaRange
from cooperatives.models import Household
from impact.queries.figures import Figures, total_of
from impact.queries.homes import home_lines, village_homes
from impact.queries.overview import overview
from impact.services import summing
from stations.models import Area
from tests.cast import NOW, Cast
from tests.impact.conftest import Sell

# Nothing is closed for a hat that is near the households.
NEAR = Actor(user_uid="near", role="PS", ranges=(AreaRange.of("630121"),))
Settle = Callable[[Area], Household]


@pytest.fixture
def five(cast: Cast, sell: Sell, household: Settle) -> list[Household]:
    """Five households of Dongxia that sold once each."""
    homes = [household(cast.dongxia_village) for _ in range(5)]
    for home in homes:
        sell(home)
    summing.rebuild_months(now=NOW)
    return homes


def asked(cast: Cast, **more: str) -> dict[str, str]:
    return {
        "village": cast.dongxia_village.code, "station": str(cast.dongxia_station.uid),
        "period": "2026", "purpose": "核对总览", **more,
    }  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("period", ["2026", "2026-08"])
def test_children_sum_to_their_parent_at_every_level_of_a_random_county(
    cast: Cast, sell: Sell, household: Settle, seed: int, period: str
) -> None:
    chance = random.Random(seed)
    villages = [cast.dongxia_village, cast.baoku_village, cast.qinglin_village]
    homes = [household(chance.choice(villages)) for _ in range(8)]
    for _ in range(20):
        sell(
            chance.choice(homes), on=date(2026, chance.choice((7, 8)), chance.randint(1, 28)),
            station=chance.choice((cast.dongxia_station, cast.baoku_station)),
            mode=chance.choice(("consignment", "purchase")),
        )  # fmt: skip
    summing.rebuild_months(now=NOW)
    walk("630121", period)


def walk(parent: str, period: str) -> None:
    found = overview(actor=NEAR, parent=parent, period=period, now=NOW)
    assert found.totals
    assert money(total_of(row.figures for row in found.rows)) == money(found.totals.figures)
    for row in found.rows:
        walk(row.code, period) if row.level != "station" else walk_homes(parent, row.code, period)


def walk_homes(village: str, station: str, period: str) -> None:
    found = village_homes(actor=NEAR, village=village, station=station, period=period, now=NOW)  # type: ignore[arg-type]
    assert money(total_of(home.figures for home in found.rows)) == money(found.station.figures)
    for row in found.rows:
        home, lines = home_lines(actor=NEAR, uid=row.household.uid, period=period, now=NOW)
        sums = [(one.sales_fen, one.household_fen, one.weight_g) for one in lines]
        assert money(home.figures) == (*map(sum, zip(*sums, strict=True)), len(lines))


def money(one: Figures) -> tuple[int | None, ...]:
    return one.sales_fen, one.household_fen, one.weight_g, one.lines


def test_an_official_opens_households_for_a_reason_and_each_sees_it(
    cast: Cast, five: list[Household]
) -> None:
    client = cast.client("official")
    found = client.get("/api/v1/overview/households", asked(cast)).json()
    assert [row["figures"]["sales"] for row in found["rows"]] == ["30.00"] * 5
    assert found["station"]["figures"]["sales"] == "150.00"
    seen = AccessEvent.objects.filter(fields="sales_2026", purpose="核对总览")
    assert {event.subject_uid for event in seen} == {str(home.uid) for home in five}
    lines = client.get(
        f"/api/v1/overview/households/{five[0].uid}", {"period": "2026", "purpose": "核对总览"}
    ).json()  # fmt: skip
    (line,) = lines["lines"]
    assert (line["sales"], line["household_income"]) == ("30.00", "20.00")
    assert line["lot_code"].startswith("DT26")


def test_without_a_reason_no_household_is_opened(cast: Cast, five: list[Household]) -> None:
    answer = cast.client("official").get("/api/v1/overview/households", asked(cast, purpose=""))
    assert (answer.status_code, AccessEvent.objects.count()) == (422, 0)


def test_four_households_stay_closed_for_the_county_and_open_for_their_secretary(
    cast: Cast, sell: Sell, household: Settle
) -> None:
    for _ in range(4):
        sell(household(cast.dongxia_village))
    summing.rebuild_months(now=NOW)
    refused = cast.client("official").get("/api/v1/overview/households", asked(cast))
    assert (refused.status_code, AccessEvent.objects.count()) == (403, 0)
    near = cast.client("secretary").get("/api/v1/overview/households", asked(cast)).json()
    assert len(near["rows"]) == 4


def test_a_stranger_finds_neither_village_nor_household(cast: Cast, five: list[Household]) -> None:
    client, why = cast.client("stranger_official"), {"period": "2026", "purpose": "x"}
    assert client.get("/api/v1/overview/households", asked(cast)).status_code == 404
    assert client.get(f"/api/v1/overview/households/{five[0].uid}", why).status_code == 404
    assert AccessEvent.objects.count() == 0


def sheets_of(answer: Any) -> Iterable[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_the_file_holds_what_the_page_shows_its_definitions_and_filters(
    cast: Cast, five: list[Household], sell: Sell, household: Settle, post: Any
) -> None:
    sell(household(cast.baoku_village))
    summing.rebuild_months(now=NOW)
    body = {"which": "overview", "file_format": "xlsx", "parent": "", "period": "2026"}
    answer = post(cast.client("official"), "/api/v1/overview/export", body)
    data, meaning, filters = sheets_of(answer)
    by_name = {row[1]: row for row in data}
    assert by_name["东峡镇"][2] == "<5"
    assert by_name["大通县"][2:4] == ["180.00", "120.00"]
    assert len(meaning) == len(data[0]) + 1
    assert ["时期", "2026 年"] in filters


def test_stations_are_watched_with_the_late_ones_first(cast: Cast, five: list[Household]) -> None:
    rows = cast.client("official").get("/api/v1/overview/stations").json()
    assert len(rows) == 3
    mine = next(row for row in rows if row["station"] == str(cast.dongxia_station.uid))
    assert (mine["last_month"], mine["complaints"], mine["late"]) == ("2026-08-01", 0, False)
    township = cast.client("township_official").get("/api/v1/overview/stations").json()
    assert [row["station"] for row in township] == [str(cast.dongxia_station.uid)]
