"""运费 by region and weight, accounts by cooperative, and who may change either."""

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from backend.common.money import yuan
from cooperatives.models import Listing, Lot
from orders.models import FeeRule, MerchantAccount, Order, ShippingRule
from orders.rules.placing import Load, Receiver, RegionNotServed, shipping_of
from tests.cast import NOW, Cast
from tests.orders.market import RECEIVER, a_listing, a_lot, an_order, wanted

TERMS = SimpleNamespace(
    fee_fen=800, free_from_fen=9_900, first_g=3_000, step_g=1_000, step_fen=150,
    zones=[
        {"region": "新疆维吾尔自治区", "surcharge_fen": 1_200, "served": True},
        {"region": "西藏自治区", "surcharge_fen": 0, "served": False},
        {"region": "西藏自治区拉萨市", "surcharge_fen": 2_000, "served": True},
    ],
)  # fmt: skip
SETTINGS = "/api/v1/settings"
FEES = {
    "payment_fee_bp": 60, "packaging_fen_per_package": 100, "station_bp": 400,
    "cooperative_bp": 300, "village_bp": 200,
}  # fmt: skip


@pytest.mark.parametrize(
    ("load", "region", "fee_fen"),
    [
        (Load(3_000, 3_000), "青海省西宁市", 800),
        (Load(3_000, 3_001), "青海省西宁市", 950),
        (Load(3_000, 5_000), "新疆维吾尔自治区 喀什地区", 2_300),
        (Load(9_900, 9_000), "青海省西宁市", 0),
        (Load(9_900, 9_000), "新疆维吾尔自治区 喀什地区", 1_200),
        (Load(3_000, 1_000), "西藏自治区 拉萨市", 2_800),
    ],
)
def test_a_shipment_costs_by_weight_and_region(load: Load, region: str, fee_fen: int) -> None:
    assert shipping_of(load, TERMS, region=region) == fee_fen


def test_a_region_out_of_reach_is_refused_by_name() -> None:
    with pytest.raises(RegionNotServed) as refused:
        shipping_of(Load(1, 1), TERMS, region="西藏自治区那曲市")
    assert list(refused.value.fields) == ["receiver.region"]


@pytest.fixture
def lot(cast: Cast) -> Lot:
    return a_lot(cast, household="potato_household", net_g=30_000, number=1)


def _rule_of_regions() -> ShippingRule:
    given = {name: getattr(TERMS, name) for name in vars(TERMS)}
    return ShippingRule.objects.create(
        county_code="630121", number=2, effective_from=NOW - timedelta(days=1), **given
    )


def test_an_address_out_of_range_is_said_before_the_cart_is_ordered(
    cast: Cast, lot: Lot, visitor: Any, post: Any
) -> None:
    _rule_of_regions()
    lines = [{"listing": str(a_listing(cast, lot).uid), "quantity": 1}]
    body = {"lines": lines, "region": "西藏自治区那曲市"}
    answer = post(visitor, "/api/v1/orders/quote", body).json()
    assert "暂时不能送到" in answer["stations"][0]["problem"]


def test_and_refused_when_it_is_ordered_all_the_same(cast: Cast, lot: Lot) -> None:
    _rule_of_regions()
    receiver = Receiver(RECEIVER.name, RECEIVER.phone, "西藏自治区那曲市", "色尼区一号")
    with pytest.raises(RegionNotServed):
        an_order(cast, wanted(a_listing(cast, lot), 1), receiver=receiver)
    lot.refresh_from_db()
    assert (Order.objects.count(), lot.held_g) == (0, 0)


def test_who_picks_up_pays_no_shipping(cast: Cast, lot: Lot) -> None:
    receiver = Receiver(RECEIVER.name, RECEIVER.phone, "", "", pick_up=True)
    order = an_order(cast, wanted(a_listing(cast, lot), 1), receiver=receiver)
    assert (order.shipping_fen, order.region) == (0, "到站自提")
    assert order.shipments.get().pick_up


def _beans_under_their_own_account(cast: Cast, station: str = "qinglin") -> Listing:
    MerchantAccount.objects.create(
        name="青林养殖合作社", app_id="2021009999999998", seller_id="2088999999999998",
        gateway="sandbox", county_code="630121", cooperative=cast.other_cooperative,
    )  # fmt: skip
    beans = a_lot(cast, household="monitored_household", net_g=9_000, number=2,
                  product="broad_bean", station=station)  # fmt: skip
    theirs = a_listing(cast, beans, product="broad_bean", station=station, package_g=500)
    Listing.objects.filter(pk=theirs.pk).update(cooperative=cast.other_cooperative)
    return theirs


def test_a_cart_under_two_accounts_becomes_two_orders(cast: Cast, lot: Lot) -> None:
    theirs = _beans_under_their_own_account(cast)
    own = MerchantAccount.objects.get(cooperative=cast.other_cooperative)
    first = an_order(cast, wanted(a_listing(cast, lot), 1), wanted(theirs, 2))
    second = Order.objects.exclude(pk=first.pk).get()
    assert (first.merchant, second.merchant) == (cast.merchant, own)
    assert [order.lines.count() for order in (first, second)] == [1, 1]
    assert an_order(cast, wanted(a_listing(cast, package_g=99), 1)) == first


