"""Signs that figures were made to fit: round sums and a crowd just on one side of a line.

Shown per enumerator in the report; nobody is judged by it, but everybody can see it (Goodhart).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import comb

ROUND_FEN = 100_000
# Incomes a head within a tenth of the line, on either side of it.
BESIDE_BP = 1_000
LEAST_FORMS = 20
LEAST_BESIDE = 10
SMALL_P = 0.01
TWICE = 2.0
LEAST_HEAPED = 20.0


@dataclass(frozen=True, slots=True)
class Told:
    """One observed form: who wrote it, its earned sum, its income a head, the line of its year."""

    enumerator: str
    earned_fen: int
    per_head_fen: int
    line_fen: int | None


@dataclass(frozen=True, slots=True)
class Habit:
    """`heaped` in percent; `p` is of so uneven a split beside the line by chance alone."""

    enumerator: str
    forms: int
    heaped: float
    under: int
    over: int
    p: float | None
    marks: tuple[str, ...]


@dataclass(slots=True)
class _Sums:
    forms: int = 0
    heaped: int = 0
    under: int = 0
    over: int = 0


def habits(told: Iterable[Told]) -> list[Habit]:
    """By enumerator, the most forms first; a mark needs enough forms to mean something."""
    sums: dict[str, _Sums] = defaultdict(_Sums)
    for one in told:
        _add(sums[one.enumerator], one)
    forms = sum(one.forms for one in sums.values())
    usual = 100 * sum(one.heaped for one in sums.values()) / max(forms, 1)
    listed = sorted(sums.items(), key=lambda item: (-item[1].forms, item[0]))
    return [_habit(name, one, usual, len(sums)) for name, one in listed]


def _add(sums: _Sums, one: Told) -> None:
    sums.forms += 1
    sums.heaped += one.earned_fen != 0 and one.earned_fen % ROUND_FEN == 0
    if one.line_fen is None:
        return
    away = (one.per_head_fen - one.line_fen) * 10_000
    if abs(away) <= BESIDE_BP * one.line_fen:
        sums.under += away < 0
        sums.over += away >= 0


def _habit(name: str, one: _Sums, usual: float, enumerators: int) -> Habit:
    share = 100 * one.heaped / one.forms
    p = uneven(one.under, one.over) if one.under + one.over >= LEAST_BESIDE else None
    marks = []
    above = share > TWICE * usual if enumerators > 1 else False
    if one.forms >= LEAST_FORMS and share >= LEAST_HEAPED and (above or share >= 50):
        marks.append("整千数过多")
    if p is not None and p < SMALL_P:
        marks.append("贴近贫困线一侧")
    return Habit(name, one.forms, share, one.under, one.over, p, tuple(marks))


def uneven(under: int, over: int) -> float:
    """Two-sided sign test: near a line as many lie on either side, if nobody pushed."""
    count, most = under + over, max(under, over)
    tail = sum(comb(count, k) for k in range(most, count + 1)) / 2**count
    return min(1.0, 2 * tail)
