from hypothesis import given
from hypothesis import strategies as st

from orders.rules.waterfall import Fees, Parts, bought, cut, packaging_of

FEES = Fees(
    payment_fee_bp=60,
    packaging_fen_per_package=100,
    station_bp=500,
    cooperative_bp=300,
    village_bp=200,
)
# As the table allows them: together at most half of the share.
any_fees = st.builds(
    Fees,
    payment_fee_bp=st.integers(0, 1_000),
    packaging_fen_per_package=st.integers(0, 2_000),
    station_bp=st.integers(0, 1_500),
    cooperative_bp=st.integers(0, 1_500),
    village_bp=st.integers(0, 1_000),
)


def test_the_parts_of_a_share_are_exact() -> None:
    parts = cut(2_400, fees=FEES, packages_fen=200)
    assert parts == Parts(
        payment_fee=14, packaging=200, station=120, cooperative=72, village=48, household=1_946
    )
    assert parts.total == 2_400


def test_a_small_share_never_pushes_anyone_below_zero() -> None:
    parts = cut(101, fees=FEES, packages_fen=100)
    assert parts == Parts(0, 100, 1, 0, 0, household=0)


def test_goods_bought_at_the_scale_repay_the_cooperative() -> None:
    parts = bought(cut(2_400, fees=FEES, packages_fen=200))
    assert (parts.household, parts.purchase, parts.cooperative) == (0, 1_946, 72)
    assert parts.total == 2_400


def test_packaging_is_spread_by_weight_and_sums_to_the_whole() -> None:
    spread = packaging_of(3, fees=FEES, weights_g=[2_000, 2_500, 3_000], keys=[7, 8, 9])
    assert spread == [80, 100, 120]


@given(share=st.integers(0, 10**9), fees=any_fees, packages=st.integers(0, 10**6))
def test_parts_always_sum_to_the_share_and_none_is_below_zero(
    share: int, fees: Fees, packages: int
) -> None:
    parts = cut(share, fees=fees, packages_fen=packages)
    each = (parts.payment_fee, parts.packaging, parts.station, parts.cooperative, parts.village)
    assert parts.total == share
    assert min(*each, parts.household) >= 0
    assert bought(parts).total == share


@given(share=st.integers(0, 10**9), fees=any_fees)
def test_the_household_never_pays_for_a_rounding(share: int, fees: Fees) -> None:
    parts = cut(share, fees=fees, packages_fen=0)
    bp = fees.payment_fee_bp + fees.station_bp + fees.cooperative_bp + fees.village_bp
    assert parts.household * 10_000 >= share * (10_000 - bp)


@given(
    packages=st.integers(1, 500),
    fees=any_fees,
    weights=st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
)
def test_spread_packaging_sums_to_the_packages(
    packages: int, fees: Fees, weights: list[int]
) -> None:
    keys = list(range(len(weights)))
    spread = packaging_of(packages, fees=fees, weights_g=weights, keys=keys)
    assert sum(spread) == packages * fees.packaging_fen_per_package
