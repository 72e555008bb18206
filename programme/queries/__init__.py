"""What the programme's pages read."""

from collections.abc import Iterator
from datetime import datetime

from programme.queries import issues, seed
from programme.queries.seed import (
    Total,
    Totals,
    assistance_of,
    branches_of,
    cooperatives_of,
    loans_of,
    place_of,
    projects_of,
    stations_of,
    totals,
    townships_of,
    visits_of,
)

__all__ = [
    "Total",
    "Totals",
    "assistance_of",
    "branches_of",
    "broken_invariants",
    "cooperatives_of",
    "loans_of",
    "place_of",
    "projects_of",
    "stations_of",
    "totals",
    "townships_of",
    "visits_of",
]


def broken_invariants(*, now: datetime) -> Iterator[str]:
    yield from seed.unknown_areas(now=now)
    yield from issues.broken(now=now)
