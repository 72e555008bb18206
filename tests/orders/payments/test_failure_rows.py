"""docs/how/payments.md names the tests of each row of the failure table; here they are found."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how" / "payments.md").read_text()
ROWS = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| ")][1:]
WRITTEN = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
}


def test_all_eighteen_rows_are_there() -> None:
    assert len(ROWS) == 19


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip() for row in ROWS])
def test_a_row_has_its_tests(row: list[str]) -> None:
    named = re.findall(r"`(test_\w+)`", row[2])
    assert named
    assert sorted(set(named) - WRITTEN) == []
