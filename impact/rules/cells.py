"""Which cells of a table stay closed, so that no few households can be read from it."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 5
# Hats that are scoped to the households themselves (ROLES section 1).
NEAR_THE_HOUSEHOLDS = frozenset({"PS", "SO", "CM", "CA", "CS", "HM"})


@dataclass(frozen=True, slots=True)
class Closed:
    """Positions of the closed rows, and whether the total would give them away."""

    rows: frozenset[int]
    total: bool


def few(households: int) -> bool:
    return 0 < households < SMALLEST_SHOWN


def close_cells(households: Sequence[int]) -> Closed:
    """Cells of 1-4 households are closed, and the next smallest until no difference tells.

    With one closed neighbour, total less the open rows would be the cell itself; so at least two
    are closed and hold five households together (DESIGN invariant 11). Where no open row is left
    to close, the total is closed too.
    """
    closed = [i for i, count in enumerate(households) if few(count)]
    if not closed:
        return Closed(frozenset(), total=False)
    open_rows = sorted(
        (i for i, count in enumerate(households) if count >= SMALLEST_SHOWN),
        key=lambda i: (households[i], i),
    )
    while _can_be_computed(closed, households) and open_rows:
        closed.append(open_rows.pop(0))
    return Closed(frozenset(closed), total=_can_be_computed(closed, households))


def _can_be_computed(closed: Sequence[int], households: Sequence[int]) -> bool:
    return len(closed) < 2 or sum(households[i] for i in closed) < SMALLEST_SHOWN
