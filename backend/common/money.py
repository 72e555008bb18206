"""Money is integer fen. Nothing here knows a float."""

import re
from collections.abc import Sequence
from typing import TypeVar

from backend.common.errors import Invalid

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_YUAN = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,2})?")
K = TypeVar("K", bound="str | int")


def yuan(amount_fen: int) -> str:
    """Fen as the API's string: 1250 -> "12.50"."""
    sign = "-" if amount_fen < 0 else ""
    whole, rest = divmod(abs(amount_fen), 100)
    return f"{sign}{whole}.{rest:02d}"


def capitals(amount_fen: int) -> str:
    """Fen as vouchers write them in capitals (大写金额): 1005 -> "壹拾元零伍分"."""
    if amount_fen < 0:
        return f"负{capitals(-amount_fen)}"
    whole, cents = divmod(amount_fen, 100)
    tenths, cents = divmod(cents, 10)
    said = f"{_whole_capitals(str(whole))}元" if whole else ""
    if tenths:
        said += f"{_DIGITS[tenths]}角"
    elif cents and whole:
        said += "零"
    return f"{said}{_DIGITS[cents]}分" if cents else f"{said or '零元'}整"


def _whole_capitals(digits: str) -> str:
    """In groups of four; a gap inside the number is one 零, however long."""
    said, gap = "", False
    for at, sign in enumerate(digits):
        group, place = divmod(len(digits) - 1 - at, 4)
        if sign != "0":
            said += f"{'零' if gap else ''}{_DIGITS[int(sign)]}{_PLACES[place]}"
            gap = False
        else:
            gap = True
        if place == 0 and int(digits[max(at - 3, 0) : at + 1]):
            said, gap = said + _GROUPS[group], False
    return said


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
