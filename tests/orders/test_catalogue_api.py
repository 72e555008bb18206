"""The public catalogue: who may look, what is found, how many statements it takes."""

from base64 import b64encode
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from cooperatives.models import Household, Listing, ListingLot
from cooperatives.services import sort_shelf
from orders.models import FeeRule, ShippingRule
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
            "sold_packages": 0, "season": "", "category": "vegetable",
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


def test_a_page_shows_where_it_comes_from(cast: Cast, visitor: Client) -> None:
    Household.objects.filter(pk=cast.monitored_household.pk).update(named_in_public=True)
    first = a_lot(cast, household="potato_household", net_g=6_000, number=1)
    second = a_lot(cast, household="monitored_household", net_g=1_600, number=2)
    listing = a_listing(cast, first, second)
    body = visitor.get(f"{LIST}/{listing.uid}").json()
    assert body["provenance"] == {
        "station": {
            "name": "东峡一村电商服务站", "township": "东峡镇", "village": "东峡一村",
            "opened_on": "2021-03-01",
        },
        "cooperative": {"name": "东峡种植专业合作社", "credit_code": "93639999MA990001XA"},
        "lots": [
            {"code": first.code, "received_on": "2026-09-27", "available_g": 6_000},
            {"code": second.code, "received_on": "2026-09-27", "available_g": 1_600},
        ],
        "households": 2,
        "household_names": ["李秀英"],
        "branch": {"name": "东峡一村党支部", "part_name": "支部领办"},
    }  # fmt: skip
    assert body["shipping"] == {
        "fee": "8.00", "free_from": "99.00", "first_g": 0, "step_g": 0, "step": "0.00",
        "zones": [],
    }  # fmt: skip
    assert body["return_rule_name"] == "鲜活易腐，不适用七天无理由"
    assert body["certificate_regime"] == "commitment"


def test_a_page_shows_where_the_money_goes(cast: Cast, visitor: Client) -> None:
    lot = a_lot(cast, household="potato_household", net_g=6_000, number=1)
    listing = a_listing(cast, lot, price_fen=1_550)
    money = visitor.get(f"{LIST}/{listing.uid}").json()["where_the_money_goes"]
    assert [(row["part"], row["low"], row["high"]) for row in money] == [
        ("household", "12.85", "12.87"),
        ("cooperative", "0.46", "0.47"),
        ("station", "0.77", "0.78"),
        ("village", "0.31", "0.31"),
        ("packaging", "1.00", "1.00"),
        ("payment_fee", "0.09", "0.10"),
    ]


def test_goods_bought_at_the_scale_repay_the_cooperative(cast: Cast, visitor: Client) -> None:
    lot = a_lot(cast, household="potato_household", net_g=6_000, number=1, mode="purchase")
    listing = a_listing(cast, lot)
    money = visitor.get(f"{LIST}/{listing.uid}").json()["where_the_money_goes"]
    shown = {row["part"]: (row["low"], row["high"]) for row in money}
    assert shown["household"] == ("0.00", "0.00")
    assert shown["purchase"] == ("12.41", "12.41")


def test_the_rules_in_force_are_shown_not_the_announced_ones(cast: Cast, visitor: Client) -> None:
    FeeRule.objects.create(
        county_code="630121", number=2, published_at=NOW, effective_from=NOW + timedelta(days=7),
        payment_fee_bp=60, packaging_fen_per_package=200, station_bp=0, cooperative_bp=0,
        village_bp=0,
    )  # fmt: skip
    ShippingRule.objects.create(
        county_code="630121", number=2, effective_from=NOW - timedelta(days=1), fee_fen=1_000,
        free_from_fen=20_000, first_g=3_000, step_g=1_000, step_fen=150,
        zones=[{"region": "西藏自治区", "surcharge_fen": 0, "served": False}],
    )  # fmt: skip
    body = visitor.get(f"{LIST}/{a_listing(cast).uid}").json()
    assert body["where_the_money_goes"][4]["high"] == "1.00"
    assert body["shipping"] == {
        "fee": "10.00", "free_from": "200.00", "first_g": 3_000, "step_g": 1_000, "step": "1.50",
        "zones": [{"region": "西藏自治区", "served": False, "surcharge": "0.00"}],
    }  # fmt: skip


def test_a_page_takes_four_statements_whatever_its_lots(
    cast: Cast, visitor: Client, django_assert_max_num_queries: Any
) -> None:
    lots = [a_lot(cast, household="potato_household", net_g=500, number=n) for n in range(1, 30)]
    listing = a_listing(cast, *lots)
    with django_assert_max_num_queries(4):
        assert visitor.get(f"{LIST}/{listing.uid}").status_code == 200


def test_categories_count_what_is_on_sale(cast: Cast, visitor: Client) -> None:
    a_listing(cast)
    a_listing(cast, package_g=5_000)
    a_listing(cast, product="broad_bean", status="down")
    assert visitor.get("/api/v1/public/categories").json() == [
        {"code": "vegetable", "name": "蔬菜", "listings": 2}
    ]


def test_what_came_back_leaves_the_end_of_the_shelf(cast: Cast, visitor: Client) -> None:
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    back = a_listing(cast, lot)
    empty = a_listing(cast, title="最新", package_g=500, on_sale_at=WEIGHED + timedelta(hours=9))
    Listing.objects.filter(pk=back.pk).update(sold_out=True)
    assert sort_shelf(now=NOW) == 2
    assert _titles(visitor) == [back.title, empty.title]
    assert sort_shelf(now=NOW) == 0
