"""`/listings`: put up, read, stock, release, return, take down."""

from collections.abc import Callable
from typing import Any

import pytest

from cooperatives.models import Listing, ListingLot
from cooperatives.queries import listing_digest
from tests.cast import Cast
from tests.cooperatives.scenes import offer, on_sale, weigh

pytestmark = pytest.mark.usefixtures("clock")
Post = Callable[..., Any]
PATH = "/api/v1/listings"


def said(cast: Cast, *codes: str, **changes: Any) -> dict[str, Any]:
    return {
        "product": str(cast.potato.uid),
        "grade": "first",
        "title": "高原土豆 5 斤装",
        "story": "",
        "package_g": 2_500,
        "price": "12.00",
        "lots": list(codes),
    } | changes


def test_an_operator_puts_potatoes_up(cast: Cast, post: Post) -> None:
    lot = weigh(cast).lot
    answer = post(cast.client("operator"), PATH, said(cast, lot.code))
    body = answer.json()
    assert answer.status_code == 201
    assert (body["status"], body["status_name"]) == ("submitted", "待审")
    assert (body["price"], body["price_per_jin"], body["available_packages"]) == (
        "12.00",
        "2.40",
        5,
    )
    assert body["lots"] == [{"code": lot.code, "available_g": 12_750}]
    assert body["reason"] is None


def test_the_manager_releases_and_the_second_is_on_sale_at_once(cast: Cast, post: Post) -> None:
    listing = offer(cast, weigh(cast))
    answer = post(
        cast.client("manager"), f"{PATH}/{listing.uid}/release",
        {"content_digest": listing_digest(listing)},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["status"]) == (200, "on_sale")
    code = weigh(cast).lot.code
    body = said(cast, code, package_g=5_000, price="24.00")
    assert post(cast.client("operator"), PATH, body).json()["status"] == "on_sale"


def test_the_manager_returns_with_a_reason(cast: Cast, post: Post) -> None:
    listing = offer(cast, weigh(cast))
    answer = post(cast.client("manager"), f"{PATH}/{listing.uid}/return", {"reason": "请补充说明"})
    assert (answer.json()["status"], answer.json()["reason"]) == ("returned", "请补充说明")


def test_more_stock_counts_at_once(cast: Cast, post: Post) -> None:
    listing, more = on_sale(cast, weigh(cast)), weigh(cast, "monitored_household")
    answer = post(cast.client("operator"), f"{PATH}/{listing.uid}/stock", {"lots": [more.lot.code]})
    assert (answer.status_code, answer.json()["available_packages"]) == (200, 10)


def test_the_station_takes_it_down(cast: Cast, post: Post) -> None:
    listing = on_sale(cast, weigh(cast))
    body = {"reason": "今年卖完了"}
    answer = post(cast.client("operator"), f"{PATH}/{listing.uid}/take-down", body)
    assert (answer.json()["status"], answer.json()["lots"]) == ("down", [])


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"grade": "second"}, 409, "lot_does_not_match"),
        ({"price": "0.00"}, 422, "invalid"),
        ({"price": "12.345"}, 422, "invalid"),
        ({"package_g": 0}, 422, "invalid"),
        ({"title": ""}, 422, "invalid"),
        ({"lots": []}, 422, "invalid"),
        ({"lots": ["DT26092800100019"]}, 422, "invalid"),
    ],
)
def test_bad_input_is_refused(
    cast: Cast, post: Post, changes: dict[str, Any], status: int, code: str
) -> None:
    lot = weigh(cast).lot
    answer = post(cast.client("operator"), PATH, said(cast, lot.code, **changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Listing.objects.exists()


def test_a_lot_listed_before_and_a_package_listed_before(cast: Cast, post: Post) -> None:
    lot, other = weigh(cast).lot, weigh(cast).lot
    on_sale(cast, lot.receipt)
    client = cast.client("operator")
    listed = post(client, PATH, said(cast, lot.code, package_g=5_000))
    exists = post(client, PATH, said(cast, other.code))
    assert (listed.status_code, listed.json()["code"]) == (409, "lot_already_listed")
    assert (exists.status_code, exists.json()["code"]) == (409, "listing_exists")
    assert (Listing.objects.count(), ListingLot.objects.count()) == (1, 1)


def test_listings_are_read_by_status(cast: Cast) -> None:
    listing = on_sale(cast, weigh(cast))
    client = cast.client("operator")
    on_sale_now = client.get(f"{PATH}?status=on_sale").json()["results"]
    assert [row["uid"] for row in on_sale_now] == [str(listing.uid)]
    assert client.get(f"{PATH}?status=returned").json()["results"] == []
    assert client.get(f"{PATH}/{listing.uid}").json() == on_sale_now[0]


def test_listings_cost_the_same_however_many(
    cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    on_sale(cast, weigh(cast), weigh(cast))
    offer(cast, weigh(cast), package_g=5_000, price_fen=2_400)
    client = cast.client("operator")
    with django_assert_num_queries(7):
        assert len(client.get(PATH).json()["results"]) == 2


@pytest.mark.parametrize(
    ("who", "verb", "status"),
    [
        ("stranger", "release", 403),
        ("stranger_manager", "release", 404),
        ("operator", "release", 403),
        ("accountant", "release", 403),
        ("stranger_manager", "return", 404),
        ("operator", "return", 403),
        ("stranger", "stock", 404),
        ("manager", "stock", 403),
        ("stranger", "take-down", 404),
        ("stranger_manager", "take-down", 404),
        ("stranger_official", "take-down", 404),
        ("accountant", "take-down", 403),
        ("buyer", "take-down", 404),
    ],
)
def test_others_change_nothing(cast: Cast, post: Post, who: str, verb: str, status: int) -> None:
    listing = offer(cast, weigh(cast))
    body = {
        "reason": "不合规", "lots": [weigh(cast).lot.code], "content_digest": "0" * 64,
    }  # fmt: skip
    answer = post(cast.client(who), f"{PATH}/{listing.uid}/{verb}", body)
    assert answer.status_code == status
    assert Listing.objects.get().status == "submitted"
    assert ListingLot.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "stranger_manager", "buyer"])
def test_others_read_nothing(cast: Cast, who: str) -> None:
    listing = on_sale(cast, weigh(cast))
    client = cast.client(who)
    assert client.get(PATH).json()["results"] == []
    assert client.get(f"{PATH}/{listing.uid}").status_code == 404


def test_a_stranger_lists_no_lot_of_this_station(cast: Cast, post: Post) -> None:
    lot = weigh(cast).lot
    answer = post(cast.client("stranger"), PATH, said(cast, lot.code))
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["lots"])
    assert not Listing.objects.exists()
