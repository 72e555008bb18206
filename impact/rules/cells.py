"""Which cells of a table stay closed, so that no few households can be read from it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 5
# Hats that are scoped to the households themselves (ROLES section 1).
NEAR_THE_HOUSEHOLDS = frozenset({"PS", "SO", "CM", "CA", "CS", "HM"})
# Digits of a division code.
COUNTY, TOWNSHIP, VILLAGE = 6, 9, 12


@dataclass(frozen=True, slots=True)
class Closed:
    """Positions of the closed rows, and whether the total would give them away."""

    rows: frozenset[int]
    total: bool


def few(households: int) -> bool:
    return 0 < households < SMALLEST_SHOWN


def close_cells(periods: Sequence[Sequence[int]], already: Collection[int] = frozenset()) -> Closed:
    """Cells of 1-4 households are closed, and the next smallest until no difference tells.

    With one closed neighbour, total less the open rows would be the cell itself; so at least two
    are closed and hold five households together (DESIGN invariant 11). Where no open row is left
    to close, the total is closed too. `periods[p][i]` are row i's households in period p: a row is
    closed in all of them or in none, else a year less its open months would be the closed one.
    """
    closed = {i for counts in periods for i, count in enumerate(counts) if few(count)}
    closed |= set(already)
    for counts in _each_told(periods, closed):
        still_open = [i for i, count in enumerate(counts) if count and i not in closed]
        if not still_open:
            return Closed(frozenset(closed), total=True)
        closed.add(min(still_open, key=lambda i: (counts[i], i)))
    return Closed(frozenset(closed), total=False)


def _each_told(
    periods: Sequence[Sequence[int]], closed: Collection[int]
) -> Iterator[Sequence[int]]:
    """Periods whose closed cells can still be computed, as long as there are any."""
    while told := [counts for counts in periods if _can_be_computed(closed, counts)]:
        yield told[0]


def _can_be_computed(closed: Collection[int], counts: Sequence[int]) -> bool:
    hidden = [counts[i] for i in closed if counts[i]]
    return bool(hidden) and (len(hidden) < 2 or sum(hidden) < SMALLEST_SHOWN)


def close_places(
    villages: Mapping[str, Sequence[int]], already: Collection[str] = frozenset()
) -> frozenset[str]:
    """Codes of the closed places of a county, all levels; `villages` gives households by period.

    A total that would tell closes the place above it; a closed place closes everything below it.
    """
    closed, told = set(already), set(already)
    townships: dict[str, dict[str, Sequence[int]]] = defaultdict(dict)
    for code, counts in villages.items():
        townships[code[:TOWNSHIP]][code] = counts
    sums: dict[str, Sequence[int]] = {}
    for township, rows in townships.items():
        sums[township] = [sum(column) for column in zip(*rows.values(), strict=True)]
        closed |= _close(rows, township, told)
    for county in {code[:COUNTY] for code in townships}:
        closed |= _close({c: s for c, s in sums.items() if c[:COUNTY] == county}, county, told)
    closed |= told
    above = {code[:width] for code in villages for width in (COUNTY, TOWNSHIP)} & closed
    below = {c for c in (*sums, *villages) if c[:COUNTY] in above or c[:TOWNSHIP] in above}
    return frozenset(closed | below)


def _close(rows: Mapping[str, Sequence[int]], parent: str, told: set[str]) -> set[str]:
    codes = list(rows)
    found = close_cells(
        list(zip(*rows.values(), strict=True)), [i for i, code in enumerate(codes) if code in told]
    )
    if found.total:
        told.add(parent)
    return {codes[i] for i in found.rows}
