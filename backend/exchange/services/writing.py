"""Rows as a workbook or as CSV, formula signs escaped, a watermark in both, zipped with AES."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyzipper
import xlsxwriter
from django.utils import timezone

from backend.exchange.rules.columns import Column, escaped

Line = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Watermark:
    """Who took it out, when, why, and whether it names people."""

    name: str
    hat: str
    at: datetime
    purpose: str
    personal: bool
    uid: str

    def words(self) -> str:
        when = timezone.localtime(self.at).strftime("%Y-%m-%d %H:%M")
        what = "含个人信息，不得外传" if self.personal else "个人信息已遮盖"
        who = f"{self.name}（{self.hat}）于 {when} 导出"
        return f"注：{who}；用途：{self.purpose}；{what}；编号 {self.uid[:8]}"


def xlsx(columns: Sequence[Column], lines: Iterable[Line], mark: Watermark, title: str) -> bytes:
    """In memory, because a scratch file would hold people's data in the open.

    The second sheet and the footer carry the watermark.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    book = xlsxwriter.Workbook(out, options | {"strings_to_urls": False})
    sheet = book.add_worksheet(title[:28])
    text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    for at, column in enumerate(columns):
        sheet.set_column(at, at, max(10, 2 * len(column.title) + 2), text)
        sheet.write_string(0, at, column.title, head)
    sheet.freeze_panes(1, 0)
    sheet.set_footer(f"&L{mark.words()[:200]}")
    for number, line in enumerate(lines, start=1):
        for at, value in enumerate(line):
            _write(sheet, number, at, value, text)
    notes = book.add_worksheet("导出说明")
    notes.set_column(0, 0, 90)
    notes.write_string(0, 0, mark.words())
    book.close()
    return out.getvalue()


def comma_separated(columns: Sequence[Column], lines: Iterable[Line], mark: Watermark) -> bytes:
    """UTF-8 with a mark, as Excel wants it; the watermark stands above the header."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([escaped(mark.words())])
    writer.writerow([column.title for column in columns])
    for line in lines:
        writer.writerow([escaped(value) for value in line])
    return out.getvalue().encode("utf-8-sig")


def zipped(content: bytes, name: str, password: str) -> bytes:
    """AES-256: the password goes another way than the file."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(password.encode())
        archive.writestr(name, content)
    return out.getvalue()


def _write(sheet: Any, row: int, at: int, value: Any, text: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, at, "是" if value else "否", text)
    elif isinstance(value, int | float):
        sheet.write_number(row, at, value)
    else:
        sheet.write_string(row, at, escaped(str(value)), text)
