"""When a village counts as served: its station really sells (IMPACT section 4)."""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST_ORDERS = 12
LEAST_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Sold:
    """Settled orders of a year, and in how many of its months there were any."""

    orders: int
    months: int


@dataclass(frozen=True, slots=True)
class Effective:
    year: int | None
    sold: Sold


def effective(
    by_year: Mapping[int, Sold], *, orders: int = LEAST_ORDERS, months: int = LEAST_MONTHS
) -> Effective:
    """The first year that reaches both; else none, with the best year there was."""
    for year in sorted(by_year):
        if by_year[year].orders >= orders and by_year[year].months >= months:
            return Effective(year, by_year[year])
    best = max(by_year.values(), key=lambda sold: (sold.orders, sold.months), default=Sold(0, 0))
    return Effective(None, best)
