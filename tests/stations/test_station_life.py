"""From application to closure: only listed moves, each agreed by two others, each with a row."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from backend.approvals.models import ApprovalRequest
from stations.models import PlaceChange, Station, StationMove
from tests.cast import Cast
from tests.stations.registry import agree, application, ask, decide, move, second_township_official

pytestmark = pytest.mark.usefixtures("clock")


def apply(cast: Cast, post: Any, **more: Any) -> Any:
    return post(cast.client("township_official"), "/api/v1/stations", application(cast, **more))


def test_an_application_is_approved_by_township_and_county(cast: Cast, post: Any) -> None:
    change = apply(cast, post).json()
    done = agree(cast, post, change["uid"])
    station = Station.objects.get(name="东峡二村电商服务站")
    assert (done.json()["state"], station.status, station.letters) == ("applied", "approved", "004")
    assert [(row.move, row.to_status) for row in station.moves.order_by("id")] == [
        ("apply", "applied"), ("approve", "approved"),
    ]  # fmt: skip


def test_who_signs_reads_the_application(cast: Cast, post: Any) -> None:
    change = apply(cast, post).json()
    said = {line["label"]: line["after"] for line in change["lines"]}
    assert said["设备"] == "电子秤×1"
    assert said["功能区"] == "代收代缴、代收代投"
    assert said["所在村"] == "东峡二村"


def test_a_station_opens_by_the_listed_moves_and_keeps_its_first_day(cast: Cast, post: Any) -> None:
    agree(cast, post, apply(cast, post).json()["uid"])
    station = Station.objects.get(name="东峡二村电商服务站")
    steps = ["build", "accept", "open", "suspend", "resume", "close"]
    answers = [move(cast, post, station, step, on="2026-09-28") for step in steps]
    station.refresh_from_db()
    assert [answer.status_code for answer in answers] == [200] * 6
    assert (station.status, station.opened_on) == ("closed", date(2026, 9, 28))
    assert StationMove.objects.filter(station=station).count() == 8


def test_the_database_keeps_the_day_of_opening(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Station.objects.filter(pk=cast.dongxia_station.pk).update(opened_on=date(2022, 1, 1))


def test_an_unlisted_move_is_refused_before_anyone_is_asked(cast: Cast, post: Any) -> None:
    answer = ask(
        cast, post, cast.dongxia_station, "moves", move="accept", on="2026-09-28", reason="验收"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_move")
    assert PlaceChange.objects.count() == 0


def test_the_maker_cannot_agree_to_its_own_change(cast: Cast, post: Any) -> None:
    change = apply(cast, post).json()
    answer = decide(post, cast.client("township_official"), change["uid"])
    assert (answer.status_code, answer.json()["code"]) == (403, "maker_decides")
    assert Station.objects.get(name="东峡二村电商服务站").status == "applied"


def test_the_county_waits_for_the_township(cast: Cast, post: Any) -> None:
    change = apply(cast, post).json()
    answer = decide(post, cast.client("official"), change["uid"])
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_step")


def test_a_return_says_why_and_changes_nothing(cast: Cast, post: Any) -> None:
    change = ask(
        cast, post, cast.dongxia_station, "moves", move="suspend", on="2026-09-28", reason="装修"
    ).json()
    second = cast.client(second_township_official(cast))
    silent = decide(post, second, change["uid"], "return")
    told = decide(post, second, change["uid"], "return", "请补充恢复日期")
    cast.dongxia_station.refresh_from_db()
    assert "comment" in silent.json()["fields"]
    assert told.json()["state"] == "returned"
    assert cast.dongxia_station.status == "operating"


def test_two_open_changes_of_one_kind_do_not_stand_side_by_side(cast: Cast, post: Any) -> None:
    body = {"move": "suspend", "on": "2026-09-28", "reason": "装修"}
    ask(cast, post, cast.dongxia_station, "moves", **body)
    answer = ask(cast, post, cast.dongxia_station, "moves", **body)
    assert answer.json()["code"] == "change_open"
    assert ApprovalRequest.objects.count() == 1


def test_a_village_has_one_station(cast: Cast, post: Any) -> None:
    answer = apply(cast, post, village=cast.dongxia_village.code)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["village"])


def test_a_stranger_neither_sees_nor_changes_it(cast: Cast, post: Any) -> None:
    change = apply(cast, post).json()
    stranger = cast.client("stranger_official")
    address = f"/api/v1/stations/{cast.dongxia_station.uid}"
    body = {"move": "suspend", "on": "2026-09-28", "reason": "装修"}
    answers = [
        stranger.get(address),
        stranger.get(f"/api/v1/place-changes/{change['uid']}"),
        decide(post, stranger, change["uid"]),
        post(stranger, f"{address}/moves", body),
        post(stranger, "/api/v1/stations", application(cast)),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert (PlaceChange.objects.count(), StationMove.objects.count()) == (1, 1)


def test_an_operator_proposes_no_move(cast: Cast, post: Any) -> None:
    address = f"/api/v1/stations/{cast.dongxia_station.uid}/moves"
    body = {"move": "close", "on": "2026-09-28", "reason": "不干了"}
    assert post(cast.client("operator"), address, body).status_code == 403
    assert PlaceChange.objects.count() == 0
