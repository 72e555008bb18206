"""A list that leaves: as a workbook with data, definitions and filters, as CSV, or on paper."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from backend.common import printing, tables
from backend.common.money import yuan

TEMPLATE = "backend/common/papers/report.typ"
CLOSED = "<5"
Columns = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`columns` are (name, meaning); `above` are lines over the table on paper."""

    title: str
    columns: Columns
    rows: list[Sequence[object]]
    filters: list[tuple[str, str]]
    caveats: Sequence[str] = ()
    above: Sequence[str] = ()
    # Columns left off on paper, which is narrower than a workbook.
    not_on_paper: frozenset[str] = field(default=frozenset())


def made(sheet: Sheet, file_format: str, *, mark: str, now: datetime) -> bytes:
    if file_format == "pdf":
        return _paper(sheet, mark, now)
    return tables.book(
        file_format, title=sheet.title, mark=mark, columns=sheet.columns, rows=sheet.rows,
        filters=[*sheet.filters, *(("说明", line) for line in (*sheet.above, *sheet.caveats))],
    )  # fmt: skip


def _paper(sheet: Sheet, mark: str, now: datetime) -> bytes:
    """Filters and caveats on page one, definitions under the table."""
    kept = [i for i, (name, _) in enumerate(sheet.columns) if name not in sheet.not_on_paper]
    table: dict[str, Any] = {
        "head": [sheet.columns[i][0] for i in kept],
        "rows": [[str(row[i]) for i in kept] for row in sheet.rows],
        "right": [at for at, i in enumerate(kept) if _figures(sheet.rows, i)],
    }
    meanings = {
        "heading": "各栏说明", "head": ["栏", "说明"], "right": [],
        "rows": [list(sheet.columns[i]) for i in kept],
    }  # fmt: skip
    about = "　".join(f"{name} {value}" for name, value in sheet.filters)
    data = {
        "title": sheet.title, "about": about, "mark": mark, "flipped": True,
        "caveats": list(sheet.caveats),
        "sections": [{"text": list(sheet.above)}, table, meanings],
    }  # fmt: skip
    return printing.pdf(TEMPLATE, data, now=now)


def _figures(rows: Sequence[Sequence[object]], column: int) -> bool:
    """A column of numbers or amounts, whatever is closed in it."""
    cells = [row[column] for row in rows if row[column] not in ("", CLOSED)]
    return bool(cells) and all(isinstance(cell, int | Decimal) or _amount(cell) for cell in cells)


def _amount(cell: object) -> bool:
    return isinstance(cell, str) and cell.lstrip("-").replace(".", "", 1).isdigit() and "." in cell


def shown(value: int | None) -> int | str:
    return CLOSED if value is None else value


def money(fen: int | None) -> str:
    return CLOSED if fen is None else yuan(fen)


def moment(instant: datetime | None) -> str:
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M}" if instant else ""


def day(on: date | None) -> str:
    return on.isoformat() if on else ""
