from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.gateways import wire


@given(st.integers(min_value=0, max_value=10**12))
def test_fen_survive_the_way_to_the_wire_and_back(amount_fen: int) -> None:
    assert wire.from_wire(wire.to_wire(amount_fen)) == amount_fen


@pytest.mark.parametrize(
    ("amount_fen", "text"), [(0, "0.00"), (1, "0.01"), (1234, "12.34"), (10**10, "100000000.00")]
)
def test_fen_are_written_as_yuan_with_two_decimals(amount_fen: int, text: str) -> None:
    assert wire.to_wire(amount_fen) == text


@pytest.mark.parametrize("text", ["12.345", "1e2", "-1.00", "", " 1", "NaN", "１２", "1.", ".5"])
def test_what_is_not_plain_yuan_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        wire.from_wire(text)


def test_a_negative_amount_never_reaches_the_wire() -> None:
    with pytest.raises(ValueError, match="never negative"):
        wire.to_wire(-1)


def test_an_instant_is_written_in_beijing_time() -> None:
    assert wire.beijing(datetime(2026, 9, 30, 17, 5, tzinfo=UTC)) == "2026-10-01 01:05:00"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        wire.beijing(datetime(2026, 9, 30, 17, 5))  # noqa: DTZ001
