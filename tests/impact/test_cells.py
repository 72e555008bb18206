"""No few households can be read from a table, nor worked out from their neighbours."""

import pytest

from impact.rules.cells import Closed, close_cells


@pytest.mark.parametrize(
    ("households", "rows", "total"),
    [
        ([9, 12, 0], set(), False),
        ([3, 20, 7], {0, 2}, False),
        ([1, 1, 20], {0, 1, 2}, False),
        ([2, 3, 20], {0, 1}, False),
        ([3, 0, 0], {0}, True),
        ([0, 0, 0], set(), False),
    ],
)
def test_closed_cells_are_two_and_hold_five(
    households: list[int], rows: set[int], total: bool
) -> None:
    assert close_cells(households) == Closed(frozenset(rows), total=total)
