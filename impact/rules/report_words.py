"""How the report writes its numbers: grouped, estimates without fen, NA and never nought."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from re import compile as pattern
from typing import Any

from backend.common.zone import SHANGHAI

NA = "NA"
LEAST_P = 0.001
AMOUNT = pattern(r"-?\d+\.\d{2}")
Report = Mapping[str, Any]


def number(value: Any, digits: int = 0) -> str:
    """Grouped by thousands; amounts of the ledger come as text and keep their fen."""
    if value is None:
        return NA
    if isinstance(value, int | float):
        return f"{value:,.{digits}f}"
    return f"{Decimal(value):,}" if AMOUNT.fullmatch(value) else str(value)


def band(low: Any, high: Any, digits: int = 0) -> str:
    return NA if low is None or high is None else f"{number(low, digits)} 至 {number(high, digits)}"


def digits_of(row: Report) -> int:
    """Yuan without fen; a row of logarithms or shares keeps three places."""
    ends = [abs(row[name]) for name in ("att", "se", "low", "high") if row.get(name) is not None]
    return 3 if ends and max(ends) < 1 else 0


def chance(p: Any) -> str:
    return "<0.001" if p is not None and p < LEAST_P else number(p, 3)


def open_band(row: Report) -> str:
    """An end beyond the grid that was searched has no number."""
    low = "无下界" if row["low"] is None else number(row["low"])
    return f"{low} 至 {'无上界' if row['high'] is None else number(row['high'])}"


def instant(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def span(row: Report) -> str:
    low, high = row.get("low"), row.get("high")
    return number(low) if low is not None and low == high else band(low, high)
