"""CSV files to tables; a wrong cell is named by its column and the line it stands on."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from impact.estimators.arrays import Floats, Labels
from impact.estimators.faults import TableRefused, some
from impact.estimators.frame import Table

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", ".", "-"})
HEADER_ROWS = 1


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns in the file."""

    time: str
    cohort: str
    outcome: str
    unit: str | None = None
    cluster: str | None = None
    weight: str | None = None
    covariates: tuple[str, ...] = ()

    def all(self) -> list[str]:
        single = (self.unit, self.time, self.cohort, self.outcome, self.cluster, self.weight)
        return [name for name in single if name] + list(self.covariates)


def read_table(path: Path, columns: Columns) -> Table:
    header, rows = _read(path)
    _check_header(path, header, columns)
    place = {name: header.index(name) for name in columns.all()}
    text = {name: [row[at].strip() for row in rows] for name, at in place.items()}
    covariates = [numbers(text[name], name) for name in columns.covariates]
    names = {"time": columns.time, "cohort": columns.cohort, "outcome": columns.outcome}
    names |= {"unit": columns.unit or "", "cluster": columns.cluster or ""}
    names |= {"weight": columns.weight or "", "covariates": "、".join(columns.covariates)}
    return Table(
        unit=labels(text[columns.unit]) if columns.unit else np.arange(len(rows)),
        time=numbers(text[columns.time], columns.time),
        cohort=numbers(text[columns.cohort], columns.cohort),
        outcome=numbers(text[columns.outcome], columns.outcome),
        cluster=labels(text[columns.cluster]) if columns.cluster else None,
        weight=numbers(text[columns.weight], columns.weight) if columns.weight else None,
        covariates=np.stack(covariates, axis=1) if covariates else None,
        covariate_names=columns.covariates,
        names=names,
        first_row=HEADER_ROWS + 1,
    )


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    raw = path.read_bytes()
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a spreadsheet on a Chinese desktop saves.
        content = raw.decode("gb18030", errors="replace")
    lines = list(csv.reader(content.splitlines()))
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    if len(lines) < HEADER_ROWS + 1:
        raise TableRefused("EMPTY_FILE", f"{path.name}：没有数据行。第一行应为列名，其后为数据。")
    header, rows = [cell.strip() for cell in lines[0]], lines[1:]
    short = [number + 2 for number, row in enumerate(rows) if len(row) != len(header)]
    if short:
        raise TableRefused(
            "RAGGED_ROWS", f"{path.name}：第 {some(short)} 行的列数与表头（{len(header)} 列）不同。"
        )
    return header, rows


def _check_header(path: Path, header: list[str], columns: Columns) -> None:
    absent = [name for name in columns.all() if name not in header]
    if absent:
        raise TableRefused(
            "NO_COLUMN",
            f"{path.name}：没有列 {some(f'“{name}”' for name in absent)}。"
            f"文件中的列有：{some(header)}。",
        )
    twice = sorted({name for name in columns.all() if header.count(name) > 1})
    if twice:
        raise TableRefused("COLUMN_TWICE", f"{path.name}：列“{twice[0]}”出现了不止一次。")


def numbers(cells: list[str], column: str) -> Floats:
    """NaN where the cell is empty; a cell that is neither empty nor a number is refused."""
    try:
        return np.array(cells, dtype=float)
    except ValueError:
        pass
    found, wrong = np.full(len(cells), np.nan), []
    for row, cell in enumerate(cells):
        if cell.lower() in MISSING:
            continue
        try:
            found[row] = float(cell)
        except ValueError:
            wrong.append(f"{row + HEADER_ROWS + 1}（{cell}）")
    if wrong:
        raise TableRefused(
            "NOT_A_NUMBER", f"列“{column}”第 {some(wrong)} 行不是数字。请改为数字或留空。"
        )
    return found


def labels(cells: list[str]) -> Labels:
    """Whole numbers where all are, so that 01 and 1 stay different otherwise."""
    plain = all(cell.isascii() and cell.isdigit() and str(int(cell)) == cell for cell in cells)
    return np.array([int(cell) for cell in cells]) if plain else np.array(cells)


def read_vector(path: Path) -> Floats:
    """One number a line, a header line allowed."""
    matrix = read_matrix(path)
    if 1 not in matrix.shape:
        raise TableRefused("NOT_A_VECTOR", f"{path.name}：应每行一个数字，实为 {matrix.shape}。")
    return matrix.ravel()


def read_matrix(path: Path) -> Floats:
    """Rows of numbers, a header line allowed."""
    lines = [
        (number, [cell.strip() for cell in line])
        for number, line in enumerate(csv.reader(path.read_text("utf-8-sig").splitlines()), 1)
        if any(cell.strip() for cell in line)
    ]
    if lines and not all(_is_number(cell) for cell in lines[0][1]):
        lines = lines[1:]
    if not lines:
        raise TableRefused("EMPTY_FILE", f"{path.name}：没有数字。")
    wrong = [
        f"第 {number} 行“{cell}”" for number, line in lines for cell in line if not _is_number(cell)
    ]
    if wrong:
        raise TableRefused("NOT_A_NUMBER", f"{path.name}：{some(wrong)} 不是数字。")
    widths = {len(line) for _, line in lines}
    if len(widths) > 1:
        raise TableRefused("RAGGED_ROWS", f"{path.name}：各行的列数不同：{sorted(widths)}。")
    return np.array([[float(cell) for cell in line] for _, line in lines])


def _is_number(cell: str) -> bool:
    try:
        return bool(np.isfinite(float(cell)))
    except ValueError:
        return False
