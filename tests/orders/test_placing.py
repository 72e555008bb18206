"""Placing an order: what is frozen, what is held, what is refused."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.common.errors import Forbidden, Invalid
from cooperatives.models import Certificate, Listing
from cooperatives.rules import ListingNotOnSale, ListingSoldOut
from orders.models import Hold, JournalEntry, LineSource, Order, Shipment
from orders.rules import PriceChanged
from orders.rules.placing import MerchantMissing, Receiver, RulesMissing
from tests.cast import NOW, Cast
from tests.orders.market import a_listing, a_lot, an_order, wanted

# Opening and closing a transaction ask nothing of the tables.
FRAME = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


def _statements(captured: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(FRAME)]


def test_an_order_holds_its_stock_for_fifteen_minutes(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    order = an_order(cast, wanted(a_listing(cast, lot), 3))
    lot.refresh_from_db()
    assert (lot.available_g, lot.held_g) == (2_500, 7_500)
    hold = Hold.objects.get()
    assert (hold.order, hold.state) == (order, "held")
    assert hold.expires_at == NOW + timedelta(minutes=15)


def test_an_order_costs_its_goods_and_one_shipping_per_station(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    far = a_lot(
        cast, household="monitored_household", net_g=9_000, number=2, product="broad_bean",
        station="qinglin",
    )  # fmt: skip
    beans = a_listing(
        cast, far, product="broad_bean", station="qinglin", package_g=1_000, price_fen=3_300
    )
    order = an_order(cast, wanted(a_listing(cast, lot), 2), wanted(beans, 3))
    assert (order.goods_fen, order.shipping_fen, order.total_fen) == (12_900, 800, 13_700)
    stations = dict(Shipment.objects.values_list("station__letters", "shipping_fen"))
    assert stations == {"001": 800, "002": 0}


def test_sources_sum_to_the_weight_and_the_amount_of_their_line(cast: Cast) -> None:
    first = a_lot(cast, household="potato_household", net_g=3_000, number=1)
    second = a_lot(cast, household="monitored_household", net_g=9_000, number=2)
    an_order(cast, wanted(a_listing(cast, first, second, price_fen=1_001), 3))
    rows = LineSource.objects.order_by("id").values_list(
        "lot", "household_name", "weight_g", "share_fen"
    )
    assert list(rows) == [
        (first.pk, "马有福", 3_000, 1_201),
        (second.pk, "李秀英", 4_500, 1_802),
    ]


def test_names_and_prices_are_frozen(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    listing = a_listing(cast, lot)
    order = an_order(cast, wanted(listing, 1))
    Listing.objects.update(title="改了名", price_fen=9_900)
    line = order.lines.get()
    assert (line.title, line.price_fen, line.product_name) == ("东峡土豆 5 斤", 1_500, "土豆")
    assert line.fee_rule == cast.fee_rule


def test_an_order_is_placed_under_the_countys_account_and_a_number(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    order = an_order(cast, wanted(a_listing(cast, lot), 1))
    assert order.number.startswith("OD260928")
    assert len(order.number) == 14
    assert order.merchant == cast.merchant
    assert str(Order.objects.get().receiver_phone) == "154****9999"
    assert list(JournalEntry.objects.values_list("kind", "amount_fen")) == [("placed", 2_300)]
    assert list(order.steps.values_list("from_status", "to_status")) == [("", "placed")]


def test_the_same_key_is_the_same_order(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=2_500, number=1)
    listing = a_listing(cast, lot)
    first = an_order(cast, wanted(listing, 1))
    assert an_order(cast, wanted(listing, 1)) == first
    lot.refresh_from_db()
    assert lot.held_g == 2_500


def test_two_keys_are_two_orders_while_there_is_stock(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=2_500, number=1)
    listing = a_listing(cast, lot)
    an_order(cast, wanted(listing, 1), key="key-one")
    with pytest.raises(ListingSoldOut) as refused:
        an_order(cast, wanted(listing, 1), key="key-two")
    assert refused.value.fields == {"lines.0": "只剩 0 件"}
    assert Order.objects.count() == 1


def test_one_key_of_two_buyers_is_two_orders(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=5_000, number=1)
    listing = a_listing(cast, lot)
    mine = an_order(cast, wanted(listing, 1))
    assert an_order(cast, wanted(listing, 1), who="stranger_buyer") != mine


def test_a_changed_price_is_named_and_nothing_is_held(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    with pytest.raises(PriceChanged) as refused:
        an_order(cast, wanted(a_listing(cast, lot), 1, price_fen=1_200))
    assert refused.value.fields == {"lines.0": "现价 15.00"}
    lot.refresh_from_db()
    assert (lot.held_g, Order.objects.count()) == (0, 0)


def test_every_short_line_says_how_many_are_left(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=8_000, number=1)
    listing = a_listing(cast, lot)
    with pytest.raises(ListingSoldOut) as refused:
        an_order(cast, wanted(listing, 2), wanted(listing, 2))
    assert refused.value.fields == {"lines.1": "只剩 1 件"}
    lot.refresh_from_db()
    assert lot.held_g == 0


def test_two_lines_on_one_lot_hold_the_sum(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    listing = a_listing(cast, lot)
    an_order(cast, wanted(listing, 1), wanted(listing, 3))
    lot.refresh_from_db()
    assert (lot.available_g, lot.held_g) == (0, 10_000)


def test_an_expired_lot_is_not_sold(cast: Cast) -> None:
    lot = a_lot(
        cast, household="potato_household", net_g=10_000, number=1, expires_on=date(2026, 9, 27)
    )  # fmt: skip
    with pytest.raises(ListingSoldOut):
        an_order(cast, wanted(a_listing(cast, lot), 1))


def test_a_listing_off_sale_is_not_sold(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    with pytest.raises(ListingNotOnSale) as refused:
        an_order(cast, wanted(a_listing(cast, lot, status="down"), 1))
    assert refused.value.fields == {"lines.0": "商品已下架"}


@pytest.mark.parametrize("quantity", [0, 1_000])
def test_a_line_has_between_1_and_999_packages(cast: Cast, quantity: int) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    with pytest.raises(Invalid) as refused:
        an_order(cast, wanted(a_listing(cast, lot), quantity))
    assert refused.value.fields == {"lines.0": "件数应在 1 至 999 之间"}


def test_an_order_has_between_1_and_20_lines(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    listing = a_listing(cast, lot)
    with pytest.raises(Invalid):
        an_order(cast)
    with pytest.raises(Invalid):
        an_order(cast, *[wanted(listing, 1)] * 21)


def test_a_receiver_is_told_every_field_that_is_wrong(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    wrong = Receiver(name="周", phone="123", region="", address="路")
    with pytest.raises(Invalid) as refused:
        an_order(cast, wanted(a_listing(cast, lot), 1), receiver=wrong)
    assert sorted(refused.value.fields) == [
        "receiver.address", "receiver.name", "receiver.phone", "receiver.region",
    ]  # fmt: skip


def test_only_a_buyer_places_orders(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    with pytest.raises(Forbidden):
        an_order(cast, wanted(a_listing(cast, lot), 1), who="operator")
    assert Order.objects.count() == 0


def test_a_county_without_an_account_takes_no_orders(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    cast.merchant.delete()
    with pytest.raises(MerchantMissing):
        an_order(cast, wanted(a_listing(cast, lot), 1))


def test_rules_that_are_not_yet_in_force_do_not_count(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    with pytest.raises(RulesMissing):
        an_order(cast, wanted(a_listing(cast, lot), 1), now=NOW - timedelta(days=300))


def test_three_lines_take_13_statements_whatever_the_lots(cast: Cast) -> None:
    few = [
        a_listing(
            cast,
            a_lot(cast, household="potato_household", net_g=1_000, number=n),
            package_g=100 * n,
        )
        for n in (1, 2, 3)
    ]
    with CaptureQueriesContext(
        connection,
    ) as one_lot:
        an_order(cast, *[wanted(listing, 1) for listing in few], key="few-lots")
    many = a_listing(
        cast,
        *[a_lot(cast, household="potato_household", net_g=100, number=n) for n in range(10, 60)],
    )
    with CaptureQueriesContext(connection) as fifty_lots:
        an_order(cast, wanted(many, 2), *[wanted(listing, 1) for listing in few[:2]], key="many")
    assert [len(_statements(asked)) for asked in (one_lot, fifty_lots)] == [13, 13]


def test_a_lot_whose_commitment_was_revoked_is_sold_to_nobody(cast: Cast) -> None:
    lot = a_lot(cast, household="potato_household", net_g=10_000, number=1)
    listing = a_listing(cast, lot)
    Certificate.objects.create(
        number="HG1", lot=lot, basis="control", issuer_name="东峡种植专业合作社", issued_at=NOW,
        issuer_phone="09712000000", statement_version="2026-02", token="t" * 32, revoked_at=NOW,
    )  # fmt: skip
    with pytest.raises(ListingSoldOut):
        an_order(cast, wanted(listing, 1))
    lot.refresh_from_db()
    assert (lot.available_g, lot.held_g) == (10_000, 0)
