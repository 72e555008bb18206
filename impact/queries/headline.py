"""Two of the six numbers that no column holds: payment in time, and what is open and unmended."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from impact.queries.problems import Problem, problems
from impact.queries.settled import Settled, settled_in
from impact.rules.periods import Period


@dataclass(frozen=True, slots=True)
class Headline:
    """Each beside the period before; problems as they stood at the period's end, or stand now."""

    settled: Settled
    settled_before: Settled
    problems: list[Problem]

    @property
    def open_problems(self) -> int:
        return sum(problem.count for problem in self.problems)

    @property
    def problems_before(self) -> int:
        return sum(problem.before for problem in self.problems)


def headline(code: str, period: Period, now: datetime) -> Headline:
    before = period.before()
    return Headline(
        settled_in(code, period), settled_in(code, before),
        problems(code, min(_end(period), now), min(_end(before), now)),
    )  # fmt: skip


def _end(period: Period) -> datetime:
    return datetime.combine(period.next_on, time(), timezone.get_default_timezone())
