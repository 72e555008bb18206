"""The local gateway knows what the demo sold and gave back."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from orders.gateways import TradeState, gateway_for
from orders.models import PaymentAttempt, Refund
from orders.services import sending
from orders.services.past_trades import tell_gateway

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture(autouse=True)
def told(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    tell_gateway()
    tell_gateway()


def test_a_refund_that_waits_in_the_demo_is_given() -> None:
    refund = Refund.objects.select_related("attempt__merchant", "attempt__order").get(
        state="unknown"
    )
    with time_machine.travel(datetime.now(ZoneInfo("Asia/Shanghai"))):
        assert sending.send_refund(refund=refund, now=datetime.now(UTC))
    refund.refresh_from_db()
    assert refund.state == "done"


def test_what_went_back_whole_is_closed_there_and_the_rest_is_paid() -> None:
    attempts = PaymentAttempt.objects.select_related("merchant").order_by("pk")
    gone, kept = attempts.filter(state="refunded")[0], attempts.filter(state="paid")[0]
    asked = [gateway_for(one.merchant).query(one.out_trade_no).state for one in (gone, kept)]
    assert asked == [TradeState.CLOSED, TradeState.PAID]
