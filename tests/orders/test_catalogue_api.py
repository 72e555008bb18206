"""The public catalogue: who may look, what is found, how many statements it takes."""

from base64 import b64encode
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from backend.common.models import StoredPhoto
from cooperatives.models import Listing, ListingLot, ListingPhoto, Product
from cooperatives.services import sort_shelf
from orders.api.catalogue_shapes import CardSerializer, ListingStorySerializer
from tests.cast import NOW, Cast
from tests.orders.market import WEIGHED, a_listing, a_lot

LIST = "/api/v1/public/listings"
pytestmark = pytest.mark.usefixtures("clock")


def _titles(client: Client, **query: str) -> list[str]:
    return [row["title"] for row in client.get(LIST, query).json()["results"]]


def test_a_visitor_sees_what_is_on_sale(cast: Cast, visitor: Client) -> None:
    listing = a_listing(
        cast,
        a_lot(cast, household="potato_household", net_g=6_000, number=1),
        a_lot(cast, household="monitored_household", net_g=1_600, number=2),
    )
    assert visitor.get(LIST).json()["results"] == [
        {
            "uid": str(listing.uid), "title": "东峡土豆 5 斤", "product_name": "土豆",
            "product_code": "potato", "grade": "first", "grade_name": "一级", "package_g": 2_500,
            "price": "15.00", "price_per_jin": "3.00", "picture": "/static/products/potato.svg",
            "township": "东峡镇", "station_name": "东峡一村电商服务站", "available_packages": 3,
            "sold_packages": 0, "season": "", "in_season": False, "category": "vegetable",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "down"])
def test_what_is_not_on_sale_is_not_there(cast: Cast, visitor: Client, status: str) -> None:
    listing = a_listing(cast, status=status)
    assert visitor.get(LIST).json()["results"] == []
    assert visitor.get(f"{LIST}/{listing.uid}").status_code == 404


def test_an_expired_lot_is_no_stock(cast: Cast, visitor: Client) -> None:
    lot = a_lot(
        cast, household="potato_household", net_g=9_000, number=1, expires_on=date(2026, 9, 27)
    )
    a_listing(cast, lot)
    assert visitor.get(LIST).json()["results"][0]["available_packages"] == 0


@pytest.mark.parametrize("words", ["土豆", "洋芋", "TUDOU", "dxz", "东峡 土豆", "東峽", "５"])
def test_all_words_of_a_search_must_be_found(cast: Cast, visitor: Client, words: str) -> None:
    a_listing(cast)
    a_listing(cast, product="broad_bean", title="蚕豆", package_g=500, search_text="蚕豆 candou cd")
    assert _titles(visitor, search=words) == ["东峡土豆 5 斤"]


def test_a_search_for_nothing_there_is_empty(cast: Cast, visitor: Client) -> None:
    a_listing(cast)
    assert _titles(visitor, search="土豆 蚕豆") == []


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("图豆", ["土豆"]),
        ("todou", ["土豆"]),
        ("东侠", ["东峡镇"]),
        ("红烧 洋芋片", ["土豆"]),
        ("q", []),
    ],
)
def test_a_search_without_a_hit_leads_on(
    cast: Cast, visitor: Client, typed: str, near: list[str]
) -> None:
    Product.objects.filter(pk=cast.potato.pk).update(season_months=[9])
    a_listing(cast)
    found = visitor.get("/api/v1/public/suggestions", {"search": typed}).json()
    assert found == {"near": near, "in_season": ["土豆"]}


def test_category_and_township_narrow_the_list(cast: Cast, visitor: Client) -> None:
    a_listing(cast)
    a_listing(cast, product="broad_bean", station="qinglin", title="青林蚕豆", package_g=500)
    assert _titles(visitor, category="dry_legume") == ["青林蚕豆"]
    assert _titles(visitor, township="630121103") == ["东峡土豆 5 斤"]
    assert _titles(visitor, township="630121205") == []
    assert _titles(visitor, township="630121 or 1") == []


