"""Reads of impact: the overview by area, the measured gain, the report."""

from collections.abc import Iterator
from datetime import datetime

from impact.queries.books import disagreements
from impact.queries.measured import MeasuredYear, measured_year
from impact.queries.overview import Overview, overview
from impact.queries.report import IncomeReport, income_report

__all__ = [
    "IncomeReport",
    "MeasuredYear",
    "Overview",
    "broken_invariants",
    "income_report",
    "measured_year",
    "overview",
]


def broken_invariants(*, now: datetime) -> Iterator[str]:
    """Every household's part of a split stands in the ledger to the fen."""
    for transfer, household in sorted(disagreements()):
        yield f"split of transfer {transfer}: household {household} differs from the ledger"
