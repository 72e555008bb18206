"""The empty workbook people fill in: drop-downs, text columns, an example, and what each means."""

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from backend.exchange.rules.columns import Column
from backend.exchange.services.kinds import Kind

ROWS = 2_000
HEAD = PatternFill("solid", fgColor="E7EEF7")
GREY = Font(italic=True, color="7A7A7A")
EXAMPLE = "【示例】"


def template(kind: Kind) -> bytes:
    """`required` columns carry a star; the example row is skipped by the import."""
    columns = [column for column in kind.columns if not column.read_only]
    listed = kind.choices()
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = kind.title
    lists = book.create_sheet("选项")
    lists.sheet_state = "hidden"
    for at, column in enumerate(columns, start=1):
        _head(sheet, at, column)
        _body(sheet, at, column)
        names = listed.get(column.key) or list(column.choices)
        if names:
            _choices(sheet, lists, at, column, names)
    sheet.freeze_panes = "A2"
    _notes(book.create_sheet("填写说明"), columns, kind)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Worksheet, at: int, column: Column) -> None:
    cell = sheet.cell(1, at, f"{column.title}*" if column.required else column.title)
    cell.font, cell.fill = Font(bold=True), HEAD
    cell.alignment = Alignment(horizontal="center")
    if column.hint:
        cell.comment = Comment(column.hint, "乡站")
    width = max(10, 2 * len(column.title) + 4, len(str(column.sample)) + 4)
    sheet.column_dimensions[get_column_letter(at)].width = width


def _body(sheet: Worksheet, at: int, column: Column) -> None:
    sample = f"{EXAMPLE}{column.sample}" if at == 1 else column.sample
    cell = sheet.cell(2, at, sample)
    cell.font = GREY
    if isinstance(column.sample, str):
        # Numbers that are names (identity, codes) stay text in every row.
        for row in range(2, ROWS + 2):
            sheet.cell(row, at).number_format = "@"


def _choices(sheet: Worksheet, lists: Worksheet, at: int, column: Column, names: list[str]) -> None:
    letter = get_column_letter(at)
    for row, name in enumerate(names, start=1):
        lists.cell(row, at, name)
    area = f"选项!${letter}$1:${letter}${len(names)}"
    rule = DataValidation(type="list", formula1=f"={area}", allow_blank=not column.required)
    rule.error, rule.errorTitle = f"请从列表中选择{column.title}", "填写有误"
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{ROWS + 1}")


def _notes(sheet: Worksheet, columns: list[Column], kind: Kind) -> None:
    lines: list[list[Any]] = [
        [f"{kind.title}导入说明"],
        ["第一行是表头，请不要改名；第二行是示例，导入时自动跳过，可以删除。"],
        ["空白单元格不会清除已有内容。证件号、编码等列请保持文本格式。"],
        [],
        ["列", "必填", "说明"],
    ]
    lines += [[c.title, "是" if c.required else "", c.hint or _says(c)] for c in columns]
    for line in lines:
        sheet.append(line)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["C"].width = 24, 60
    sheet["A1"].font = Font(bold=True, size=14)


def _says(column: Column) -> str:
    return f"可选：{'、'.join(column.choices)}" if column.choices else ""
