"""A table that leaves the house: CSV or XLSX, its first rows say who took it, when and why."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

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
