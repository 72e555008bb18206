"""日结: what the day came to, once, with nothing unsent."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from backend.accounts.models import Device
from cooperatives.models import DayClose
from tests.cast import Cast
from tests.cooperatives.scenes import bind_phone, weigh

pytestmark = pytest.mark.usefixtures("clock")
Post = Callable[..., Any]
PATH = "/api/v1/day-closes"


def close(**changes: Any) -> dict[str, Any]:
    body = {"uid": str(uuid.uuid4()), "on": "2026-09-28", "cash": "120.50", "unsent_count": 0}
    return body | changes


def close_for(cast: Cast, post: Post, who: str = "manager", **changes: Any) -> Any:
    path = f"/api/v1/stations/{cast.dongxia_station.uid}/day-closes"
    return post(cast.client(who), path, close(reason="手机丢失，记录另行补录") | changes)


def test_a_day_is_closed_with_its_figures(cast: Cast, post: Post) -> None:
    weigh(cast)
    weigh(cast, mode="purchase")
    weigh(cast, grade="special", price_fen_per_jin=None)
    body = post(cast.client("operator"), PATH, close()).json()
    figures = {name: body[name] for name in ("lots_count", "net_g", "unpriced_count")}
    assert figures == {"lots_count": 3, "net_g": 38_250, "unpriced_count": 1}
    assert (body["owed"], body["consigned"], body["cash"]) == ("30.60", "30.60", "120.50")
    preview = cast.client("operator").get(f"{PATH}/preview?on=2026-09-28").json()
    assert (preview["close"]["uid"], preview["owed"]) == (body["uid"], "30.60")


def test_the_same_close_twice_is_one_and_another_is_refused(cast: Cast, post: Post) -> None:
    body, client = close(), cast.client("operator")
    assert [post(client, PATH, body).status_code for _ in range(2)] == [201, 201]
    assert post(client, PATH, close()).json()["code"] == "day_closed"
    assert DayClose.objects.count() == 1


@pytest.mark.parametrize("on", ["2026-09-29", "2026-08-01", "x"])
def test_only_days_that_have_been_are_closed(cast: Cast, post: Post, on: str) -> None:
    answer = post(cast.client("operator"), PATH, close(on=on))
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["on"])


def test_unsent_records_of_this_or_another_phone_refuse_it(cast: Cast, post: Post) -> None:
    client = cast.client("operator")
    assert post(client, PATH, close(unsent_count=2)).json()["code"] == "day_has_unsent"
    Device.objects.filter(pk=bind_phone(cast).pk).update(unsent_count=3)
    answer = post(client, PATH, close())
    assert (answer.json()["code"], answer.json()["detail"]) == (
        "day_has_unsent", "还有 3 条记录未上传",
    )  # fmt: skip
    assert not DayClose.objects.exists()


def test_the_manager_closes_it_with_a_reason(cast: Cast, post: Post) -> None:
    Device.objects.filter(pk=bind_phone(cast).pk).update(unsent_count=3)
    answer = close_for(cast, post)
    assert (answer.status_code, answer.json()["reason"]) == (201, "手机丢失，记录另行补录")
    assert DayClose.objects.get().unsent_count == 3


def test_without_a_reason_the_manager_does_not(cast: Cast, post: Post) -> None:
    assert close_for(cast, post, reason=" ").status_code == 422
    assert not DayClose.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("stranger_manager", 404), ("operator", 403)])
def test_no_other_closes_a_station(cast: Cast, post: Post, who: str, status: int) -> None:
    assert close_for(cast, post, who).status_code == status
    assert not DayClose.objects.exists()


def test_a_stranger_sees_no_close(cast: Cast, post: Post) -> None:
    post(cast.client("operator"), PATH, close())
    assert cast.client("stranger").get(PATH).json()["results"] == []
    assert len(cast.client("supervisor").get(PATH).json()["results"]) == 1
