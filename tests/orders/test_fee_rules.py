"""Fee rules for less than a county, tried on past sales, and explained step by step."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from orders.models import FeeRule, LineSource, OrderLine, SourceSplit
from orders.queries.explaining import explain_order
from tests.cast import NOW, Cast
from tests.orders.market import a_listing, a_lot, an_order, wanted
from tests.orders.trade import give_back, sell, sell_from

FEES = {
    "payment_fee_bp": 60, "packaging_fen_per_package": 100, "station_bp": 400,
    "cooperative_bp": 300, "village_bp": 200,
}  # fmt: skip
VILLAGE = dict.fromkeys(FEES, 0) | {"village_bp": 500}
SETTINGS = "/api/v1/settings"


def a_rule(cast: Cast, number: int, **scope: Any) -> FeeRule:
    """In force since yesterday."""
    fees = VILLAGE if scope.get("village_code") else FEES
    yesterday = NOW - timedelta(days=1)
    return FeeRule.objects.create(
        county_code="630121", number=number, published_at=yesterday, effective_from=yesterday,
        **fees, **scope,
    )  # fmt: skip


def rule_of_a_sale(cast: Cast) -> FeeRule:
    lot = a_lot(cast, household="potato_household", net_g=2_500, number=1)
    order = an_order(cast, wanted(a_listing(cast, lot), 1))
    return OrderLine.objects.get(order=order).fee_rule


def test_a_stations_rule_holds_before_a_cooperatives_and_a_class_of_goods(cast: Cast) -> None:
    a_rule(cast, 2, product_class=cast.potato.product_class)
    a_rule(cast, 3, cooperative=cast.cooperative)
    station = a_rule(cast, 4, station=cast.dongxia_station)
    assert rule_of_a_sale(cast) == station


def test_rules_of_other_places_and_goods_do_not_hold(cast: Cast) -> None:
    a_rule(cast, 2, product_class=cast.broad_bean.product_class)
    a_rule(cast, 3, cooperative=cast.other_cooperative)
    a_rule(cast, 4, station=cast.baoku_station)
    assert rule_of_a_sale(cast) == cast.fee_rule


def test_a_village_that_takes_more_leaves_its_households_less(cast: Cast) -> None:
    a_rule(cast, 2, village_code=cast.dongxia_village.code)
    sell_from(cast, "potato_household", 2, number=1)
    split = SourceSplit.objects.get()
    assert (split.village_fen, split.station_fen, split.household_fen) == (150, 150, 2_392)
    assert LineSource.objects.get().village_rule_id is not None


def test_a_village_rule_that_says_more_than_its_share_is_refused_by_the_database(
    cast: Cast,
) -> None:
    with pytest.raises(IntegrityError):
        FeeRule.objects.create(
            county_code="630121", number=2, published_at=NOW, effective_from=NOW,
            village_code=cast.dongxia_village.code, **FEES,
        )  # fmt: skip


def test_placing_needs_no_more_statements_for_narrower_rules(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=5_000, number=1)
    listing = a_listing(cast, lot)
    with CaptureQueriesContext(
        connection,
    ) as plain:
        an_order(cast, wanted(listing, 1), key="one")
    a_rule(cast, 2, village_code=cast.dongxia_village.code)
    a_rule(cast, 3, station=cast.dongxia_station)
    with CaptureQueriesContext(connection) as narrowed:
        an_order(cast, wanted(listing, 1), key="two")
    assert len(narrowed) == len(plain)


def preview(cast: Cast, post: Any, who: str = "administrator", **content: Any) -> Any:
    body = {"content": FEES | content, "from_on": "2026-09-01", "to_on": "2026-09-30"}
    return post(cast.client(who), f"{SETTINGS}/fees/preview", body)


def test_a_preview_says_what_past_sales_would_have_come_to(cast: Cast, post: Any) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    shown = preview(cast, post, scope={"station": str(cast.dongxia_station.uid)}).json()
    parts = {part["part"]: (part["old"], part["new"]) for part in shown["parts"]}
    assert (shown["sources"], shown["share"]) == (1, "30.00")
    assert parts["station"] == ("1.50", "1.20")
    assert parts["household"] == ("24.82", "25.12")
    assert FeeRule.objects.count() == 1


def test_a_preview_leaves_sales_under_a_narrower_rule_as_they_were(cast: Cast, post: Any) -> None:
    a_rule(cast, 2, station=cast.dongxia_station)
    sell_from(cast, "potato_household", 2, number=1)
    shown = preview(cast, post, station_bp=0).json()
    assert (shown["sources"], shown["narrower"]) == (0, 1)


def test_a_preview_of_a_scope_nobody_knows_names_the_field(cast: Cast, post: Any) -> None:
    answer = preview(cast, post, **VILLAGE, scope={"village": "630121103999"})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["scope.village"])


@pytest.mark.parametrize("who", ["accountant", "manager", "stranger", "buyer"])
def test_a_stranger_to_the_rules_previews_nothing(cast: Cast, post: Any, who: str) -> None:
    assert preview(cast, post, who).status_code == 403


@pytest.mark.usefixtures("clock")
def test_a_village_may_not_bring_households_below_their_half(cast: Cast, post: Any) -> None:
    content = VILLAGE | {"village_bp": 4_500, "scope": {"village": cast.dongxia_village.code}}
    answer = post(cast.client("administrator"), SETTINGS, {
        "kind": "fees", "content": content,
        "effective_from": (NOW + timedelta(days=8)).isoformat(),
    })  # fmt: skip
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["content"])


@pytest.mark.usefixtures("clock")
def test_an_agreed_rule_of_a_station_is_published_with_its_scope(cast: Cast, post: Any) -> None:
    content = FEES | {"scope": {"station": str(cast.dongxia_station.uid)}}
    proposal = post(cast.client("administrator"), SETTINGS, {
        "kind": "fees", "content": content,
        "effective_from": (NOW + timedelta(days=8)).isoformat(),
    }).json()  # fmt: skip
    body = {"verdict": "approve", "comment": "", "digest": proposal["digest"]}
    post(cast.client("official"), f"{SETTINGS}/{proposal['uid']}/decide", body)
    assert FeeRule.objects.get(number=2).station == cast.dongxia_station


def steps_of(cast: Cast, who: str, number: str) -> list[tuple[str, int, int]]:
    (line,) = explain_order(number=number, actor=cast.actor(who))
    return [(step.part, step.amount_fen, step.left_fen) for step in line.steps]


def test_each_step_of_a_split_says_what_it_took_and_what_was_left(cast: Cast) -> None:
    order = sell_from(cast, "potato_household", 2, number=1)
    assert steps_of(cast, "farmer", order.number) == [
        ("payment_fee", 18, 2_982), ("packaging", 200, 2_782), ("station", 150, 2_632),
        ("cooperative", 90, 2_542), ("village", 60, 2_482), ("household", 2_482, 0),
    ]  # fmt: skip


def test_goods_bought_at_the_scale_are_explained_as_repaid(cast: Cast) -> None:
    order = sell_from(cast, "potato_household", 2, number=1, mode="purchase")
    steps = steps_of(cast, "accountant", order.number)
    assert steps[3:] == [("cooperative", 90, 2_542), ("village", 60, 2_482),
                         ("purchase", 2_482, 0)]  # fmt: skip


def test_what_was_taken_back_is_explained_too(cast: Cast) -> None:
    order = sell_from(cast, "potato_household", 2, number=1)
    give_back(cast, order, 1_500)
    given, back = explain_order(number=order.number, actor=cast.actor("farmer"))
    assert (given.share_fen, back.share_fen, back.back) == (3_000, -1_500, True)
    assert sum(step.amount_fen for step in back.steps) == -1_500
    assert back.steps[-1].left_fen == 0


def test_a_buyer_reads_the_way_of_the_money_and_no_household(cast: Cast) -> None:
    order = sell_from(cast, "potato_household", 2, number=1)
    url = f"/api/v1/orders/{order.number}/splits"
    (line,) = cast.client("buyer").get(url).json()
    assert (line["household_name"], line["rule"]) == ("", "收费规则第 1 版（全县）")
    assert line["steps"][2]["basis"] == "货款的 5.00%"


def test_a_household_reads_its_own_part_of_an_order_alone(cast: Cast) -> None:
    lots = [a_lot(cast, household="potato_household", net_g=2_500, number=1),
            a_lot(cast, household="monitored_household", net_g=2_500, number=2)]  # fmt: skip
    order = sell(cast, a_listing(cast, *lots), 2, key="mixed")
    url = f"/api/v1/orders/{order.number}/splits"
    names = [[line["household_name"] for line in cast.client(who).get(url).json()]
             for who in ("farmer", "stranger_farmer", "accountant")]  # fmt: skip
    assert names == [["马有福"], ["李秀英"], ["马有福", "李秀英"]]


@pytest.mark.parametrize("who", ["stranger", "stranger_manager", "stranger_buyer"])
def test_a_stranger_reads_nothing_of_the_split(cast: Cast, who: str) -> None:
    order = sell_from(cast, "potato_household", 2, number=1)
    answer = cast.client(who).get(f"/api/v1/orders/{order.number}/splits")
    assert answer.status_code == 404


def test_the_day_of_a_sale_bounds_the_preview(cast: Cast, post: Any) -> None:
    sell_from(cast, "potato_household", 1, number=1, now=NOW + timedelta(days=9))
    assert SourceSplit.objects.get().split_on == date(2026, 10, 7)
    assert preview(cast, post).json()["sources"] == 0
