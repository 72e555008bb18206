"""The moves of orders and parcels: what is listed exists, nothing else does."""

import itertools

import pytest

from backend.common.errors import IllegalMove
from orders.rules.fulfilling import moves_to_follow
from orders.rules.status import (
    ORDER_MOVES,
    SHIPMENT_MOVES,
    may,
    next_shipment_status,
    next_status,
)

LISTED = {
    ("placed", "pay"): "paid", ("placed", "expire"): "expired", ("placed", "cancel"): "cancelled",
    ("paid", "pack"): "packed", ("paid", "cancel"): "cancelled", ("packed", "ship"): "shipped",
    ("shipped", "deliver"): "delivered", ("delivered", "complete"): "completed",
}  # fmt: skip
MOVES = sorted({move for _, move in LISTED})
UNLISTED = sorted(set(itertools.product(ORDER_MOVES, MOVES)) - set(LISTED))
UNLISTED_PARCEL = [("waiting", "ship"), ("packed", "deliver"), ("delivered", "pack")]


@pytest.mark.parametrize(("status", "move"), sorted(LISTED))
def test_a_listed_move_leads_to_its_status(status: str, move: str) -> None:
    assert next_status(status, move) == LISTED[(status, move)]
    assert may(status, move)


@pytest.mark.parametrize(("status", "move"), UNLISTED)
def test_an_unlisted_move_is_refused(status: str, move: str) -> None:
    assert not may(status, move)
    with pytest.raises(IllegalMove):
        next_status(status, move)


def test_a_parcel_is_packed_then_shipped_then_delivered() -> None:
    assert next_shipment_status("waiting", "pack") == "packed"
    assert next_shipment_status("packed", "ship") == "shipped"
    assert next_shipment_status("shipped", "deliver") == "delivered"
    assert SHIPMENT_MOVES["delivered"] == {}


@pytest.mark.parametrize(("status", "move"), UNLISTED_PARCEL)
def test_a_parcel_makes_no_other_move(status: str, move: str) -> None:
    with pytest.raises(IllegalMove):
        next_shipment_status(status, move)


@pytest.mark.parametrize(
    ("status", "parcels", "moves"),
    [
        ("paid", ["waiting"], []),
        ("paid", ["packed", "waiting"], []),
        ("paid", ["packed", "delivered"], ["pack"]),
        ("paid", ["shipped", "delivered"], ["pack", "ship"]),
        ("packed", ["delivered", "delivered"], ["ship", "deliver"]),
        ("completed", ["delivered"], []),
    ],
)
def test_an_order_is_as_far_as_its_last_parcel(
    status: str, parcels: list[str], moves: list[str]
) -> None:
    assert moves_to_follow(status, parcels) == moves
