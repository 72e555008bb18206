"""The counter's reads: station, households, prices, receipts, lots."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cooperatives.models import Lot
from tests.cast import Cast
from tests.cooperatives.scenes import on_sale, weigh

pytestmark = pytest.mark.usefixtures("clock")
READS = ["stations/mine", "households", "prices", "receipts", "lots"]


def names(answer: Any, key: str) -> list[Any]:
    return [row[key] for row in answer.json()["results"]]


def test_an_operator_learns_its_station(cast: Cast) -> None:
    body = cast.client("operator").get("/api/v1/stations/mine").json()
    assert body == {
        "uid": str(cast.dongxia_station.uid),
        "name": "东峡一村电商服务站",
        "status": "operating",
        "letters": "001",
        "county_letters": "DT",
        "township": "东峡镇",
        "village": "东峡一村",
        "cooperative": {"uid": str(cast.cooperative.uid), "name": "东峡种植专业合作社"},
    }


def test_a_manager_has_no_station_of_its_own(cast: Cast) -> None:
    assert cast.client("manager").get("/api/v1/stations/mine").status_code == 404


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("马有福", ["马有福"]),
        ("有福", ["马有福"]),
        ("mayou", ["马有福"]),
        ("LXY", ["李秀英"]),
        ("0003", ["才让·卓玛"]),
        ("hc000002", ["李秀英"]),
        ("dxzyc", ["才让·卓玛", "李秀英", "马有福"]),
        ("一村", ["才让·卓玛", "李秀英", "马有福"]),
        ("没有这人", []),
    ],
)
def test_a_household_is_found_many_ways(cast: Cast, term: str, found: list[str]) -> None:
    answer = cast.client("operator").get("/api/v1/households", {"search": term})
    assert names(answer, "head_name") == found


def test_a_household_shows_four_digits_and_nothing_sealed(cast: Cast) -> None:
    answer = cast.client("operator").get("/api/v1/households", {"search": "马有福"})
    assert answer.json()["results"] == [
        {
            "uid": str(cast.potato_household.uid),
            "card_no": "HC000001",
            "head_name": "马有福",
            "village": "东峡一村",
            "size": 4,
            "category": "general",
            "category_name": "一般户",
            "phone_tail": "0001",
            "township": "东峡镇",
            "villager_group": "",
            "status": "active",
            "status_name": "在册",
            "is_temporary": False,
            "pinyin": "mayoufu",
            "initials": "myf",
            "village_initials": "dxzyc",
        }
    ]
    assert "639999" not in answer.content.decode()


def test_households_cost_the_same_however_many(
    cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client = cast.client("operator")
    client.get("/api/v1/households")
    with django_assert_num_queries(4):  # session, user, hat, households
        client.get("/api/v1/households")


def test_prices_of_the_day(cast: Cast) -> None:
    rows = cast.client("operator").get("/api/v1/prices").json()
    assert [(row["product"]["name"], row["buy_per_jin"], row["sell_per_jin"]) for row in rows] == [
        ("土豆", "1.20", "2.40"),
        ("蚕豆", "4.00", "7.00"),
    ]
    assert rows[0]["product"]["certificate_regime"] == "commitment"
    assert rows[0]["product"]["most_g_per_receipt"] == 2_000_000


def test_another_cooperative_has_its_own_prices(cast: Cast) -> None:
    assert cast.client("stranger").get("/api/v1/prices").json() == []


def test_products_are_listed(cast: Cast) -> None:
    assert set(names(cast.client("operator").get("/api/v1/products"), "code")) == {
        "potato",
        "broad_bean",
    }


def test_receipts_and_lots_are_listed_newest_first(cast: Cast) -> None:
    first, second = weigh(cast), weigh(cast, "monitored_household")
    client = cast.client("operator")
    assert names(client.get("/api/v1/receipts"), "uid") == [str(second.uid), str(first.uid)]
    assert names(client.get("/api/v1/lots"), "code") == [second.lot.code, first.lot.code]


def test_unlisted_lots_are_those_without_a_listing(cast: Cast) -> None:
    listed, free = weigh(cast), weigh(cast)
    on_sale(cast, listed)
    client = cast.client("operator")
    assert names(client.get("/api/v1/lots?unlisted=1"), "code") == [free.lot.code]
    body = client.get(f"/api/v1/lots/{listed.lot.code}").json()
    assert (body["listing_title"], body["available_g"]) == ("高原土豆 5 斤装", 12_750)


def test_lots_in_stock_are_those_with_goods_on_the_shelf(cast: Cast) -> None:
    there, gone = weigh(cast), weigh(cast)
    Lot.objects.filter(pk=gone.lot.pk).update(available_g=0, wasted_g=gone.net_g)
    client = cast.client("operator")
    assert names(client.get("/api/v1/lots?stock=1"), "code") == [there.lot.code]
    assert names(cast.client("stranger").get("/api/v1/lots?stock=1"), "code") == []


def test_lots_cost_the_same_however_many(
    cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    on_sale(cast, weigh(cast), weigh(cast), weigh(cast, "monitored_household"))
    client = cast.client("operator")
    with django_assert_num_queries(4):
        assert len(client.get("/api/v1/lots").json()["results"]) == 3


def test_a_receipt_is_read_by_its_station(cast: Cast) -> None:
    receipt = weigh(cast)
    body = cast.client("operator").get(f"/api/v1/receipts/{receipt.uid}").json()
    assert (body["household_name"], body["amount"], body["net_g"]) == ("马有福", "30.60", 12_750)


def test_a_stranger_sees_none_of_it(cast: Cast) -> None:
    receipt = weigh(cast)
    client = cast.client("stranger")
    assert names(client.get("/api/v1/households"), "uid") == []
    assert names(client.get("/api/v1/receipts"), "uid") == []
    assert names(client.get("/api/v1/lots"), "code") == []
    assert client.get(f"/api/v1/receipts/{receipt.uid}").status_code == 404
    assert client.get(f"/api/v1/lots/{receipt.lot.code}").status_code == 404


@pytest.mark.parametrize("path", READS)
def test_a_visitor_is_asked_to_sign_in(cast: Cast, visitor: Client, path: str) -> None:
    assert visitor.get(f"/api/v1/{path}").status_code == 401


@pytest.mark.parametrize("path", READS)
def test_a_buyer_is_refused(cast: Cast, path: str) -> None:
    assert cast.client("buyer").get(f"/api/v1/{path}").status_code == 403
