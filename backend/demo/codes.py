"""Codes of people and firms who do not exist: region 639999, phones 154 (DOMAIN section 3)."""

from datetime import date, timedelta

import numpy as np

from cooperatives.rules import check_character
from cooperatives.rules.register import luhn

REGION = "639999"
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_EARLIEST, _BIRTH_DAYS = date(1952, 1, 1), 45 * 365
# Steps through all eight-digit numbers without ever repeating one (it shares no factor with 10).
_PHONE_STEP = 61_803_399


def phone(number: int) -> str:
    return f"154{number * _PHONE_STEP % 100_000_000:08d}"


def bank_account(number: int) -> str:
    """Sixteen digits with their check digit; no bank has cards that begin like the region."""
    body = f"{REGION}{number:09d}"
    return next(found for digit in range(10) if luhn(found := f"{body}{digit}"))


def identity(body: str) -> str:
    """Seventeen digits with their check character (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_IDENTITY_WEIGHTS, body, strict=True))
    return body + "10X98765432"[total % 11]


def identities(chance: np.random.Generator, count: int) -> list[str]:
    """Distinct numbers of grown-ups: a random birth date, a random running number."""
    seen: set[str] = set()
    while len(seen) < count:
        birth = _EARLIEST + timedelta(days=int(chance.integers(_BIRTH_DAYS)))
        seen.add(identity(f"{REGION}{birth:%Y%m%d}{chance.integers(1, 1000):03d}"))
    return sorted(seen, key=lambda number: number[::-1])


def credit_code(number: int) -> str:
    """A cooperative's 18 characters (GB 32100), the inner check of GB 11714 included."""
    organisation = f"MA98{number:04d}"
    values = [_ORGANISATION_ALPHABET.index(char) for char in organisation]
    rest = -sum(w * v for w, v in zip(_ORGANISATION_WEIGHTS, values, strict=True)) % 11
    body = f"93{REGION}{organisation}{'X' if rest == 10 else rest}"
    return body + check_character(body)
