"""Money is integer fen. Nothing here knows a float."""

import re
from collections.abc import Sequence
from typing import TypeVar

from backend.common.errors import Invalid

_YUAN = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,2})?")
K = TypeVar("K", bound="str | int")


def yuan(amount_fen: int) -> str:
    """Fen as the API's string: 1250 -> "12.50"."""
    sign = "-" if amount_fen < 0 else ""
    whole, rest = divmod(abs(amount_fen), 100)
    return f"{sign}{whole}.{rest:02d}"


def fen(text: str, field: str = "amount") -> int:
    """The API's string as fen; at most two decimals, else `Invalid` names the field."""
    if not _YUAN.fullmatch(text):
        raise Invalid(fields={field: "请填写金额，最多两位小数，例如 12.50"})
    negative = text.startswith("-")
    whole, _, rest = text.lstrip("-").partition(".")
    amount = int(whole) * 100 + int(rest.ljust(2, "0") or 0)
    return -amount if negative else amount


def amount_of(net_g: int, price_fen_per_jin: int) -> int:
    """Fen for a weight at a price per 斤 (500 g), rounded half up once (DESIGN 9)."""
    return (net_g * price_fen_per_jin * 2 + 500) // 1000


def split(total: int, weights: Sequence[int], keys: Sequence[K]) -> list[int]:
    """Splits `total` in proportion to `weights`; the parts always sum to the whole.

    Largest remainder: everyone gets the floor, the units left over go one by one to the largest
    remainders, ties to the smaller key. Negative totals mirror positive ones, so that a reversal
    takes back exactly what was given. All weights zero: the first key takes it all.
    """
    if not weights or len(weights) != len(keys) or min(weights) < 0:
        raise ValueError("weights and keys must be of one length, weights not negative")
    if total < 0:
        return [-part for part in split(-total, weights, keys)]
    base = sum(weights)
    if base == 0:
        first = min(range(len(keys)), key=lambda i: keys[i])
        return [total if i == first else 0 for i in range(len(keys))]
    parts = [total * weight // base for weight in weights]
    order = sorted(range(len(keys)), key=lambda i: (-(total * weights[i] % base), keys[i]))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def share_bp(amount_fen: int, basis_points: int) -> int:
    """Basis points of an amount, rounded down: the household never pays for a rounding."""
    return amount_fen * basis_points // 10_000
