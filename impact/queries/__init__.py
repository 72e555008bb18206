"""Reads of impact: the overview by area, the measured gain, the report, surveys and openings."""

from collections.abc import Iterator
from datetime import datetime

from impact.queries.books import disagreements
from impact.queries.checks import differences
from impact.queries.measured import MeasuredYear, measured_year
from impact.queries.overview import Overview, overview
from impact.queries.report import IncomeReport, income_report
from impact.queries.sheets import broken_sheets
from impact.queries.surveys import (
    before_per_head_fen,
    broken_waves,
    forms,
    lockable,
    platform_sales_fen,
    revisit_sample,
    values_digest,
    waves,
    with_platform_sales,
)
from impact.queries.treatment import (
    Served,
    exposure,
    exposure_rows,
    openings,
    overlap,
    served_villages,
    sold_by_station,
)

__all__ = [
    "IncomeReport",
    "MeasuredYear",
    "Overview",
    "Served",
    "before_per_head_fen",
    "broken_invariants",
    "differences",
    "exposure",
    "exposure_rows",
    "forms",
    "income_report",
    "lockable",
    "measured_year",
    "openings",
    "overlap",
    "overview",
    "platform_sales_fen",
    "revisit_sample",
    "served_villages",
    "sold_by_station",
    "values_digest",
    "waves",
    "with_platform_sales",
]


def broken_invariants(*, now: datetime) -> Iterator[str]:
    """Every split stands in the ledger; locked waves and sheets are as they were."""
    for transfer, household in sorted(disagreements()):
        yield f"split of transfer {transfer}: household {household} differs from the ledger"
    yield from broken_waves()
    yield from broken_sheets()
