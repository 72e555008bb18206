"""One column of a workbook, and how a header finds it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.exchange.rules.errors import CellWrong, FileRefused
from backend.exchange.rules.values import Read, plain_text

Show = Callable[[Any], Any]
# What a sheet would run as a formula is written with an apostrophe in front (ROLES section 5).
_FORMULA = ("=", "+", "-", "@", "'", "\t", "\r")
# Above the header stand titles, dates and the name of the office.
HEADER_WITHIN = 15


@dataclass(frozen=True, slots=True)
class Column:
    """`read` turns a cell into a value, `show` a value into a cell; both ways give the same."""

    key: str
    title: str
    read: Read
    show: Show = lambda value: value
    aliases: tuple[str, ...] = ()
    required: bool = False
    # Names of a drop-down in the template.
    choices: tuple[str, ...] = ()
    # Sealed at rest: shown masked, exported only with the right to it.
    mask: Callable[[str], str] | None = None
    sample: Any = ""
    hint: str = ""
    # Told, never taken from a file: it changes nothing (a village's name beside its code).
    read_only: bool = False

    @property
    def personal(self) -> bool:
        return self.mask is not None

    def cell(self, value: Any, *, masked: bool = False) -> Any:
        """What the sheet shows; empty stays empty."""
        if value is None or value == "":
            return ""
        return self.mask(value) if masked and self.mask else self.show(value)


def by_name(names: Mapping[str, str]) -> Show:
    """Codes shown as their Chinese names."""
    return lambda value: names.get(value, value)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and which column of the sheet is which; `unknown` is ignored."""

    row: int
    keys: tuple[str, ...]
    titles: tuple[str, ...]

    def position(self, key: str) -> int | None:
        return self.keys.index(key) if key in self.keys else None


def folded(title: Any) -> str:
    """A header as it is compared: no spaces, no brackets and what stands in them, no stars."""
    found = re.sub(r"[（(][^）)]*[)）]", "", plain_text(title))
    return re.sub(r"[\s*＊:：/、_\-]", "", found).lower()


def escaped(cell: Any) -> Any:
    """Text that no sheet takes for a formula; `unescaped` gives back what was there."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def unescaped(cell: Any) -> Any:
    if isinstance(cell, str) and cell[:1] == "'" and cell[1:].startswith(_FORMULA):
        return cell[1:]
    return cell


def find_header(rows: Sequence[Sequence[Any]], columns: Sequence[Column]) -> Header:
    """The first row, or pair of merged rows, that names the most columns we know.

    A merged head stands in two rows: "户主" over "姓名 | 身份证号". The lower one counts, or both
    together, or the upper one where the lower says nothing we know.
    """
    known = {folded(name): column.key for column in columns for name in names_of(column)}
    best: tuple[int, Header] | None = None
    for number, cells in enumerate(rows[:HEADER_WITHIN]):
        for titles in _readings(rows, number, cells, known):
            keys = _keys(titles, known)
            score = sum(1 for key in keys if key)
            if best is None or score > best[0]:
                best = (score, Header(number, keys, titles))
    needed = [column for column in columns if column.required]
    if best is None or best[0] < min(2, len(columns)):
        names = "、".join(column.title for column in needed)
        raise FileRefused(f"前 {HEADER_WITHIN} 行中没有找到表头；至少应有：{names}")
    return best[1]


def names_of(column: Column) -> Iterable[str]:
    return (column.title, column.key, *column.aliases)


def mapped(header: Header, columns: Sequence[Column]) -> None:
    """Refuses a sheet without a column that every row needs."""
    missing = [c.title for c in columns if c.required and c.key not in header.keys]
    if missing:
        raise FileRefused(f"缺少列：{'、'.join(missing)}。请下载模板核对表头")


Places = Sequence[tuple[int, Column]]


def places_of(header: Header, columns: Sequence[Column]) -> Places:
    """Which column of the sheet is which of ours: found once, used for every row."""
    found = ((header.position(column.key), column) for column in columns if not column.read_only)
    return [(at, column) for at, column in found if at is not None]


def read_cells(cells: Sequence[Any], places: Places) -> tuple[dict[str, Any], list[list[str]]]:
    """Values by column key, and what is wrong: `[column key, why]`."""
    values: dict[str, Any] = {}
    problems: list[list[str]] = []
    for at, column in places:
        cell = cells[at] if at < len(cells) else ""
        if cell is None or cell == "" or (isinstance(cell, str) and not cell.strip("\u3000 \t")):
            if column.required:
                problems.append([column.key, "必填，不能为空"])
            continue
        if column.mask and isinstance(cell, str) and "*" in cell:
            # A masked export that comes back: what is hidden stays as it is.
            continue
        try:
            values[column.key] = column.read(unescaped(cell))
        except CellWrong as error:
            problems.append([column.key, str(error)])
    return values, problems


def _readings(
    rows: Sequence[Sequence[Any]], number: int, cells: Sequence[Any], known: Mapping[str, str]
) -> Iterable[tuple[str, ...]]:
    own = tuple(plain_text(cell) if cell not in (None, "") else "" for cell in cells)
    yield own
    if number:
        above = _spread(rows[number - 1], len(own))
        yield tuple(_title(lower, upper, known) for lower, upper in zip(own, above, strict=True))


def _title(lower: str, upper: str, known: Mapping[str, str]) -> str:
    """ "姓名", "户主姓名" or "户主": the first that says something we know."""
    words = (lower, upper + lower, upper)
    return next((title for title in words if folded(title) in known), lower)


def _spread(cells: Sequence[Any], width: int) -> list[str]:
    """A merged cell holds its text in its first column only; the others follow it."""
    spread, last = [], ""
    for at in range(width):
        cell = cells[at] if at < len(cells) else ""
        last = plain_text(cell) if cell not in (None, "") else last
        spread.append(last)
    return spread


def _keys(titles: Sequence[str], known: Mapping[str, str]) -> tuple[str, ...]:
    keys: list[str] = []
    for title in titles:
        key = known.get(folded(title), "") if title else ""
        keys.append("" if key in keys else key)
    return tuple(keys)


# What stands below the rows of an office's sheet, and the template's own example.
_BELOW = (
    "合计",
    "总计",
    "小计",
    "注:",
    "注：",
    "备注:",
    "备注：",
    "填报",
    "审核",
    "制表",
    "【示例",
)


def says_nothing(cells: Sequence[Any]) -> bool:
    """A blank row, a sum, a signature, or the example of the template."""
    for cell in cells:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str):
            return False
        found = cell.strip("\u3000 \t")
        if found:
            return found.startswith(_BELOW)
    return True
