"""A day or a year is read off the county's clock: at seven in the morning UTC has yesterday."""

import re

from tests.architecture.test_size import APPS, ROOT, sources

UTC_DAY = re.compile(r"\bnow\.(date\(\)|year\b|month\b|day\b)")


def test_no_day_is_read_off_utc() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources(*APPS)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if UTC_DAY.search(line)
    ]
    assert wrong == []
