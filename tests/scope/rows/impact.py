"""Rows of the overview and of the income report."""

from tests.scope.row import Row, unscoped

ROWS: list[Row] = [
    unscoped("GET", "overview", "aggregates of the hat's area; tests/impact/test_overview.py"),
    unscoped("GET", "income-report", "a county's figure; tests/impact/test_income_report.py"),
]
