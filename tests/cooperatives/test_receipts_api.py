"""`POST /receipts`."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from cooperatives.models import Lot, Receipt, Reprint
from tests.cast import Cast
from tests.cooperatives.scenes import weigh

pytestmark = pytest.mark.usefixtures("clock")
Post = Callable[..., Any]
PATH = "/api/v1/receipts"


def said(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "uid": str(uuid.uuid4()),
        "household": str(cast.potato_household.uid),
        "product": str(cast.potato.uid),
        "grade": "first",
        "mode": "consignment",
        "gross_g": 13_250,
        "tare_g": 500,
        "price_per_jin": "1.20",
        "weighed_at": "2026-09-28T09:00:00+08:00",
        "note": "",
    } | changes


def test_an_operator_weighs_in(cast: Cast, post: Post) -> None:
    answer = post(cast.client("operator"), PATH, said(cast))
    body = answer.json()
    lot = Lot.objects.get()
    assert answer.status_code == 201
    assert (body["net_g"], body["amount"], body["mode_name"]) == (12_750, "30.60", "代卖")
    assert body["lot"] == {"code": lot.code, "available_g": 12_750, "expires_on": "2026-12-27"}


def test_a_repeated_upload_answers_with_the_same_receipt(cast: Cast, post: Post) -> None:
    body, client = said(cast), cast.client("operator")
    first, second = post(client, PATH, body), post(client, PATH, body)
    assert (second.status_code, second.json()) == (201, first.json())
    assert Receipt.objects.count() == 1


def test_a_changed_upload_is_a_conflict(cast: Cast, post: Post) -> None:
    body, client = said(cast), cast.client("operator")
    post(client, PATH, body)
    answer = post(client, PATH, body | {"gross_g": 14_000})
    assert (answer.status_code, answer.json()["code"]) == (409, "receipt_changed")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"price_per_jin": "1.30"}, "price_not_of_the_day", "price_per_jin"),
        ({"price_per_jin": "1.234"}, "invalid", "price_per_jin"),
        ({"price_per_jin": 1.2}, "invalid", "price_per_jin"),
        ({"price_per_jin": "-1"}, "invalid", "price_per_jin"),
        ({"gross_g": 0}, "invalid", "gross_g"),
        ({"tare_g": 20_000}, "invalid", "tare_g"),
        ({"gross_g": 99_000_000}, "invalid", "gross_g"),
        ({"grade": "best"}, "invalid", "grade"),
        ({"mode": "gift"}, "invalid", "mode"),
        ({"weighed_at": "2026-09-30T10:01:00+08:00"}, "clock_wrong", "weighed_at"),
        ({"household": "HC000001"}, "invalid", "household"),
    ],
)
def test_bad_input_names_the_field(
    cast: Cast, post: Post, changes: dict[str, Any], code: str, field: str
) -> None:
    answer = post(cast.client("operator"), PATH, said(cast, **changes))
    body = answer.json()
    assert (answer.status_code, body["code"], list(body["fields"])) == (422, code, [field])
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("manager", 403), ("farmer", 403), ("official", 403)]
)
def test_others_weigh_nothing_in(cast: Cast, post: Post, who: str, status: int) -> None:
    assert post(cast.client(who), PATH, said(cast)).status_code == status
    assert not Receipt.objects.exists()
    assert not Lot.objects.exists()


def test_a_visitor_weighs_nothing_in(cast: Cast, post: Post, visitor: Any) -> None:
    assert post(visitor, PATH, said(cast)).status_code == 401
    assert not Receipt.objects.exists()


def again(receipt: Receipt, **changes: Any) -> tuple[str, dict[str, Any]]:
    body = {
        "uid": str(uuid.uuid4()), "paper": "label", "printed_at": "2026-09-28T09:30:00+08:00",
    } | changes  # fmt: skip
    return f"{PATH}/{receipt.uid}/reprints", body


def test_a_reprint_is_counted_once_and_read_with_its_receipt(cast: Cast, post: Post) -> None:
    receipt, client = weigh(cast), cast.client("operator")
    path, body = again(receipt)
    assert [post(client, path, body).status_code for _ in range(2)] == [201, 201]
    assert post(client, *again(receipt, paper="slip")).json()["paper"] == "slip"
    rows = cast.client("manager").get(PATH).json()["results"]
    assert [row["reprints_count"] for row in rows] == [2]
    assert post(client, path, body | {"paper": "slip"}).json()["code"] == "reprint_changed"


def test_a_stranger_reprints_nothing(cast: Cast, post: Post) -> None:
    receipt = weigh(cast)
    assert post(cast.client("stranger"), *again(receipt)).status_code == 404
    assert not Reprint.objects.exists()
