"""The local gateway for transfers as at the cashier, and a settled run of two households."""

from datetime import timedelta

import pytest

from orders.models import PayoutRun, SettlementRun
from orders.services.paying_out import prepare_payout
from tests.cast import Cast
from tests.orders.payments.conftest import Till, clock, made_keys, till
from tests.orders.settling.paying import Ready, an_account
from tests.orders.settling.scenes import posted
from tests.orders.trade import sell_from

__all__ = ["clock", "made_keys", "till"]


@pytest.fixture
def settled(cast: Cast, till: Till) -> SettlementRun:
    """Two households with 24.82 each: one at the bank, one with Alipay."""
    an_account(cast, "potato_household", "6210639999000017", "大通农商行")
    an_account(cast, "monitored_household", "15400000002", "支付宝")
    sell_from(cast, "potato_household", 2, number=1)
    sell_from(cast, "monitored_household", 2, number=2)
    run = posted(cast)
    till.clock.shift(timedelta(days=6))
    return run


@pytest.fixture
def prepared(cast: Cast, settled: SettlementRun, till: Till) -> Ready:
    def prepare(method: str) -> PayoutRun:
        return prepare_payout(
            settlement_uid=settled.uid, method=method, minutes_no="",
            actor=cast.actor("accountant"), now=till.now,
        )  # fmt: skip

    return prepare
