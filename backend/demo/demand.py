"""When which station sells: months by season, days and hours by chance."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from backend.demo.chain import STATIONS, Chain, Place
from backend.demo.plan import Plan, local

# January to December: the autumn harvest and the weeks before the Spring Festival sell most.
SEASON = (1.1, 0.8, 0.8, 0.8, 0.8, 0.8, 0.9, 1.0, 1.4, 1.6, 1.3, 1.1)


@dataclass(frozen=True, slots=True)
class Month:
    place: Place
    first: date
    last: date


def months_of(place: Place, as_of: date) -> list[Month]:
    """The station's months from its first sale to the as-of day."""
    months, begin = [], place.starts_on
    while begin is not None and begin <= as_of:
        after = date(begin.year + begin.month // 12, begin.month % 12 + 1, 1)
        months.append(Month(place, begin, min(after - timedelta(days=1), as_of)))
        begin = after
    return months


def orders_by_month(plan: Plan, chain: Chain) -> list[list[tuple[datetime, Place]]]:
    """All orders as (moment, station), in order of time, a list per calendar month."""
    chance = plan.chance("demand")
    selling = [place for place in chain.stations if place.starts_on]
    months = [month for place in selling for month in months_of(place, plan.as_of)]
    if not months:
        return []
    lively = dict(zip([p.row.pk for p in selling], chance.lognormal(0, 0.2, len(selling)),
                      strict=True))  # fmt: skip
    weights = np.array([
        SEASON[month.first.month - 1] * ((month.last - month.first).days + 1) / 30.4
        * lively[month.place.row.pk] for month in months
    ])  # fmt: skip
    total = plan.scale.orders * len(selling) // STATIONS
    # Every whole month sells once at least, so that an opening year has its twelve orders.
    base = np.array([int((month.last - month.first).days > 9) for month in months])
    if base.sum() > total // 2:
        base[:] = 0
    counts = base + chance.multinomial(total - int(base.sum()), weights / weights.sum())
    chunks: dict[tuple[int, int], list[tuple[datetime, Place]]] = {}
    for month, count in zip(months, counts, strict=True):
        key = (month.first.year, month.first.month)
        chunks.setdefault(key, []).extend(
            (moment, month.place) for moment in _moments(plan, month, int(count), chance)
        )
    return [
        sorted(chunks[key], key=lambda pair: (pair[0], pair[1].row.letters))
        for key in sorted(chunks)
    ]


def _moments(plan: Plan, month: Month, count: int, chance: np.random.Generator) -> list[datetime]:
    """Between eight in the morning and ten at night, never after the county's last moment."""
    days = (month.last - month.first).days + 1
    start = local(month.first, 8)
    last = plan.closes_at - timedelta(minutes=40)
    moments = []
    for day, second in zip(
        chance.integers(0, days, count), chance.integers(0, 14 * 3600, count), strict=True
    ):
        moment = start + timedelta(days=int(day), seconds=int(second))
        moments.append(moment if moment <= last else last - timedelta(seconds=int(second) // 9))
    return moments
