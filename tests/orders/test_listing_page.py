"""The page of one listing: provenance, money, papers and delivery, for anybody."""

from datetime import date, timedelta
from gzip import decompress
from typing import Any

import pytest
from django.test import Client

from cooperatives.models import GoodsPaper, Household, Listing
from orders.models import FeeRule, Order, ShippingRule
from tests.cast import NOW, Cast
from tests.orders.market import a_listing, a_lot, an_order, wanted

LIST = "/api/v1/public/listings"
pytestmark = pytest.mark.usefixtures("clock")


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


def test_a_kept_answer_is_the_same_until_its_moment_is_over(
    cast: Cast, visitor: Client, settings: Any
) -> None:
    settings.PUBLIC_KEPT_S = 60
    listing = a_listing(cast)
    address = f"{LIST}/{listing.uid}"
    first = visitor.get(address)
    Listing.objects.update(title="changed")
    assert visitor.get(address).content == first.content
    settings.PUBLIC_KEPT_S = 0
    assert visitor.get(address).json()["title"] == "changed"


def test_a_kept_answer_travels_packed_to_who_takes_it(
    cast: Cast, visitor: Client, settings: Any
) -> None:
    settings.PUBLIC_KEPT_S = 60
    address = f"{LIST}/{a_listing(cast).uid}"
    plain = visitor.get(address)
    packed = visitor.get(address, headers={"Accept-Encoding": "gzip, deflate"})
    assert (packed["Content-Encoding"], packed["Vary"]) == ("gzip", plain["Vary"])
    assert decompress(packed.content) == plain.content
    assert len(packed.content) * 3 < len(plain.content) * 2


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


def test_the_rules_of_a_county_are_read_once_in_half_a_minute(
    cast: Cast, visitor: Client, settings: Any, clock: Any, django_assert_num_queries: Any
) -> None:
    settings.RULES_KEPT_S = 30
    # Past what any other test has read.
    clock.shift(timedelta(hours=1))
    address = f"{LIST}/{a_listing(cast).uid}"
    assert visitor.get(address).json()["shipping"]["fee"] == "8.00"
    ShippingRule.objects.create(
        county_code="630121", number=9, effective_from=NOW, fee_fen=900, free_from_fen=9_900
    )
    with django_assert_num_queries(2):
        assert visitor.get(address).json()["shipping"]["fee"] == "8.00"
    clock.shift(timedelta(seconds=30))
    assert visitor.get(address).json()["shipping"]["fee"] == "9.00"


def test_a_page_takes_four_statements_whatever_its_lots(
    cast: Cast, visitor: Client, django_assert_max_num_queries: Any
) -> None:
    lots = [a_lot(cast, household="potato_household", net_g=500, number=n) for n in range(1, 30)]
    listing = a_listing(cast, *lots)
    with django_assert_max_num_queries(4):
        assert visitor.get(f"{LIST}/{listing.uid}").status_code == 200


def test_the_seller_shows_licence_papers_in_force_and_who_sells_for_itself(
    cast: Cast, visitor: Client
) -> None:
    own = a_lot(cast, household="potato_household", net_g=500, number=1)
    bought = a_lot(cast, household="monitored_household", net_g=500, number=2, mode="purchase")
    listing = a_listing(cast, own, bought)
    for number, last in (("JC-1", date(2026, 9, 1)), ("JC-2", date(2027, 9, 1))):
        GoodsPaper.objects.create(
            cooperative=cast.cooperative, product=cast.potato, kind="test", number=number,
            issuer="县检测中心", valid_from=date(2026, 1, 1), valid_to=last, at=NOW,
            made_by=cast.users["accountant"],
        )  # fmt: skip
    seller = visitor.get(f"{LIST}/{listing.uid}/seller").json()
    assert seller["credit_code"] == "93639999MA990001XA"
    assert seller["self_produced_households"] == 1
    assert [paper["number"] for paper in seller["papers"]] == ["JC-2"]


def test_a_delivery_is_told_as_it_was_measured(cast: Cast, visitor: Client) -> None:
    lot = a_lot(cast, household="potato_household", net_g=90_000, number=1)
    listing = a_listing(cast, lot)
    address = f"{LIST}/{listing.uid}/delivery"
    assert visitor.get(address).json()["parcels"] == 0
    for n, (to_ship, on_the_way) in enumerate(((1, 2), (2, 6), (9, 3), (1, 3), (2, 1))):
        order = an_order(cast, wanted(listing, 1), key=f"key-{n}")
        sent = NOW - timedelta(days=on_the_way)
        Order.objects.filter(pk=order.pk).update(paid_at=sent - timedelta(days=to_ship))
        order.shipments.update(
            status="delivered", shipped_at=sent, delivered_at=NOW, courier="SF", waybill=f"SF{n}"
        )
    assert visitor.get(address).json() == {
        "parcels": 5, "days_to_ship": "2.0", "days_on_the_way": "3.0",
    }  # fmt: skip
