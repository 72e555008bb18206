"""A returned application is mended, sent again or withdrawn; a refused one frees the village."""

from typing import Any

import pytest

from stations.models import PlaceChange, Station, StationMove
from tests.cast import Cast
from tests.stations.registry import agree, application, decide, second_township_official

pytestmark = pytest.mark.usefixtures("clock")
NAME = "东峡二村电商服务站"


def returned(cast: Cast, post: Any) -> Station:
    change = post(cast.client("township_official"), "/api/v1/stations", application(cast)).json()
    second = cast.client(second_township_official(cast))
    decide(post, second, change["uid"], "return", "请补充面积和设备")
    return Station.objects.get(name=NAME)


def mend(cast: Cast, post: Any, station: Station, who: str = "township_official") -> Any:
    body = {"area_m2": 48, "reason": "已补充面积"}
    return post(cast.client(who), f"/api/v1/stations/{station.uid}/application", body)


def withdraw(cast: Cast, post: Any, station: Station, who: str = "township_official") -> Any:
    body = {"reason": "另选新址"}
    return post(cast.client(who), f"/api/v1/stations/{station.uid}/withdraw", body)


def test_a_returned_application_is_mended_and_goes_the_whole_way(cast: Cast, post: Any) -> None:
    station = returned(cast, post)
    change = mend(cast, post, station).json()
    agree(cast, post, change["uid"])
    station.refresh_from_db()
    assert {"label": "面积（平方米）", "before": "", "after": "48"} in change["lines"]
    assert (station.area_m2, station.status) == (48, "approved")


def test_nothing_is_mended_while_others_read_it(cast: Cast, post: Any) -> None:
    station = returned(cast, post)
    mend(cast, post, station)
    again = mend(cast, post, station)
    assert (again.status_code, again.json()["code"]) == (409, "application_under_review")
    assert PlaceChange.objects.count() == 2


def test_a_withdrawn_application_frees_its_village(cast: Cast, post: Any) -> None:
    station = returned(cast, post)
    change = mend(cast, post, station).json()
    answer = withdraw(cast, post, station)
    late = decide(post, cast.client("township_second"), change["uid"])
    next_one = post(cast.client("township_official"), "/api/v1/stations", application(cast))
    assert (answer.json()["status"], late.status_code, next_one.status_code) == ("closed", 409, 201)
    assert PlaceChange.objects.get(uid=change["uid"]).state == "withdrawn"
    assert StationMove.objects.get(move="withdraw").reason == "另选新址"


def test_a_refused_application_frees_its_village(cast: Cast, post: Any) -> None:
    change = post(cast.client("township_official"), "/api/v1/stations", application(cast)).json()
    second = cast.client(second_township_official(cast))
    decide(post, second, change["uid"], "reject", "离邻村服务站过近")
    station = Station.objects.get(name=NAME)
    assert (station.status, station.moves.get(move="refuse").reason) == (
        "closed", "离邻村服务站过近",
    )  # fmt: skip


def test_only_the_applicant_mends_and_withdraws(cast: Cast, post: Any) -> None:
    station = returned(cast, post)
    answers = [
        mend(cast, post, station, "township_second"),
        withdraw(cast, post, station, "township_second"),
        mend(cast, post, station, "stranger_official"),
        withdraw(cast, post, station, "stranger_official"),
        withdraw(cast, post, station, "operator"),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 404, 404, 403]
    assert Station.objects.get(pk=station.pk).status == "applied"


def test_a_running_station_is_neither_withdrawn_nor_refused_by_a_move(
    cast: Cast, post: Any
) -> None:
    assert withdraw(cast, post, cast.dongxia_station).status_code == 409
    station = returned(cast, post)
    body = {"move": "withdraw", "on": "2026-09-28", "reason": "撤回"}
    answer = post(cast.client("township_official"), f"/api/v1/stations/{station.uid}/moves", body)
    assert answer.status_code == 422
