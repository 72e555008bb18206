"""`POST /receipts/batch`: a device's queue, each record once, in any order, at a fixed cost."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import Device
from backend.audit.models import AuditEvent
from backend.ledger.models import Entry, Transfer
from cooperatives.models import Certificate, Lot, Receipt
from cooperatives.rules import make_lot_code
from tests.cast import Cast
from tests.cooperatives.scenes import bind_phone
from tests.cooperatives.test_receipts_api import said

pytestmark = pytest.mark.usefixtures("clock")
Post = Callable[..., Any]
PATH = "/api/v1/receipts/batch"
DAY = date(2026, 9, 28)


@pytest.fixture(autouse=True)
def phone(cast: Cast) -> Device:
    return bind_phone(cast)


def code(running: int, letters: str = "001", device: str = "A", day: date = DAY) -> str:
    return make_lot_code("DT", day, letters, device, running)


def queue(cast: Cast, count: int, **changes: Any) -> list[dict[str, Any]]:
    """Weigh-ins of a device without a network, each with the code on its printed label."""
    return [said(cast, lot_code=code(number + 1), **changes) for number in range(count)]


def outcomes(answer: Any) -> list[str]:
    return [row["outcome"] for row in answer.json()["results"]]


def test_a_queue_is_stored_with_the_codes_on_its_labels(cast: Cast, post: Post) -> None:
    records = queue(cast, 3, mode="purchase")
    answer = post(cast.client("operator"), PATH, {"receipts": records})
    assert (answer.status_code, outcomes(answer)) == (200, ["stored"] * 3)
    assert [row["uid"] for row in answer.json()["results"]] == [row["uid"] for row in records]
    assert set(Lot.objects.values_list("code", flat=True)) == {code(1), code(2), code(3)}
    assert (Certificate.objects.count(), Transfer.objects.count(), Entry.objects.count()) == (
        3, 3, 6,
    )  # fmt: skip
    assert AuditEvent.objects.filter(action="receipt.weigh_in").count() == 3


def test_the_queue_again_is_the_same_from_whatever_device(cast: Cast, post: Post) -> None:
    records = queue(cast, 3, mode="purchase")
    post(cast.client("operator"), PATH, {"receipts": records})
    again = post(cast.client("operator"), PATH, {"receipts": records[::-1]})
    assert outcomes(again) == ["same"] * 3
    assert again.json()["results"][0]["receipt"]["lot"]["code"] == code(3)
    assert (Receipt.objects.count(), Entry.objects.count()) == (3, 6)


def test_a_record_twice_in_one_queue_is_stored_once(cast: Cast, post: Post) -> None:
    record = said(cast)
    answer = post(cast.client("operator"), PATH, {"receipts": [record, record]})
    assert outcomes(answer) == ["stored", "same"]
    assert Receipt.objects.count() == 1


def test_a_wrong_record_spoils_no_other(cast: Cast, post: Post) -> None:
    good, wrong, unread = said(cast), said(cast, price_per_jin="9.99"), {"uid": "x"}
    answer = post(cast.client("operator"), PATH, {"receipts": [wrong, unread, good]})
    assert outcomes(answer) == ["refused", "refused", "stored"]
    problems = [row["problem"] for row in answer.json()["results"]]
    assert problems[0]["code"] == "price_not_of_the_day"
    assert list(problems[0]["fields"]) == ["price_per_jin"]
    assert "household" in problems[1]["fields"]
    assert Receipt.objects.get().uid == uuid.UUID(good["uid"])


@pytest.mark.parametrize(
    ("lot_code", "problem"),
    [
        ("DT2609280010001", "lot_code_malformed"),
        (code(1)[:-1] + "0", "lot_code_malformed"),
        (code(1, device="0"), "lot_code_malformed"),
        (code(1, letters="002"), "lot_code_of_other_station"),
        (code(1, device="B"), "lot_code_of_other_device"),
        (code(1, day=date(2026, 9, 27)), "lot_code_of_other_day"),
    ],
)
def test_a_foreign_code_is_refused_by_name(
    cast: Cast, post: Post, lot_code: str, problem: str
) -> None:
    record = said(cast, lot_code=lot_code)
    answer = post(cast.client("operator"), PATH, {"receipts": [record]})
    assert answer.json()["results"][0]["problem"]["code"] == problem
    assert not Lot.objects.exists()


def test_a_code_belongs_to_the_first_that_was_uploaded(cast: Cast, post: Post) -> None:
    first, second = said(cast, lot_code=code(1)), said(cast, lot_code=code(1))
    post(cast.client("operator"), PATH, {"receipts": [first]})
    answer = post(cast.client("operator"), PATH, {"receipts": [second]})
    assert answer.json()["results"][0]["problem"]["code"] == "lot_code_taken"
    assert Receipt.objects.count() == 1


def test_after_a_move_the_old_stations_records_are_not_booked_to_the_new(
    cast: Cast, post: Post
) -> None:
    record = said(cast, station=str(cast.dongxia_station.uid))
    answer = post(cast.client("stranger"), PATH, {"receipts": [record]})
    assert answer.json()["results"][0]["problem"]["code"] == "receipt_of_other_station"
    assert not Receipt.objects.exists()


def test_online_and_offline_numbers_do_not_meet(cast: Cast, post: Post) -> None:
    records = [*queue(cast, 2), said(cast), said(cast)]
    post(cast.client("operator"), PATH, {"receipts": records})
    runs = sorted(lot.code[11:15] for lot in Lot.objects.all())
    assert runs == ["0001", "0002", "A001", "A002"]


@pytest.mark.parametrize("count", [10, 100])
def test_a_hundred_receipts_cost_less_than_two_statements_each(
    cast: Cast, post: Post, count: int
) -> None:
    client, records = cast.client("operator"), queue(cast, count, mode="purchase")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = post(client, PATH, {"receipts": records})
    assert outcomes(answer) == ["stored"] * count
    assert len(seen) <= 60


@pytest.mark.parametrize(("count", "status"), [(0, 422), (101, 422)])
def test_a_queue_has_one_to_a_hundred_records(
    cast: Cast, post: Post, count: int, status: int
) -> None:
    records = [said(cast) for _ in range(count)]
    assert post(cast.client("operator"), PATH, {"receipts": records}).status_code == status
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "manager", "farmer", "official"])
def test_others_store_nothing(cast: Cast, post: Post, who: str) -> None:
    post(cast.client(who), PATH, {"receipts": [said(cast)]})
    assert not Receipt.objects.exists()
    assert not Lot.objects.exists()
