"""Workbooks as offices keep them, written by these lines and nothing else."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]


def book(rows: Rows, *, merge: Sequence[tuple[int, int, int, int, str]] = ()) -> bytes:
    """One sheet; numbers are numbers, dates are dates, text is text. `merge` = merged cells."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False})
    sheet, day = made.add_worksheet("台账"), made.add_format({"num_format": "yyyy/m/d"})
    for at, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            _write(sheet, at, column, cell, day)
    for first_row, first, last_row, last, text in merge:
        sheet.merge_range(first_row, first, last_row, last, text)
    made.close()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Any, day: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, str) and cell:
        sheet.write_string(row, column, cell)
    elif cell != "":
        sheet.write(row, column, cell)


def csv_of(rows: Rows, *, encoding: str = "utf-8-sig") -> bytes:
    lines = [",".join(str(cell) for cell in row) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


PRICES = ["产品", "等级", "区划代码", "采集日期", "渠道", "价格(元/斤)", "来源"]
POTATO = ["洋芋", "一级", "630121103", "2026-03-05", "收购商", 1.2, "东峡镇集市"]
BEANS = ["蚕豆", "二级", "630121103", "2026/3/6", "收购商", 3.85, "东峡镇集市"]
UNDATED = ["洋芋", "一级", "630121103", "?", "收购商", 1.2, "集市"]
PRODUCTS = ["产品编码*", "名称", "类别", "别名", "保质期(天)", "单次收货上限(公斤)"]
GARLIC = ["garlic", "大蒜", "蔬菜", "蒜头", 120, 500]
