"""A month or a year that the overview shows, and what it is compared with."""

import re
from dataclasses import dataclass
from datetime import date

from backend.common.errors import Invalid

FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Period:
    """`month` is 0 for a whole year. Written "2026" or "2026-08"."""

    year: int
    month: int = 0

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)

    @property
    def name(self) -> str:
        return f"{self.year} 年 {self.month} 月" if self.month else f"{self.year} 年"

    @property
    def first_on(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def next_on(self) -> date:
        """The first day after it."""
        return self.before(-1).first_on

    def before(self, periods: int = 1) -> "Period":
        if not self.month:
            return Period(self.year - periods)
        months = self.year * 12 + self.month - 1 - periods
        return Period(months // 12, months % 12 + 1)

    @property
    def year_ago(self) -> "Period":
        return Period(self.year - 1, self.month)


def period_of(text: str, *, today: date) -> Period:
    """What was asked for; a period that has not begun is refused."""
    match = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", text)
    if match is None or int(match[1]) < FIRST_YEAR:
        raise Invalid(fields={"period": "请填写年度（如 2026）或月份（如 2026-08）"})
    found = Period(int(match[1]), int(match[2] or 0))
    if found.first_on > today:
        raise Invalid(fields={"period": f"{found.name}还没有开始，请选择今天或以前的年度、月份"})
    return found
