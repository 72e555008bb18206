"""每笔款项去向 before buying: the range holds whatever number of packages one lot fills."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.rules.showing import MANY, where_the_money_goes
from orders.rules.waterfall import Fees, cut

FEES = Fees(
    payment_fee_bp=60, packaging_fen_per_package=100, station_bp=500, cooperative_bp=300,
    village_bp=200,
)  # fmt: skip


def test_a_round_price_has_one_number_per_part() -> None:
    shown = {part.part: (part.low_fen, part.high_fen) for part in
             where_the_money_goes(10_000, fees=[FEES])}  # fmt: skip
    assert shown == {
        "household": (8_840, 8_840), "cooperative": (300, 300), "station": (500, 500),
        "village": (200, 200), "packaging": (100, 100), "payment_fee": (60, 60),
    }  # fmt: skip


@given(st.integers(200, 100_000), st.integers(1, MANY))
def test_the_range_holds_whatever_number_of_packages_is_sold(price: int, packages: int) -> None:
    parts = cut(price * packages, fees=FEES, packages_fen=100 * packages)
    outside = [
        shown.part
        for shown in where_the_money_goes(price, fees=[FEES])
        if not shown.low_fen * packages <= getattr(parts, shown.part) <= shown.high_fen * packages
    ]
    assert outside == []


@pytest.mark.parametrize("modes", [("consignment", "purchase"), ("purchase", "consignment")])
def test_a_mixed_pool_shows_both_ends(modes: tuple[str, str]) -> None:
    shown = {part.part: (part.low_fen, part.high_fen) for part in
             where_the_money_goes(10_000, fees=[FEES], modes=modes)}  # fmt: skip
    assert (shown["household"], shown["purchase"]) == ((0, 8_840), (0, 8_840))
