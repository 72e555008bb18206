"""Which places a hat may not read in a period: decided over the whole county, alike for all."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from backend.common.actor import Actor
from impact.models import AreaMonth, AreaYear
from impact.queries.books import inside
from impact.rules import cells
from impact.rules.periods import Period


def is_near(actor: Actor) -> bool:
    """Scoped to the households themselves: nothing is closed for it."""
    return actor.system or actor.role in cells.NEAR_THE_HOUSEHOLDS


def closed_places(actor: Actor, county_code: str, period: Period) -> frozenset[str]:
    """The same for every month of a year, so that no year less its open months tells."""
    if is_near(actor):
        return frozenset()
    years = AreaYear.objects.filter(inside(county_code), year=period.year)
    by_year = cells.close_places({c: [n] for c, n in years.values_list("area_code", "households")})
    if not period.month:
        return by_year
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 12)
    months = AreaMonth.objects.filter(
        inside(county_code), month__gte=date(period.year, 1, 1), month__lte=date(period.year, 12, 1)
    )
    for code, month, households in months.values_list("area_code", "month", "households"):
        counts[code][month.month - 1] = households
    return cells.close_places(counts, by_year)


def closed_stations(actor: Actor, households: Sequence[int], period: Period) -> frozenset[int]:
    """Below a village only near hats read months: few villages sell through one station."""
    if is_near(actor):
        return frozenset()
    found = cells.close_cells([households])
    if period.month or found.total:
        return frozenset(range(len(households)))
    return found.rows
