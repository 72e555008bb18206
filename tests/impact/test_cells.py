"""No few households can be read from a table, nor worked out from sums beside or above it."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.rules.cells import Closed, close_cells, close_places, few

COUNTY = "630121"
VILLAGES = [f"630121{township}{village}" for township in ("100", "101", "102")
            for village in ("200", "201", "202")]  # fmt: skip
MONTHS = 3


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
    assert close_cells([households]) == Closed(frozenset(rows), total=total)


def test_a_village_closed_in_one_month_is_closed_in_all() -> None:
    assert close_cells([[3, 9, 8], [7, 9, 8]]) == Closed(frozenset({0, 2}), total=False)


def test_below_a_closed_township_nothing_is_open() -> None:
    found = close_places({"630121100200": [3], "630121101200": [30], "630121101201": [40],
                          "630121102200": [90]})  # fmt: skip
    assert "630121101" in found
    assert {"630121101200", "630121101201"} <= found
    assert "630121102200" not in found


households = st.lists(
    st.lists(st.sampled_from([0, 3, 6, 9, 30, 40, 50]), min_size=MONTHS, max_size=MONTHS),
    min_size=len(VILLAGES), max_size=len(VILLAGES),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(households)
def test_no_open_sum_nor_any_difference_of_them_is_a_few_households_sales(
    sold: list[list[int]],
) -> None:
    months = dict(zip(VILLAGES, sold, strict=True))
    years = {code: [max(counts)] for code, counts in months.items()}
    by_year = close_places(years)
    by_month = close_places(months, by_year)
    known = np.array(list(_open_sums(by_year, by_month)) or [np.zeros(_cells())])
    rank = np.linalg.matrix_rank(known)
    for cell in _small(months):
        assert np.linalg.matrix_rank(np.vstack([known, cell])) > rank


def _cells() -> int:
    return len(VILLAGES) * MONTHS


def _sum_of(codes: list[str], months: list[int]) -> np.ndarray:
    """One where a village's month is in the sum; a closed zero looks like any closed cell."""
    row = np.zeros((len(VILLAGES), MONTHS))
    row[np.ix_([VILLAGES.index(code) for code in codes], months)] = 1.0
    return row.ravel()


def _open_sums(by_year: frozenset[str], by_month: frozenset[str]) -> Iterator[np.ndarray]:
    for place in {code[:width] for code in VILLAGES for width in (6, 9, 12)}:
        inside = [code for code in VILLAGES if code.startswith(place)]
        if place not in by_year:
            yield _sum_of(inside, list(range(MONTHS)))
        if place not in by_month:
            yield from (_sum_of(inside, [month]) for month in range(MONTHS))


def _small(sold: dict[str, list[int]]) -> Iterator[np.ndarray]:
    for code in VILLAGES:
        for month in range(MONTHS):
            if few(sold[code][month]):
                yield _sum_of([code], [month])
