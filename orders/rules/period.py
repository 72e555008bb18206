"""Two days and the period before them that they are compared with."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from backend.common.errors import Invalid

LONGEST_DAYS = 5 * 366


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included."""

    from_on: date
    to_on: date

    def before(self) -> "Period":
        """Whole months go back by as many months, other periods by as many days."""
        if self.from_on.day == 1 and self.to_on == _month_end(self.to_on):
            months = _month_of(self.to_on) - _month_of(self.from_on) + 1
            return Period(_first(_month_of(self.from_on) - months), self._day_before())
        days = (self.to_on - self.from_on).days
        return Period(self._day_before() - timedelta(days=days), self._day_before())

    def _day_before(self) -> date:
        return self.from_on - timedelta(days=1)


def read_period(from_on: date | None, to_on: date | None, *, today: date) -> Period:
    """This month so far unless said otherwise."""
    period = Period(from_on or today.replace(day=1), to_on or today)
    if period.from_on > period.to_on:
        raise Invalid(fields={"from_on": "开始日期晚于结束日期，请重新选择"})
    if (period.to_on - period.from_on).days > LONGEST_DAYS:
        raise Invalid(fields={"from_on": "一次最多看 5 年"})
    return period


def _month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
