from datetime import UTC, datetime, timedelta

import pytest

from orders.rules.payment import Expected, Said, judge, next_poll, over

NOW = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
EXPECTED = Expected("app", "seller", 3_800)
GOOD = {"app_id": "app", "seller_id": "seller", "amount_fen": 3_800, "paid": True,
        "refund": False, "closed": False}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, Said.PAID),
        ({"app_id": "other"}, Said.WRONG_APP),
        ({"seller_id": "other"}, Said.WRONG_SELLER),
        ({"amount_fen": 3_799}, Said.WRONG_AMOUNT),
        ({"amount_fen": None}, Said.WRONG_AMOUNT),
        ({"paid": False, "refund": True}, Said.REFUND),
        ({"paid": False, "closed": True}, Said.CLOSED),
        ({"paid": False}, Said.WAITING),
    ],
)
def test_only_the_right_app_seller_and_amount_pay(change: dict[str, object], said: Said) -> None:
    assert judge(expected=EXPECTED, **(GOOD | change)) is said  # type: ignore[arg-type]


def test_a_message_without_an_attempt_is_about_nobody() -> None:
    assert judge(expected=None, **GOOD) is Said.NOBODY  # type: ignore[arg-type]


def test_questions_come_soon_then_seldom_and_once_more_when_all_is_over() -> None:
    expires_at = NOW + timedelta(minutes=15)
    assert next_poll(polls=0, now=NOW, expires_at=expires_at) == NOW + timedelta(seconds=15)
    assert next_poll(polls=9, now=NOW, expires_at=expires_at) == NOW + timedelta(minutes=5)
    late = NOW + timedelta(minutes=18)
    assert next_poll(polls=9, now=late, expires_at=expires_at) == NOW + timedelta(minutes=20)
    assert over(expires_at=expires_at, now=NOW + timedelta(minutes=20))
