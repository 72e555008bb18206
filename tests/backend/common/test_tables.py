"""Workbooks that leave: data, definitions and filters on sheets of their own."""

import io
from decimal import Decimal

from openpyxl import load_workbook

from backend.common.tables import book


def test_amounts_are_figures_and_what_is_suppressed_is_an_empty_cell() -> None:
    content = book(
        "xlsx", title="全县概览", mark="导出人 马县长", columns=[("村", "行政村"), ("金额", "元")],
        rows=[("尕庄村", Decimal("1234.50")), ("=SUM(A1)", None)], filters=[("年度", "2026")],
    )  # fmt: skip
    data, meanings, filters = load_workbook(io.BytesIO(content)).worksheets
    assert [data["B2"].value, data["B2"].number_format] == [1234.5, "#,##0.00"]
    assert [data["A3"].value, data["B3"].value] == ["'=SUM(A1)", None]
    assert meanings["A2"].value == "村"
    assert filters["B3"].value == "2026"
