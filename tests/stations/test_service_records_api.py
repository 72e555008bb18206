"""Services of the counter: recorded once, voided by a counter-record, summed per kind."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from stations.models import ServiceRecord
from tests.cast import Cast
from tests.stations.scenes import service_body

pytestmark = pytest.mark.usefixtures("clock")
ADDRESS = "/api/v1/service-records"


def test_a_replay_is_one_record(cast: Cast, post: Any) -> None:
    body, operator = service_body(), cast.client("operator")
    answers = [post(operator, ADDRESS, body) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert [(row.count, row.amount_fen, row.fee_fen) for row in ServiceRecord.objects.all()] == [
        (2, 12_050, 200)
    ]


def test_the_same_uid_with_another_sum_is_refused(cast: Cast, post: Any) -> None:
    body, operator = service_body(), cast.client("operator")
    post(operator, ADDRESS, body)
    answer = post(operator, ADDRESS, body | {"amount": "130.00"})
    assert answer.json()["code"] == "record_changed"
    assert ServiceRecord.objects.get().amount_fen == 12_050


def test_a_void_turns_the_figures_round_once(cast: Cast, post: Any) -> None:
    operator = cast.client("operator")
    record = post(operator, ADDRESS, service_body()).json()
    address, body = f"{ADDRESS}/{record['uid']}/void", {"uid": str(uuid.uuid4()), "reason": "录错"}
    answers = [post(operator, address, body) for _ in range(2)]
    other = post(operator, address, body | {"uid": str(uuid.uuid4())})
    assert [answer.json()["amount"] for answer in answers] == ["-120.50", "-120.50"]
    assert other.json()["code"] == "already_voided"
    sums = operator.get(f"{ADDRESS}/summary").json()
    assert [(row["times"], row["amount"], row["fee"]) for row in sums] == [(0, "0.00", "0.00")]


def test_records_are_append_only(cast: Cast, post: Any) -> None:
    post(cast.client("operator"), ADDRESS, service_body())
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRecord.objects.update(fee_fen=0)


def test_the_township_sees_sums_and_no_record(cast: Cast, post: Any) -> None:
    post(cast.client("operator"), ADDRESS, service_body())
    township = cast.client("township_official")
    assert township.get(ADDRESS).status_code == 403
    assert [row["kind_name"] for row in township.get(f"{ADDRESS}/summary").json()] == ["代缴费"]


def test_a_stranger_sees_and_voids_nothing(cast: Cast, post: Any) -> None:
    record = post(cast.client("operator"), ADDRESS, service_body()).json()
    stranger, body = cast.client("stranger"), {"uid": str(uuid.uuid4()), "reason": "录错了"}
    assert stranger.get(ADDRESS).json()["results"] == []
    assert post(stranger, f"{ADDRESS}/{record['uid']}/void", body).status_code == 404
    assert ServiceRecord.objects.count() == 1


def test_a_day_that_is_no_day_is_refused_in_words(cast: Cast) -> None:
    answer = cast.client("operator").get(f"{ADDRESS}/summary?from=2026-02-30")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["from"])
