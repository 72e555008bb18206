"""Which places stay closed in an appraised period, for everybody: officials read score sheets."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from backend.common.actor import ANYONE
from impact.queries.books import inside
from impact.queries.closing import closed_places
from impact.rules import cells
from impact.rules.appraisal import MONTHS, Term
from impact.rules.periods import Period


def closed_by_sales(county_code: str, term: Term) -> frozenset[str]:
    """As the overview closes them: a quarter as its months, so that their sum tells nothing new.

    The year before as well, for what is compared with it.
    """
    shut: frozenset[str] = frozenset()
    for year in (term.year, term.year - 1):
        part = 0 if term.cycle == "year" else 1
        shut |= closed_places(ANYONE, county_code, Period(year, part))
    return shut


def closed_by_rows(rows: QuerySet[Any], on: str, county_code: str, term: Term) -> frozenset[str]:
    """By the households behind the rows of each period of the year, and of the whole year."""
    year = rows.filter(inside(county_code), **{f"{on}__year": term.year})
    told = year.filter(household__isnull=False).values_list(
        "area_code", f"{on}__month", "household"
    )
    periods = 12 // MONTHS[term.cycle]
    homes: dict[str, list[set[int]]] = defaultdict(lambda: [set() for _ in range(periods)])
    for code, month, household in told:
        homes[code][(month - 1) * periods // 12].add(household)
    by_year = cells.close_places({code: [len(set().union(*p))] for code, p in homes.items()})
    if term.cycle == "year":
        return by_year
    counts = {code: [len(part) for part in parts] for code, parts in homes.items()}
    return cells.close_places(counts, by_year)
