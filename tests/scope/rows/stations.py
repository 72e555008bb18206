"""Rows of the stations' routes."""

from tests.scope.row import Row

ROWS: list[Row] = []
