"""A table that leaves the house: CSV or XLSX, its first rows say who took it, when and why."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

import xlsxwriter
from django.utils import timezone

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def watermark(*, name: str, hat: str, purpose: str, now: datetime) -> str:
    return f"导出人 {name}（{hat}）  时间 {timezone.localtime(now):%Y-%m-%d %H:%M}  用途 {purpose}"


def harmless(text: str) -> str:
    """A spreadsheet must not run what somebody typed: formulas become text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def written(
    kind: str, *, mark: str, head: Sequence[str], rows: Iterable[Sequence[object]]
) -> bytes:
    """The file's bytes; every cell is text."""
    lines = [[mark], list(head), *([harmless(str(cell)) for cell in row] for row in rows)]
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(lines)
        # With the mark that makes spreadsheets read it as UTF-8.
        return b"\xef\xbb\xbf" + text.getvalue().encode()
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for y, line in enumerate(lines):
        for x, cell in enumerate(line):
            sheet.write_string(y, x, cell)
    book.close()
    return buffer.getvalue()


def book(
    kind: str,
    *,
    title: str,
    mark: str,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[object]],
    filters: Sequence[tuple[str, str]],
    meanings: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A list as it stands under its filters: sheets 数据, 字段说明 and 筛选条件.

    `meanings` are words beside the columns' that the reader needs: what an indicator counts.

    A CSV has one sheet: its first line carries the filters too. Whole numbers stay numbers, and so
    do amounts in yuan given as `Decimal`; `None` is an empty cell.
    """
    head = [name for name, _ in columns]
    said = "，".join(f"{name}={value}" for name, value in filters) or "无"
    if kind == "csv":
        return written("csv", mark=f"{mark}  筛选 {said}", head=head, rows=rows)
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    bold, money = made.add_format({"bold": True}), made.add_format({"num_format": "#,##0.00"})
    _sheet(made, "数据", [head, *rows], bold, money)
    _sheet(made, "字段说明", [("字段", "说明"), *columns, *meanings], bold, money)
    about = [("项目", "内容"), ("表", title), *filters, ("导出", mark)]
    _sheet(made, "筛选条件", about, bold, money)
    made.close()
    return buffer.getvalue()


def _sheet(
    made: xlsxwriter.Workbook, name: str, lines: Iterable[Sequence[object]], bold: object,
    money: object,
) -> None:  # fmt: skip
    sheet = made.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for y, line in enumerate(lines):
        for x, cell in enumerate(line):
            if isinstance(cell, int) and not isinstance(cell, bool):
                sheet.write_number(y, x, cell)
            elif isinstance(cell, Decimal):
                sheet.write_number(y, x, cell, money)
            elif cell is not None:
                sheet.write_string(y, x, harmless(str(cell)), None if y else bold)
