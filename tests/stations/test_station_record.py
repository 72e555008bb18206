"""Facts, villages, branches, operators and grades of a station over time."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from stations import queries
from stations.models import OperatorPosting, PlaceChange, Station, StationBranch, StationCatchment
from tests.cast import Cast
from tests.stations.registry import agree, ask, move

pytestmark = pytest.mark.usefixtures("clock")
ON = "2026-09-01"


def patch(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.patch(
        path, json.dumps(body), content_type="application/json",
        headers={"Idempotency-Key": json.dumps(body)[:60].ljust(20, "x")},
    )  # fmt: skip


def join(cast: Cast, post: Any, station: Station, village: str, on: str = ON) -> Any:
    return ask(cast, post, station, "catchments", village=village, on=on, reason="方便群众")


def test_a_village_moves_from_one_station_to_another_on_a_day(cast: Cast, post: Any) -> None:
    Station.objects.filter(pk=cast.qinglin_station.pk).update(
        area=cast.dongxia_other_village, area_code=cast.dongxia_other_village.code
    )
    change = join(cast, post, cast.qinglin_station, cast.dongxia_village.code).json()
    agree(cast, post, change["uid"])
    rows = StationCatchment.objects.filter(area=cast.dongxia_village).order_by("valid_from")
    assert [(row.station_id, row.valid_to) for row in rows] == [
        (cast.dongxia_station.pk, date(2026, 9, 1)), (cast.qinglin_station.pk, None),
    ]  # fmt: skip
    before = queries.station_on(cast.dongxia_station, date(2026, 8, 31)).villages
    after = queries.station_on(cast.dongxia_station, date(2026, 9, 1)).villages
    assert ([area.name for area in before], after) == (["东峡一村"], [])


def test_a_village_that_moved_meanwhile_makes_the_change_stale(cast: Cast, post: Any) -> None:
    change = join(cast, post, cast.dongxia_station, cast.dongxia_other_village.code).json()
    StationCatchment.objects.create(
        station=cast.baoku_station, area=cast.dongxia_other_village, valid_from=date(2026, 8, 1)
    )
    answer = agree(cast, post, change["uid"])
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_change")
    assert PlaceChange.objects.get().state == "submitted"


def test_a_day_before_the_open_row_is_refused(cast: Cast, post: Any) -> None:
    Station.objects.filter(pk=cast.qinglin_station.pk).update(
        area=cast.dongxia_other_village, area_code=cast.dongxia_other_village.code
    )
    answer = join(cast, post, cast.qinglin_station, cast.dongxia_village.code, "2019-12-31")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["on"])


def test_the_branch_that_hosts_is_dated_and_the_leading_one_stays(cast: Cast, post: Any) -> None:
    body = {"branch": str(cast.dongxia_branch.uid), "part": "hosted", "on": ON, "reason": "托管"}
    change = ask(cast, post, cast.dongxia_station, "branches", **body).json()
    agree(cast, post, change["uid"])
    on = queries.station_on(cast.dongxia_station, date(2026, 9, 1))
    before = queries.station_on(cast.dongxia_station, date(2026, 8, 31))
    assert (on.led_by, on.hosted_by) == ("东峡一村党支部", "东峡一村党支部")
    assert (before.led_by, before.hosted_by) == ("东峡一村党支部", "")


def test_the_database_keeps_since_when_a_branch_leads(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StationBranch.objects.update(valid_from=date(2022, 1, 1))


def test_a_branch_elsewhere_is_not_found(cast: Cast, post: Any) -> None:
    body = {"branch": str(cast.baoku_branch.uid), "part": "hosted", "on": ON, "reason": "托管"}
    answer = ask(cast, post, cast.dongxia_station, "branches", **body)
    assert (answer.status_code, PlaceChange.objects.count()) == (404, 0)


def test_an_operator_is_posted_who_holds_the_stations_hat(cast: Cast, post: Any) -> None:
    station = cast.dongxia_station
    body = {"on": ON, "reason": "公开选聘"}
    refused = ask(cast, post, station, "postings", username="stranger", **body)
    change = ask(cast, post, station, "postings", username="operator", **body).json()
    agree(cast, post, change["uid"])
    posting = OperatorPosting.objects.get()
    assert "username" in refused.json()["fields"]
    assert posting.assignment_uid == str(cast.hats["operator"].uid)
    assert queries.station_on(station, date(2026, 9, 2)).operator == cast.users["operator"].name
    assert queries.station_on(station, date(2026, 8, 2)).operator == ""


def test_scores_of_a_visit_make_the_grade(cast: Cast, post: Any) -> None:
    scores = [
        {"item": "服务质量", "points": 36, "most": 40},
        {"item": "运营效率", "points": 25, "most": 30},
        {"item": "经济社会效益", "points": 24, "most": 30},
    ]
    change = ask(cast, post, cast.dongxia_station, "inspections", scores=scores, on=ON).json()
    done = post(
        cast.client("official"), f"/api/v1/place-changes/{change['uid']}/decide",
        {"verdict": "approve"},
    )  # fmt: skip
    cast.dongxia_station.refresh_from_db()
    assert done.json()["state"] == "applied"
    assert cast.dongxia_station.grade == "advanced"
    assert queries.station_on(cast.dongxia_station, date(2026, 8, 31)).grade == ""


def test_an_inspection_that_does_not_sum_to_100_is_refused(cast: Cast, post: Any) -> None:
    scores = [{"item": "服务质量", "points": 36, "most": 40}]
    answer = ask(cast, post, cast.dongxia_station, "inspections", scores=scores, on=ON)
    assert "满分合计应为 100，现为 40" in answer.json()["fields"]["scores"]


def test_facts_change_with_what_stood_before(cast: Cast, post: Any) -> None:
    body = {"area_m2": 40, "broadband": True, "reason": "扩建"}
    change = ask(cast, post, cast.dongxia_station, "edits", **body).json()
    agree(cast, post, change["uid"])
    cast.dongxia_station.refresh_from_db()
    assert change["lines"][0] == {"label": "面积（平方米）", "before": "0", "after": "40"}
    assert (cast.dongxia_station.area_m2, cast.dongxia_station.version) == (40, 2)


def test_the_operator_keeps_its_own_contact_alone(cast: Cast) -> None:
    address = f"/api/v1/stations/{cast.dongxia_station.uid}/contact"
    body = {"phone": "0971-2722222", "service_hours": "9:00-18:00", "version": 1}
    mine = patch(cast.client("operator"), address, body)
    stale = patch(cast.client("operator"), address, body | {"phone": "0971-2733333"})
    strange = patch(cast.client("stranger"), address, body)
    cast.dongxia_station.refresh_from_db()
    assert (mine.status_code, stale.status_code, strange.status_code) == (200, 409, 404)
    assert cast.dongxia_station.phone == "0971-2722222"


def test_a_closed_day_reads_the_same_after_later_moves(cast: Cast, post: Any) -> None:
    day = date(2026, 9, 27)
    before = queries.station_on(cast.dongxia_station, day)
    move(cast, post, cast.dongxia_station, "suspend", on="2026-09-28")
    station = Station.objects.get(pk=cast.dongxia_station.pk)
    assert (before.status, queries.station_on(station, day)) == ("operating", before)
    assert queries.station_on(station, day + timedelta(days=1)).status == "suspended"


def test_the_day_is_answered_by_the_api(cast: Cast) -> None:
    address = f"/api/v1/stations/{cast.dongxia_station.uid}/as-of"
    official = cast.client("official")
    said = official.get(f"{address}?on=2021-06-01").json()
    assert (said["status_name"], said["led_by"]) == ("运营中", "东峡一村党支部")
    assert official.get(f"{address}?on=2020-06-01").json()["status_name"] == "尚未设立"
    assert official.get(f"{address}?on=x").status_code == 422


@pytest.mark.parametrize("term", ["dongxia", "dxyc", "東峽一村", "001", "东峡", "dxz"])
def test_a_station_is_found_however_it_is_typed(cast: Cast, term: str) -> None:
    type(cast.dongxia_village).objects.filter(pk=cast.dongxia_village.pk).update(
        pinyin="dongxiayicun", initials="dxyc"
    )
    found = cast.client("official").get("/api/v1/stations", {"search": term}).json()["results"]
    assert [row["letters"] for row in found] == ["001"]


def test_the_list_is_filtered_and_costs_a_constant_number_of_statements(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    official = cast.client("official")
    with django_assert_max_num_queries(7):
        found = official.get("/api/v1/stations?status=operating").json()["results"]
    assert len(found) == 3
    assert (
        official.get("/api/v1/stations?township=630121103").json()["results"][0]["letters"] == "001"
    )
    with django_assert_max_num_queries(13):
        official.get(f"/api/v1/stations/{cast.dongxia_station.uid}")


def edit(cast: Cast, post: Any, **more: Any) -> Any:
    return ask(cast, post, cast.dongxia_station, "edits", reason="测量坐标", **more)


def test_a_place_on_earth_is_kept_to_the_millionth(cast: Cast, post: Any) -> None:
    change = edit(cast, post, longitude="101.68446", latitude="36.935530").json()
    agree(cast, post, change["uid"])
    cast.dongxia_station.refresh_from_db()
    seen = cast.client("official").get(f"/api/v1/stations/{cast.dongxia_station.uid}").json()
    assert (cast.dongxia_station.longitude_e6, cast.dongxia_station.latitude_e6) == (
        101_684_460, 36_935_530,
    )  # fmt: skip
    assert (seen["longitude"], seen["latitude"]) == ("101.684460", "36.935530")


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ({"longitude": "36.9", "latitude": "101.7"}, "longitude"),
        ({"longitude": "101.7"}, "latitude"),
        ({"longitude": "101.7度", "latitude": "36.9"}, "longitude"),
    ],
)
def test_a_place_elsewhere_or_half_a_place_is_refused(
    cast: Cast, post: Any, place: dict[str, str], field: str
) -> None:
    answer = edit(cast, post, **place)
    assert (answer.status_code, field in answer.json()["fields"]) == (422, True)
    assert PlaceChange.objects.count() == 0


def test_a_manager_sees_the_stations_its_cooperative_sells_for(cast: Cast) -> None:
    seen = cast.client("manager").get("/api/v1/stations").json()["results"]
    others = cast.client("stranger_manager").get("/api/v1/stations").json()["results"]
    assert [row["name"] for row in seen] == ["东峡一村电商服务站"]
    assert len(others) == 2
