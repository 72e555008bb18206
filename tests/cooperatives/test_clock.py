"""Devices whose clock is off: within two days taken in and flagged, priced by the real day."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooperatives import rules
from cooperatives.models import PriceEntry, PriceList, Receipt
from cooperatives.services import WeighIn, weigh_in_many
from tests.cast import NOW, Cast
from tests.cooperatives.scenes import AN_HOUR_AGO, weigh

A_DAY = timedelta(days=1)


def send(cast: Cast, *, ahead: timedelta, **changes: Any) -> Receipt:
    """A potato weigh-in of an hour ago, sent by a phone whose clock runs ahead."""
    said: dict[str, Any] = {
        "uid": uuid.uuid4(), "household_uid": cast.potato_household.uid,
        "product_uid": cast.potato.uid, "grade": "first", "mode": "consignment",
        "gross_g": 13_250, "tare_g": 500, "price_fen_per_jin": 120,
        "weighed_at": AN_HOUR_AGO + ahead,
    }  # fmt: skip
    outcome = weigh_in_many(
        records=[WeighIn(**said | changes)], sent_at=NOW + ahead,
        actor=cast.actor("operator"), now=NOW,
    )[0]  # fmt: skip
    if outcome.error is not None:
        raise outcome.error
    assert outcome.receipt is not None
    return outcome.receipt


def test_a_clock_that_is_right_is_not_flagged(cast: Cast) -> None:
    receipt = send(cast, ahead=timedelta(minutes=4))
    assert (receipt.weighed_at, receipt.clock_skew_s) == (AN_HOUR_AGO + timedelta(minutes=4), 0)


@pytest.mark.parametrize("ahead", [A_DAY, -A_DAY, timedelta(hours=47)])
def test_a_clock_a_day_off_is_set_right_and_flagged(cast: Cast, ahead: timedelta) -> None:
    receipt = send(cast, ahead=ahead)
    assert receipt.weighed_at == AN_HOUR_AGO
    assert receipt.said_at == AN_HOUR_AGO + ahead
    assert receipt.clock_skew_s == -int(ahead.total_seconds())


def test_the_price_is_that_of_the_real_day(cast: Cast) -> None:
    tomorrow = PriceList.objects.create(
        cooperative=cast.cooperative, number=2, effective_from=NOW + timedelta(hours=2),
        announced_at=NOW - A_DAY, made_by=cast.users["accountant"],
    )  # fmt: skip
    PriceEntry.objects.create(
        price_list=tomorrow, product=cast.potato, grade="first", buy_fen_per_jin=999,
        sell_fen_per_jin=1_999,
    )  # fmt: skip
    assert send(cast, ahead=A_DAY).price_fen_per_jin == 120


def test_a_clock_three_days_off_is_refused(cast: Cast) -> None:
    with pytest.raises(rules.ClockWrong) as refused:
        send(cast, ahead=timedelta(days=3))
    assert refused.value.fields == {"sent_at": "设备时间与标准时间相差 3 天 0 小时，请校准后重传"}
    assert not Receipt.objects.exists()


def test_a_weigh_in_of_tomorrow_is_taken_as_weighed_now(cast: Cast) -> None:
    receipt = weigh(cast, weighed_at=NOW + A_DAY)
    assert (receipt.weighed_at, receipt.clock_skew_s) == (NOW, -86_400)


def test_the_same_record_sent_later_is_the_same(cast: Cast) -> None:
    uid = uuid.uuid4()
    first = send(cast, ahead=A_DAY, uid=uid)
    assert send(cast, ahead=A_DAY, uid=uid).pk == first.pk


@given(
    ago=st.timedeltas(timedelta(0), timedelta(days=29)),
    ahead=st.timedeltas(timedelta(hours=-48), timedelta(hours=48)),
)
def test_no_clock_within_two_days_moves_a_weigh_in_by_more_than_the_slack(
    ago: timedelta, ahead: timedelta
) -> None:
    moment = rules.true_moment(NOW - ago + ahead, sent_at=NOW + ahead, now=NOW)
    assert abs(moment.at - (NOW - ago)) <= rules.CLOCK_SLACK
    assert moment.at <= NOW + rules.CLOCK_SLACK
