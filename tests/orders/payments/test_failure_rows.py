"""docs/how/payments.md names the tests of each failure and each fault; here they are found."""

import re
from pathlib import Path

import pytest

from tests.orders.gateways.misbehaving import BELIEVED, DISBELIEVED

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how" / "payments.md").read_text()
TABLED = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| ")]
ROWS = [row for row in TABLED if row[0].strip() not in {"event", "fault"}]
FAULTS = [row[0].strip() for row in ROWS if re.fullmatch(r"F\d+", row[0].strip())]
LISTED = [
    name.strip()
    for line in PAGE.splitlines()
    if line.startswith("- ")
    for name in line.partition(": ")[2].split(";")
]
WRITTEN = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
}


def test_all_rows_are_there() -> None:
    assert len(ROWS) - len(FAULTS) == 19
    assert FAULTS == ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F9", "F11"]


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip() for row in ROWS])
def test_a_row_has_its_tests(row: list[str]) -> None:
    named = re.findall(r"`(test_\w+)`", row[2])
    assert named
    assert sorted(set(named) - WRITTEN) == []


def test_every_misbehaviour_that_is_tried_is_named_and_none_else() -> None:
    assert sorted(LISTED) == sorted([*BELIEVED, *DISBELIEVED])
    assert len(LISTED) >= 14
