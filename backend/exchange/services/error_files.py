"""The rows that cannot be taken, in the columns they came in: red cells and the reason."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill

from backend.exchange.rules.columns import Header, escaped
from backend.exchange.rules.rows import Row
from backend.exchange.services.kinds import Kind

# More wrong rows than this mean a wrong file: the first ones say enough.
MOST = 5_000
RED = PatternFill("solid", fgColor="FFC7CE")
BOLD = Font(bold=True)
SHOWN = ("error", "conflict")


class Collected:
    """Wrong rows as they were typed, kept while the sheet is read."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.rows: list[tuple[Row, Sequence[Any]]] = []
        self._latest: dict[int, Sequence[Any]] = {}
        self._left_out = 0

    def remember(self, number: int, cells: Sequence[Any]) -> None:
        self._latest[number] = cells

    def keep(self, rows: Sequence[Row]) -> None:
        """Of the chunk just read only the wrong rows stay in memory."""
        for row in rows:
            if row.status in SHOWN:
                self.add(row)
        self._latest.clear()

    def add(self, row: Row) -> None:
        cells = self._latest.get(row.number) or list(row.values.values())
        if len(self.rows) >= MOST:
            self._left_out += 1
            return
        self.rows.append((row, cells))

    def workbook(self, kind: Kind) -> bytes:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("需修改的行")
        titles = [*self.header.titles, "原行号", "问题（改正后可删去此列再上传）"]
        sheet.append([_cell(sheet, title, bold=True) for title in titles])
        for row, cells in sorted(self.rows, key=lambda pair: pair[0].number):
            sheet.append(self._line(sheet, row, cells, kind))
        if self._left_out:
            sheet.append([_cell(sheet, f"注：另有 {self._left_out} 行有误，未列出")])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def _line(self, sheet: Any, row: Row, cells: Sequence[Any], kind: Kind) -> list[Any]:
        wrong = {key for key, _ in row.problems}
        line = []
        for at, key in enumerate(self.header.keys):
            value = cells[at] if at < len(cells) else ""
            line.append(_cell(sheet, value, red=bool(key) and key in wrong))
        names = {column.key: column.title for column in kind.columns}
        why = "；".join(
            f"{names[key]}：{text}" if key in names else text for key, text in row.problems
        )
        return [*line, _cell(sheet, row.number), _cell(sheet, why, red=True)]


def _cell(sheet: Any, value: Any, *, red: bool = False, bold: bool = False) -> Any:
    known = value if isinstance(value, str | int | float | bool | date) else str(value or "")
    cell = WriteOnlyCell(sheet, value=escaped(known))
    if isinstance(known, str):
        cell.data_type, cell.number_format = "s", "@"
    if red:
        cell.fill = RED
    if bold:
        cell.font = BOLD
    return cell