def test_the_quote_tells_the_two_orders_and_what_placing_then_charges(
    cast: Cast, lot: Lot, visitor: Any, post: Any, django_assert_num_queries: Any
) -> None:
    """Both leave the same station, and each order pays for its own parcel."""
    ours, theirs = a_listing(cast, lot), _beans_under_their_own_account(cast, "dongxia")
    lines = [{"listing": str(one.uid), "quantity": 1} for one in (ours, theirs)]
    with django_assert_num_queries(3):
        body = post(visitor, "/api/v1/orders/quote", {"lines": lines}).json()
    assert [line["order"] for line in body["lines"]] == [0, 1]
    assert [one["merchant_name"] for one in body["orders"]] == [
        cast.merchant.name,
        "青林养殖合作社",
    ]
    first = an_order(cast, wanted(ours, 1), wanted(theirs, 1))
    placed = [first, Order.objects.exclude(pk=first.pk).get()]
    assert [yuan(one.total_fen) for one in placed] == [one["total"] for one in body["orders"]]


def test_a_remote_region_sees_its_surcharge_and_what_makes_the_rest_free(
    cast: Cast, lot: Lot, visitor: Any, post: Any
) -> None:
    _rule_of_regions()
    lines = [{"listing": str(a_listing(cast, lot).uid), "quantity": 1}]
    body = {"lines": lines, "region": "新疆维吾尔自治区 喀什地区 喀什市"}
    station = post(visitor, "/api/v1/orders/quote", body).json()["stations"][0]
    shown = {name: station[name] for name in ("shipping", "surcharge", "free_from", "problem")}
    assert shown == {
        "shipping": "20.00", "surcharge": "12.00", "free_from": "99.00", "problem": None,
    }  # fmt: skip


def test_a_fee_that_rose_since_the_quote_is_asked_again(cast: Cast, lot: Lot, post: Any) -> None:
    listing = a_listing(cast, lot)
    body = {
        "lines": [{"listing": str(listing.uid), "quantity": 1, "price": "15.00"}],
        "receiver": {"name": "周敏", "phone": "15490009999", "region": "新疆维吾尔自治区 喀什市",
                     "address": "解放路 1 号"}, "total": "23.00",
    }  # fmt: skip
    _rule_of_regions()
    refused = post(cast.client("buyer"), "/api/v1/orders", body, key="first-tap")
    assert (refused.status_code, refused.json()["code"]) == (409, "price_changed")
    assert (Order.objects.count(), list(refused.json()["fields"])) == (0, ["total"])
    accepted = body | {"total": "35.00"}
    assert (
        post(cast.client("buyer"), "/api/v1/orders", accepted, key="second-tap").status_code == 201
    )


def test_the_buyer_of_two_orders_is_led_from_one_to_the_other(cast: Cast, lot: Lot) -> None:
    theirs = _beans_under_their_own_account(cast)
    first = an_order(cast, wanted(a_listing(cast, lot), 1), wanted(theirs, 2))
    second = Order.objects.exclude(pk=first.pk).get()
    body = cast.client("buyer").get(f"/api/v1/orders/{first.number}").json()
    assert body["placed_together"] == [
        {
            "number": second.number, "status": "placed", "status_name": "待付款",
            "total": yuan(second.total_fen),
        }
    ]  # fmt: skip


def _propose(cast: Cast, post: Any, who: str = "administrator", **more: Any) -> Any:
    body = {
        "kind": "fees", "content": FEES, "effective_from": (NOW + timedelta(days=8)).isoformat(),
    }  # fmt: skip
    return post(cast.client(who), SETTINGS, body | more)


def _decide(cast: Cast, post: Any, proposal: dict[str, Any], who: str) -> Any:
    body = {"verdict": "approve", "comment": "", "digest": proposal["digest"]}
    return post(cast.client(who), f"{SETTINGS}/{proposal['uid']}/decide", body)


@pytest.mark.usefixtures("clock")
def test_a_fee_rule_is_proposed_then_agreed_by_an_official(cast: Cast, post: Any) -> None:
    proposal = _propose(cast, post).json()
    assert (proposal["state"], FeeRule.objects.count()) == ("proposed", 1)
    answer = _decide(cast, post, proposal, "official").json()
    rule = FeeRule.objects.get(number=2)
    assert (answer["state"], rule.station_bp, rule.published_at) == ("published", 400, NOW)


@pytest.mark.usefixtures("clock")
def test_a_change_is_announced_seven_days_ahead(cast: Cast, post: Any) -> None:
    answer = _propose(cast, post, effective_from=(NOW + timedelta(days=6)).isoformat())
    assert list(answer.json()["fields"]) == ["effective_from"]
    assert FeeRule.objects.count() == 1


@pytest.mark.usefixtures("clock")
def test_fees_leave_the_household_half(cast: Cast, post: Any) -> None:
    answer = _propose(cast, post, content=FEES | {"station_bp": 4_900})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["content"])


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("who", "status"), [("official", 403), ("manager", 403), ("buyer", 403)])
def test_only_the_administrator_proposes(cast: Cast, post: Any, who: str, status: int) -> None:
    assert _propose(cast, post, who).status_code == status
    assert FeeRule.objects.count() == 1


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("who", ["administrator", "manager", "stranger_official"])
def test_nobody_but_an_official_of_the_county_agrees(cast: Cast, post: Any, who: str) -> None:
    proposal = _propose(cast, post).json()
    assert _decide(cast, post, proposal, who).status_code in {403, 404}
    assert FeeRule.objects.count() == 1


def test_a_new_county_opens_its_shop_by_command(db: None, tmp_path: Path, capsys: Any) -> None:
    account = {"name": "大通县公共服务中心", "app_id": "2" * 16, "seller_id": "2" * 16}
    given = {"fees": FEES, "shipping": {"fee_fen": 800, "free_from_fen": 9_900},
             "merchant": account}  # fmt: skip
    (tmp_path / "rules.json").write_text(json.dumps(given))
    for _ in range(2):
        call_command("open_shop", str(tmp_path / "rules.json"))
    assert (FeeRule.objects.count(), ShippingRule.objects.count()) == (1, 1)
    assert MerchantAccount.objects.get().cooperative is None
