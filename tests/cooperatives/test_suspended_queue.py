"""The queue of a suspended station: what was weighed before is taken, what came after is not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from cooperatives.models import Receipt
from stations.models import Station, StationMove
from tests.cast import NOW, Cast
from tests.cooperatives.test_receipt_batch import PATH, outcomes, phone, queue

__all__ = ["phone"]
pytestmark = pytest.mark.usefixtures("clock", "phone")
Post = Callable[..., Any]
BEFORE, AFTER = NOW - timedelta(hours=3), NOW - timedelta(hours=1)


def moved(
    cast: Cast, move: str, before: str, after: str, *, at: datetime, days_back: int = 0
) -> None:
    """As the county's word leaves it: the record, and the step of the station's life."""
    Station.objects.filter(pk=cast.dongxia_station.pk).update(status=after)
    StationMove.objects.create(
        station=cast.dongxia_station, move=move, from_status=before, to_status=after,
        moved_on=at.date() - timedelta(days=days_back), reason="站点装修",
        by=cast.users["official"], at=at,
    )  # fmt: skip


@pytest.fixture
def suspended(cast: Cast) -> None:
    moved(cast, "suspend", "operating", "suspended", at=NOW - timedelta(hours=2))


def weighed(cast: Cast, *moments: datetime) -> list[dict[str, Any]]:
    return [
        record | {"weighed_at": moment.isoformat()}
        for record, moment in zip(queue(cast, len(moments)), moments, strict=True)
    ]


def problems(answer: Any) -> list[str]:
    return [row["problem"]["code"] for row in answer.json()["results"] if row["problem"]]


@pytest.mark.usefixtures("suspended")
def test_each_record_of_the_queue_is_judged_by_its_own_moment(cast: Cast, post: Post) -> None:
    records = weighed(cast, BEFORE, AFTER, BEFORE)
    answer = post(cast.client("operator"), PATH, {"receipts": records})
    assert outcomes(answer) == ["stored", "refused", "stored"]
    assert (problems(answer), Receipt.objects.count()) == (["station_not_operating"], 2)


@pytest.mark.usefixtures("suspended")
def test_what_is_refused_says_why_and_what_to_do(cast: Cast, post: Post) -> None:
    answer = post(cast.client("operator"), PATH, {"receipts": weighed(cast, AFTER)})
    detail = answer.json()["results"][0]["problem"]["detail"]
    assert "称重时服务站已暂停运营" in detail
    assert "退还农户" in detail


@pytest.mark.usefixtures("suspended")
def test_the_queue_again_gives_the_same_answers(cast: Cast, post: Post) -> None:
    records = weighed(cast, BEFORE, AFTER)
    post(cast.client("operator"), PATH, {"receipts": records})
    again = post(cast.client("operator"), PATH, {"receipts": records[::-1]})
    assert (outcomes(again), Receipt.objects.count()) == (["refused", "same"], 1)


@pytest.mark.usefixtures("suspended")
def test_after_it_opened_again_the_days_between_stay_refused(cast: Cast, post: Post) -> None:
    moved(cast, "resume", "suspended", "operating", at=NOW - timedelta(minutes=30))
    records = weighed(cast, BEFORE, AFTER, NOW - timedelta(minutes=10))
    answer = post(cast.client("operator"), PATH, {"receipts": records})
    assert outcomes(answer) == ["stored", "refused", "stored"]


def test_a_suspension_dated_back_counts_from_that_morning(cast: Cast, post: Post) -> None:
    moved(cast, "suspend", "operating", "suspended", at=NOW, days_back=1)
    records = weighed(cast, AFTER)
    answer = post(cast.client("operator"), PATH, {"receipts": records})
    assert (outcomes(answer), Receipt.objects.count()) == (["refused"], 0)


@pytest.mark.usefixtures("suspended")
def test_a_stranger_hands_in_nothing_for_it(cast: Cast, post: Post) -> None:
    post(cast.client("stranger"), PATH, {"receipts": weighed(cast, BEFORE)})
    assert not Receipt.objects.exists()
