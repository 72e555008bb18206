"""A quarter, half-year or year that is appraised: 季度通报, 半年考核, 年终评估 (DOMAIN 1)."""

import re
from dataclasses import dataclass
from datetime import date

from backend.common.errors import Conflict, Invalid

FIRST_YEAR = 2000
# Cycle -> months of one period.
MONTHS = {"quarter": 3, "half": 6, "year": 12}
CYCLE_NAMES = {"quarter": "季度通报", "half": "半年考核", "year": "年终评估"}
LETTERS = {"quarter": "Q", "half": "H"}


class PeriodNotOver(Conflict):
    code, title = "period_not_over", "本期还没有结束，可以先填写，结束后再提交"


@dataclass(frozen=True, slots=True)
class Term:
    """`part` counts within the year, 0 for a whole one. Written "2026-Q3", "2026-H1" or "2026"."""

    year: int
    cycle: str
    part: int = 0

    def __str__(self) -> str:
        return f"{self.year}-{LETTERS[self.cycle]}{self.part}" if self.part else str(self.year)

    @property
    def name(self) -> str:
        if self.cycle == "quarter":
            return f"{self.year} 年第 {self.part} 季度"
        if self.cycle == "half":
            return f"{self.year} 年{'上' if self.part == 1 else '下'}半年"
        return f"{self.year} 年"

    @property
    def first_on(self) -> date:
        return date(self.year, MONTHS[self.cycle] * max(self.part - 1, 0) + 1, 1)

    @property
    def next_on(self) -> date:
        """The first day after it."""
        month = self.first_on.month + MONTHS[self.cycle]
        return date(self.year + (month > 12), (month - 1) % 12 + 1, 1)

    @property
    def year_ago(self) -> "Term":
        return Term(self.year - 1, self.cycle, self.part)


def term_of(text: str, *, today: date) -> Term:
    """What was asked for; a period that has not begun is refused."""
    match = re.fullmatch(r"(\d{4})(?:-(Q[1-4]|H[12]))?", text)
    if match is None or int(match[1]) < FIRST_YEAR:
        raise Invalid(
            fields={"period": "请填写考核期：季度如 2026-Q3，半年如 2026-H1，全年如 2026"}
        )
    letter, part = (match[2] or "Y0")[0], int((match[2] or "Y0")[1])
    cycle = {"Q": "quarter", "H": "half", "Y": "year"}[letter]
    found = Term(int(match[1]), cycle, part)
    if found.first_on > today:
        raise Invalid(fields={"period": f"{found.name}还没有开始，请选择今天或以前的考核期"})
    return found


def check_over(term: Term, *, today: date) -> None:
    """What is still going on can be written down, not handed in."""
    if today < term.next_on:
        raise PeriodNotOver(f"{term.name}到 {term.next_on:%Y-%m-%d} 才结束，可以先填写，到时再提交")


def recent(cycle: str, *, today: date, count: int = 8) -> list[Term]:
    """The period that is going on and those before it, newest first."""
    months = MONTHS[cycle]
    part = (today.month - 1) // months + 1 if cycle != "year" else 0
    at = Term(today.year, cycle, part)
    found = []
    for _ in range(count):
        found.append(at)
        if cycle == "year" or at.part == 1:
            at = Term(at.year - 1, cycle, 0 if cycle == "year" else 12 // months)
        else:
            at = Term(at.year, cycle, at.part - 1)
    return found