def _shelf(cast: Cast) -> list[str]:
    """25 listings, three of a minute, every fourth with goods; their titles in shelf order."""
    Listing.objects.bulk_create(
        Listing(
            station=cast.dongxia_station, cooperative=cast.cooperative, product=cast.potato,
            area_code=cast.dongxia_station.area_code, made_by=cast.users["operator"],
            title=f"第 {n} 种", grade="first", package_g=100 + n, price_fen=100, status="on_sale",
            on_sale_at=WEIGHED + timedelta(minutes=n // 3),
        )
        for n in range(25)
    )  # fmt: skip
    for n in range(0, 25, 4):
        lot = a_lot(cast, household="potato_household", net_g=9_000, number=n + 1)
        ListingLot.objects.create(
            listing=Listing.objects.get(package_g=100 + n), lot=lot, added_at=WEIGHED
        )
    sort_shelf(now=NOW)
    newest = range(24, -1, -1)
    in_order = [n for n in newest if n % 4 == 0] + [n for n in newest if n % 4]
    return [f"第 {n} 种" for n in in_order]


@pytest.mark.parametrize("page_size", ["2", "5", "20"])
def test_what_is_in_stock_stands_first_and_pages_follow_each_other(
    cast: Cast, visitor: Client, page_size: str
) -> None:
    shelf = _shelf(cast)
    seen, address = [], f"{LIST}?page_size={page_size}"
    while address:
        page = visitor.get(address).json()
        seen.append([row["title"] for row in page["results"]])
        last, address = page, page["next"]
    assert [title for titles in seen for title in titles] == shelf
    for titles in reversed(seen[:-1]):
        last = visitor.get(last["previous"]).json()
        assert [row["title"] for row in last["results"]] == titles
    assert last["previous"] is None


@pytest.mark.parametrize("position", ["7", "[]", '["0","never","x"]', "True", '["0"]'])
def test_a_changed_cursor_finds_nothing(cast: Cast, visitor: Client, position: str) -> None:
    a_listing(cast)
    cursor = b64encode(urlencode({"p": position}).encode()).decode()
    assert visitor.get(LIST, {"cursor": cursor}).status_code == 404


def test_a_list_takes_one_statement_whatever_its_rows(
    cast: Cast, visitor: Client, django_assert_max_num_queries: Any
) -> None:
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    a_listing(cast, lot)
    with django_assert_max_num_queries(1):
        visitor.get(LIST, {"search": "土豆"})
    for n in range(15):
        a_listing(cast, package_g=600 + n)
    with django_assert_max_num_queries(1):
        visitor.get(LIST, {"search": "土豆"})


def test_the_schema_names_every_field_of_a_card_and_a_page(cast: Cast, visitor: Client) -> None:
    listing = a_listing(cast)
    assert list(visitor.get(LIST).json()["results"][0]) == list(CardSerializer().fields)
    assert list(visitor.get(f"{LIST}/{listing.uid}").json()) == list(
        ListingStorySerializer().fields
    )


def test_a_photo_stands_before_the_drawing_and_a_page_shows_all(
    cast: Cast, visitor: Client
) -> None:
    listing = a_listing(cast)
    for position, digest in enumerate(("b" * 64, "a" * 64)):
        photo = StoredPhoto.objects.create(
            digest=digest, width=1280, height=960, full_bytes=9, thumb_bytes=9, by_uid="x",
            stored_at=NOW,
        )  # fmt: skip
        ListingPhoto.objects.create(listing=listing, photo=photo, position=position)
    assert visitor.get(LIST).json()["results"][0]["picture"] == f"/photos/{'b' * 64}_thumb.webp"
    photos = visitor.get(f"{LIST}/{listing.uid}").json()["photos"]
    assert photos == [f"/photos/{'b' * 64}.webp", f"/photos/{'a' * 64}.webp"]


def test_what_is_in_season_and_what_is_cheapest_can_be_asked_for(
    cast: Cast, visitor: Client
) -> None:
    Product.objects.filter(pk=cast.potato.pk).update(season_months=[9, 10])
    a_listing(cast, title="dear", price_fen=1_900)
    a_listing(cast, title="cheap", package_g=500, price_fen=300)
    a_listing(cast, product="broad_bean", title="蚕豆", package_g=500)
    assert _titles(visitor, in_season="1", sort="cheapest") == ["cheap", "dear"]


def test_the_townships_with_goods_are_named(cast: Cast, visitor: Client) -> None:
    a_listing(cast)
    a_listing(cast, station="qinglin", status="down")
    found = visitor.get("/api/v1/public/townships").json()
    assert found == [{"code": "630121103", "name": "东峡镇"}]


def test_categories_count_what_is_on_sale(cast: Cast, visitor: Client) -> None:
    a_listing(cast)
    a_listing(cast, package_g=5_000)
    a_listing(cast, product="broad_bean", status="down")
    assert visitor.get("/api/v1/public/categories").json() == [
        {"code": "vegetable", "name": "蔬菜", "listings": 2, "in_season": 0}
    ]


def test_the_category_with_most_in_season_comes_first(cast: Cast, visitor: Client) -> None:
    a_listing(cast)
    a_listing(cast, package_g=5_000)
    a_listing(cast, product="broad_bean", package_g=500)
    Product.objects.filter(pk=cast.broad_bean.pk).update(season_months=[NOW.month])
    found = visitor.get("/api/v1/public/categories").json()
    assert [(one["code"], one["in_season"]) for one in found] == [
        ("dry_legume", 1), ("vegetable", 0),
    ]  # fmt: skip


def test_what_came_back_leaves_the_end_of_the_shelf(cast: Cast, visitor: Client) -> None:
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    back = a_listing(cast, lot)
    empty = a_listing(cast, title="最新", package_g=500, on_sale_at=WEIGHED + timedelta(hours=9))
    Listing.objects.filter(pk=back.pk).update(sold_out=True)
    assert sort_shelf(now=NOW) == 2
    assert _titles(visitor) == [back.title, empty.title]
    assert sort_shelf(now=NOW) == 0
