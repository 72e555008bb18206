"""Signs that figures were made to fit: round sums and a crowd just on one side of a line.

Shown per enumerator in the report; nobody is judged by it, but everybody can see it (Goodhart).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import erfc, log, sqrt

ROUND_FEN = 100_000
# Four strips of a twentieth of the line: two below it, two above.
STRIP_BP = 500
LEAST_FORMS = 20
LEAST_IN_STRIP = 5
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
    """`heaped` in percent; `under` and `over` lie within a twentieth of the line; `p` says how
    likely so large a jump there is by chance, None where too few lie about it."""

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
    strips: list[int] = field(default_factory=lambda: [0, 0, 0, 0])


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
    strip = (one.per_head_fen - one.line_fen) * 10_000 // (STRIP_BP * one.line_fen) + 2
    if 0 <= strip < len(sums.strips):
        sums.strips[strip] += 1


def _habit(name: str, one: _Sums, usual: float, enumerators: int) -> Habit:
    share = 100 * one.heaped / one.forms
    p = jump(*one.strips)
    marks = []
    above = share > TWICE * usual if enumerators > 1 else False
    if one.forms >= LEAST_FORMS and share >= LEAST_HEAPED and (above or share >= 50):
        marks.append("整千数过多")
    if p is not None and p < SMALL_P:
        marks.append("线旁陡然增减")
    return Habit(name, one.forms, share, one.strips[1], one.strips[2], p, tuple(marks))


def jump(far_under: int, under: int, over: int, far_over: int) -> float | None:
    """A density that only slopes and bends has log(over/under) = log(far_over/far_under) / 3.

    The idea of McCrary (2008) in four strips; errors by the delta method.
    """
    if min(far_under, far_over) < LEAST_IN_STRIP or under + over < 2 * LEAST_IN_STRIP:
        return None
    half = 0.5  # An empty strip beside a full one is the clearest jump, and has a logarithm too.
    low, high = under + half, over + half
    gap = log(high / low) - log(far_over / far_under) / 3
    spread = sqrt(1 / low + 1 / high + (1 / far_under + 1 / far_over) / 9)
    return erfc(abs(gap) / spread / sqrt(2))
