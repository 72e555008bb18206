"""Parcels: in, out, undone, exactly once."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from backend.messaging.models import Message
from stations import services
from stations.models import Handover, Parcel
from tests.cast import NOW, Cast
from tests.stations.scenes import hand, hand_over_body, minutes_later, parcel_body, take_in

pytestmark = pytest.mark.usefixtures("clock")


def test_a_parcel_comes_in_masked_with_a_code_and_a_message(cast: Cast, post: Any) -> None:
    parcel = take_in(post, cast.client("operator"))
    assert parcel["waybill"] == "SF154000000001"
    assert parcel["pickup_code"] == "A-12-0001"
    assert (parcel["name_masked"], parcel["phone_tail"]) == ("马*福", "0001")
    assert "15400000001" not in str(parcel)
    message = Message.objects.get(key=f"parcel:{parcel['uid']}:arrived")
    assert (message.channel, str(message.address)) == ("sms", "154****0001")


def test_without_a_phone_a_slip_is_queued_for_print(cast: Cast, post: Any) -> None:
    parcel = take_in(post, cast.client("operator"), phone="", phone_tail="0001")
    assert Message.objects.get(recipient_uid=parcel["uid"]).channel == "print"


def test_a_replay_is_one_parcel_and_one_message(cast: Cast, post: Any) -> None:
    body, operator = parcel_body(), cast.client("operator")
    answers = [post(operator, "/api/v1/parcels", body) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {201}
    assert (Parcel.objects.count(), Message.objects.count()) == (1, 1)


def test_the_same_uid_with_other_content_is_refused(cast: Cast, post: Any) -> None:
    body, operator = parcel_body(), cast.client("operator")
    post(operator, "/api/v1/parcels", body)
    answer = post(operator, "/api/v1/parcels", body | {"shelf_code": "b-1"})
    assert (answer.status_code, answer.json()["code"]) == (409, "parcel_changed")
    assert Parcel.objects.get().shelf_code == "A-12"


def test_a_waybill_scanned_twice_is_one_parcel(cast: Cast, post: Any) -> None:
    take_in(post, cast.client("operator"))
    answer = post(cast.client("operator"), "/api/v1/parcels", parcel_body())
    assert answer.json()["code"] == "parcel_already_in"
    assert Parcel.objects.count() == 1


def test_it_is_handed_over_once_with_the_name_checked(cast: Cast, post: Any) -> None:
    operator = cast.client("operator")
    parcel = take_in(post, operator)
    first = hand(post, operator, parcel["uid"])
    second = hand(post, operator, parcel["uid"])
    assert first.json()["status"] == "handed_over"
    assert first.json()["handovers"][0]["name_checked"] is True
    assert second.json()["code"] == "already_handed_over"


def test_another_name_is_refused_and_the_parcel_stays(cast: Cast, post: Any) -> None:
    operator = cast.client("operator")
    parcel = take_in(post, operator)
    answer = hand(post, operator, parcel["uid"], name="马有才")
    assert (answer.status_code, answer.json()["code"]) == (422, "name_does_not_match")
    assert Parcel.objects.get().status == "waiting"


def test_a_proxy_is_named_and_shown_masked(cast: Cast, post: Any) -> None:
    operator = cast.client("operator")
    parcel = take_in(post, operator)
    nameless = hand(post, operator, parcel["uid"], taken_by="proxy")
    named = hand(post, operator, parcel["uid"], taken_by="proxy", proxy_name="李秀英")
    assert "proxy_name" in nameless.json()["fields"]
    assert named.json()["handovers"][0]["proxy_name"] == "李*英"


def test_a_misdelivery_is_undone_within_ten_minutes(cast: Cast, post: Any, clock: Any) -> None:
    operator = cast.client("operator")
    parcel = take_in(post, operator)
    first = hand(post, operator, parcel["uid"]).json()["handovers"][0]["uid"]
    clock.shift(timedelta(minutes=9))
    undo = {"handover": first, "undone_at": minutes_later(9)}
    answers = [post(operator, f"/api/v1/parcels/{parcel['uid']}/undo", undo) for _ in range(2)]
    again = hand(post, operator, parcel["uid"], handed_at=minutes_later(9))
    assert [answer.json()["status"] for answer in answers] == ["waiting", "waiting"]
    assert again.json()["status"] == "handed_over"
    assert Handover.objects.filter(undone_at__isnull=True).count() == 1


def test_after_ten_minutes_it_stays_handed_over(cast: Cast, post: Any, clock: Any) -> None:
    operator = cast.client("operator")
    parcel = take_in(post, operator)
    first = hand(post, operator, parcel["uid"]).json()["handovers"][0]["uid"]
    clock.shift(timedelta(minutes=11))
    body = {"handover": first, "undone_at": minutes_later(11)}
    answer = post(operator, f"/api/v1/parcels/{parcel['uid']}/undo", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "undo_too_late")
    assert Parcel.objects.get().status == "handed_over"


def test_an_undo_made_in_time_and_sent_late_counts(cast: Cast, post: Any, clock: Any) -> None:
    operator = cast.client("operator")
    parcel = take_in(post, operator)
    body = hand_over_body()
    clock.shift(timedelta(hours=20))
    post(operator, f"/api/v1/parcels/{parcel['uid']}/hand-over", body)
    undo = {"handover": body["uid"], "undone_at": minutes_later(5)}
    answer = post(operator, f"/api/v1/parcels/{parcel['uid']}/undo", undo)
    assert answer.json()["status"] == "waiting"


def test_the_database_refuses_a_second_standing_hand_over(cast: Cast, post: Any) -> None:
    operator = cast.client("operator")
    parcel = take_in(post, operator)
    hand(post, operator, parcel["uid"])
    twin = Handover.objects.get()
    twin.pk, twin.uid = None, uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_a_returned_parcel_says_why_and_may_come_again(cast: Cast, post: Any) -> None:
    operator = cast.client("operator")
    parcel = take_in(post, operator)
    address = f"/api/v1/parcels/{parcel['uid']}/send-back"
    silent = post(operator, address, {"made_at": NOW.isoformat()})
    told = post(operator, address, {"made_at": NOW.isoformat(), "reason": "收件人拒收"})
    assert "reason" in silent.json()["fields"]
    assert told.json()["status"] == "returned"
    take_in(post, operator)


def test_a_parcel_out_waits_for_the_courier(cast: Cast, post: Any) -> None:
    operator = cast.client("operator")
    parcel = take_in(post, operator, direction="out", phone="", name="", fee="8.00")
    address = f"/api/v1/parcels/{parcel['uid']}/collect"
    answer = post(operator, address, {"made_at": NOW.isoformat()})
    assert (parcel["status"], parcel["fee"]) == ("accepted", "8.00")
    assert answer.json()["status"] == "collected"


def test_three_and_seven_days_remind_once_each(cast: Cast, post: Any, clock: Any) -> None:
    parcel = take_in(post, cast.client("operator"))
    runs = [services.remind_overdue(now=NOW + timedelta(days=days, hours=2)) for days in (1, 3, 7)]
    services.remind_overdue(now=NOW + timedelta(days=7, hours=3))
    clock.shift(timedelta(days=7))
    seen = cast.client("operator").get("/api/v1/parcels?overdue=7").json()["results"]
    assert runs == [0, 1, 1]
    assert Message.objects.filter(recipient_uid=parcel["uid"]).count() == 3
    assert [row["overdue_days"] for row in seen] == [7]


@pytest.mark.parametrize("term", ["0001", "a-12-0001", "SF154000000001"])
def test_it_is_found_by_code_tail_and_waybill(cast: Cast, post: Any, term: str) -> None:
    take_in(post, cast.client("operator"))
    found = cast.client("operator").get("/api/v1/parcels", {"search": term}).json()
    assert [row["name_masked"] for row in found["results"]] == ["马*福"]


def test_a_list_takes_a_constant_number_of_statements(
    cast: Cast, post: Any, django_assert_max_num_queries: Any
) -> None:
    operator = cast.client("operator")
    first = [take_in(post, operator, waybill=f"SF15400000{number:04d}") for number in range(12)]
    hand(post, operator, first[0]["uid"])
    with django_assert_max_num_queries(8):
        assert len(operator.get("/api/v1/parcels").json()["results"]) == 12


def test_a_stranger_finds_nothing_and_changes_nothing(cast: Cast, post: Any) -> None:
    parcel = take_in(post, cast.client("operator"))
    stranger = cast.client("stranger")
    seen = [
        stranger.get(f"/api/v1/parcels/{parcel['uid']}"),
        hand(post, stranger, parcel["uid"]),
        post(stranger, f"/api/v1/parcels/{parcel['uid']}/send-back",
             {"made_at": NOW.isoformat(), "reason": "拒收拒收"}),
        post(stranger, f"/api/v1/parcels/{parcel['uid']}/undo",
             {"handover": str(uuid.uuid4()), "undone_at": NOW.isoformat()}),
    ]  # fmt: skip
    assert [answer.status_code for answer in seen] == [404, 404, 404, 404]
    assert stranger.get("/api/v1/parcels").json()["results"] == []
    assert (Parcel.objects.get().status, Handover.objects.count()) == ("waiting", 0)


def test_a_station_that_is_suspended_takes_no_parcel(cast: Cast, post: Any) -> None:
    cast.dongxia_station.status = "suspended"
    cast.dongxia_station.save()
    answer = post(cast.client("operator"), "/api/v1/parcels", parcel_body())
    assert (answer.json()["code"], Parcel.objects.count()) == ("station_closed", 0)


def test_officials_see_counts_and_no_parcel(cast: Cast, post: Any) -> None:
    take_in(post, cast.client("operator"))
    official = cast.client("official")
    rows = official.get("/api/v1/parcels/summary").json()
    assert official.get("/api/v1/parcels").status_code == 403
    assert [(row["waiting"], row["overdue_3"]) for row in rows] == [(1, 0)]
    assert cast.client("stranger_official").get("/api/v1/parcels/summary").json() == []
