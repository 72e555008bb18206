"""Which lots of a listing's pool an order takes (DESIGN section 5)."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from backend.common.money import split
from cooperatives.rules.errors import ListingSoldOut


class Policy(StrEnum):
    FIRST_EXPIRING = "first_expiring"
    MONITORED_FIRST = "monitored_first"
    PRO_RATA = "pro_rata"


class Stock(Protocol):
    """What allocation asks of a lot; rows of `queries.pool_of` have it too."""

    @property
    def lot_id(self) -> int: ...
    @property
    def available_g(self) -> int: ...
    @property
    def expires_on(self) -> date: ...
    @property
    def monitored(self) -> bool: ...
    @property
    def received_at(self) -> datetime: ...


class LotStock(NamedTuple):
    """A lot as allocation sees it."""

    lot_id: int
    available_g: int
    expires_on: date
    monitored: bool
    received_at: datetime


def allocate(
    need_g: int, lots: Sequence[Stock], policy: str, package_g: int = 0
) -> list[tuple[int, int]]:
    """(lot, weight) pairs that sum to `need_g`, in taking order; the same input, the same answer.

    `package_g` only lets a refusal say how many packages are left.
    """
    if need_g <= 0:
        raise ValueError("an order needs some weight")
    stocked = sorted((lot for lot in lots if lot.available_g > 0), key=_order(Policy(policy)))
    total_g = sum(lot.available_g for lot in stocked)
    if total_g < need_g:
        raise ListingSoldOut(f"只剩 {total_g // package_g} 件" if package_g else "")
    if policy == Policy.PRO_RATA:
        parts = split(need_g, [lot.available_g for lot in stocked], [lot.lot_id for lot in stocked])
    else:
        parts = _in_turn(need_g, [lot.available_g for lot in stocked])
    return [(lot.lot_id, part) for lot, part in zip(stocked, parts, strict=True) if part]


def _order(policy: Policy) -> Any:
    if policy is Policy.MONITORED_FIRST:
        return lambda lot: (not lot.monitored, lot.expires_on, lot.received_at, lot.lot_id)
    return lambda lot: (lot.expires_on, lot.received_at, lot.lot_id)


def _in_turn(need_g: int, stock: Sequence[int]) -> list[int]:
    parts = []
    for available_g in stock:
        part = min(available_g, need_g)
        need_g -= part
        parts.append(part)
    return parts
