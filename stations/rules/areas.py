"""Area files, checked line by line (DOMAIN section 2)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from backend.common.errors import Invalid

TOWNSHIP_COLUMNS = ("code", "name", "pinyin", "initials")
VILLAGE_COLUMNS = ("code", "name", "official_name", "kind", "township_code", "pinyin", "initials")
# A herders' committee (牧委会) is a village in every count of this county.
VILLAGE_LEVELS = {"village": "village", "herding": "village", "community": "community"}


class AreaFileWrong(Invalid):
    code, title = "area_file_wrong", "区划文件有误，未导入任何行"


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as a file gives it."""

    code: str
    level: str
    parent_code: str
    name: str
    official_name: str
    pinyin: str
    initials: str
    letters: str = ""


@dataclass(frozen=True, slots=True)
class CountyRow:
    """The county itself stands in no file: its name and its two letters are given."""

    code: str
    name: str
    official_name: str
    pinyin: str
    initials: str
    letters: str
    edition_on: date

    def area(self) -> AreaRow:
        return AreaRow(
            self.code, "county", "", self.name, self.official_name, self.pinyin, self.initials,
            self.letters,
        )  # fmt: skip


def township_rows(rows: Iterable[Mapping[str, str]], county_code: str) -> list[AreaRow]:
    """Townships of a file, checked line by line; the first line of data is line 2."""
    found = []
    for line, row in enumerate(rows, start=2):
        code, name = _text(row, "code", line), _text(row, "name", line)
        _check_code(code, 9, county_code, line)
        pinyin, initials = _text(row, "pinyin", line), _text(row, "initials", line)
        found.append(AreaRow(code, "township", county_code, name, name, pinyin, initials))
    return _once_each(found)


def village_rows(rows: Iterable[Mapping[str, str]], townships: Iterable[AreaRow]) -> list[AreaRow]:
    """Villages and communities of a file; each lies in a township of the other file."""
    known = {township.code for township in townships}
    found = []
    for line, row in enumerate(rows, start=2):
        code, parent = _text(row, "code", line), _text(row, "township_code", line)
        if parent not in known:
            raise AreaFileWrong(f"第 {line} 行：所属乡镇 {parent} 不在乡镇文件中")
        _check_code(code, 12, parent, line)
        kind = _text(row, "kind", line)
        if kind not in VILLAGE_LEVELS:
            raise AreaFileWrong(f"第 {line} 行：类型 {kind} 应为 village、herding 或 community")
        names = [_text(row, column, line) for column in ("name", "official_name")]
        sounds = [_text(row, column, line) for column in ("pinyin", "initials")]
        found.append(AreaRow(code, VILLAGE_LEVELS[kind], parent, *names, *sounds))
    return _once_each(found)


def _text(row: Mapping[str, str], column: str, line: int) -> str:
    value = (row.get(column) or "").strip()
    if not value:
        raise AreaFileWrong(f"第 {line} 行：缺少 {column}")
    return value


def _check_code(code: str, length: int, parent: str, line: int) -> None:
    if not re.fullmatch(rf"[0-9]{{{length}}}", code):
        raise AreaFileWrong(f"第 {line} 行：代码 {code} 应为 {length} 位数字，列须为文本")
    if not code.startswith(parent):
        raise AreaFileWrong(f"第 {line} 行：代码 {code} 不属于 {parent}")


def _once_each(rows: list[AreaRow]) -> list[AreaRow]:
    seen: set[str] = set()
    for row in rows:
        if row.code in seen:
            raise AreaFileWrong(f"代码 {row.code} 重复")
        seen.add(row.code)
    return rows
