"""A grade may be objected to in time, once per part; the inspecting office answers."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from stations.models import Inspection, InspectionObjection
from tests.cast import NOW, Cast
from tests.stations.registry import ask, decide

pytestmark = pytest.mark.usefixtures("clock")
WORDS = {"words": "检查当天停电，现场效率不能按平时计分"}


def inspect(cast: Cast, post: Any) -> Inspection:
    scores = [{"item": "服务质量", "points": 65, "most": 100}]
    station = cast.dongxia_station
    change = ask(cast, post, station, "inspections", scores=scores, on="2026-09-01").json()
    decide(post, cast.client("official"), change["uid"])
    return Inspection.objects.get()


def raise_objection(cast: Cast, post: Any, inspection: Inspection, who: str = "secretary") -> Any:
    return post(cast.client(who), f"/api/v1/inspections/{inspection.uid}/objections", WORDS)


def reply(cast: Cast, post: Any, uid: str, who: str = "township_official", **more: Any) -> Any:
    body = {"verdict": "reinspect", "answer": "下周三上午重新检查"} | more
    return post(cast.client(who), f"/api/v1/inspection-objections/{uid}/answer", body)


def test_secretary_and_operator_object_once_each(cast: Cast, post: Any) -> None:
    inspection = inspect(cast, post)
    answers = [
        raise_objection(cast, post, inspection, who)
        for who in ("secretary", "operator", "secretary")
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 409]
    assert answers[0].json()["answer_by_on"] == (NOW.date() + timedelta(days=15)).isoformat()
    assert InspectionObjection.objects.count() == 2


def test_after_the_seventh_day_it_is_too_late(cast: Cast, post: Any) -> None:
    inspection = inspect(cast, post)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        late = raise_objection(cast, post, inspection)
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        last = raise_objection(cast, post, inspection)
    assert (late.json()["code"], last.status_code) == ("objection_too_late", 201)


def test_the_office_answers_once_and_both_sides_read_it(cast: Cast, post: Any) -> None:
    inspection = inspect(cast, post)
    uid = raise_objection(cast, post, inspection, "operator").json()["uid"]
    first, second = reply(cast, post, uid), reply(cast, post, uid, verdict="upheld")
    seen = cast.client("operator").get(f"/api/v1/stations/{cast.dongxia_station.uid}").json()
    said = seen["inspections"][0]["objections"][0]
    assert (first.status_code, second.json()["code"]) == (200, "objection_answered")
    assert (said["state_name"], said["answer"]) == ("重新检查", "下周三上午重新检查")
    assert seen["inspections"][0]["may_object"] is False


def test_strangers_neither_object_nor_answer(cast: Cast, post: Any) -> None:
    inspection = inspect(cast, post)
    strange = raise_objection(cast, post, inspection, "stranger")
    uid = raise_objection(cast, post, inspection).json()["uid"]
    answers = [
        reply(cast, post, uid, "stranger_official"),
        reply(cast, post, uid, "secretary"),
        raise_objection(cast, post, inspection, "manager"),
    ]
    assert [answer.status_code for answer in [strange, *answers]] == [404, 404, 403, 403]
    assert InspectionObjection.objects.get().state == "open"


def test_words_of_an_objection_are_kept_by_the_database(cast: Cast, post: Any) -> None:
    raise_objection(cast, post, inspect(cast, post))
    with pytest.raises(IntegrityError), transaction.atomic():
        InspectionObjection.objects.update(words="没有意见了")
    with pytest.raises(IntegrityError), transaction.atomic():
        InspectionObjection.objects.update(state="upheld")


def test_the_list_of_objections_takes_a_constant_number_of_statements(
    cast: Cast, post: Any, django_assert_max_num_queries: Any
) -> None:
    inspection = inspect(cast, post)
    raise_objection(cast, post, inspection)
    raise_objection(cast, post, inspection, "operator")
    office = cast.client("township_official")
    with django_assert_max_num_queries(7):
        rows = office.get("/api/v1/inspection-objections?state=open").json()["results"]
    assert {row["hat_name"] for row in rows} == {"村党支部书记", "服务站运营员"}
    assert rows[0]["can_answer"] is True
