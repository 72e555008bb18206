"""What a file of areas would do: nothing is written to learn it."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from backend.common.search import initials_of, pinyin_of
from stations import rules
from stations.models import Area


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would do: nothing is written to learn it."""

    county_code: str
    rows: int
    new: list[rules.AreaRow]
    changed: list[tuple[rules.AreaRow, str, str]]
    missing: list[str]
    faults: list[rules.RowFault]


def plan_import(csv_text: str, *, edition_on: date) -> ImportPlan:
    """Reads a file against what is registered. Areas that are missing from it are only named."""
    reader = csv.DictReader(io.StringIO(csv_text.lstrip("\ufeff")))
    columns = rules.headings_of(reader.fieldnames or [])
    if "code" not in columns.values() or not {"name", "official_name"} & set(columns.values()):
        raise rules.AreaFileWrong("文件缺少“代码”或“名称”列，请按模板填写表头")
    raw = [{columns[t]: v or "" for t, v in row.items() if t in columns} for row in reader]
    if len(raw) > rules.MOST_ROWS:
        raise rules.AreaFileWrong(f"文件有 {len(raw)} 行，最多 {rules.MOST_ROWS} 行，请按县拆分")
    prefixes = {(row.get("code") or "")[:6] for row in raw}
    held = _held(prefixes)
    rows, faults = rules.area_rows(raw, known=held, pinyin=pinyin_of, initials=initials_of)
    found = {row.code for row in rows}
    faults += _county_faults(rows, held)
    return ImportPlan(
        county_code=rows[0].code[:6] if rows else "",
        rows=len(rows),
        new=[row for row in rows if row.code not in held],
        changed=[
            (row, *_difference(held[row.code], row))
            for row in rows
            if row.code in held and _said(held[row.code]) != _wanted(row)
        ],
        missing=sorted(
            f"{code} {area.name}"
            for code, area in held.items()
            if code not in found and area.closed_on is None and not faults
        ),
        faults=faults,
    )


def changed_rows(rows: Iterable[rules.AreaRow], edition_on: date) -> list[rules.AreaRow]:
    """Rows that are new, or say something else than is registered, or of another edition."""
    rows = list(rows)
    held = {area.code: area for area in Area.objects.filter(code__in=[row.code for row in rows])}

    def differs(row: rules.AreaRow) -> bool:
        area = held.get(row.code)
        return area is None or _said(area) != _wanted(row) or area.edition_on != edition_on

    return [row for row in rows if differs(row)]


def _held(prefixes: set[str]) -> dict[str, Area]:
    reach = Q(pk__in=[])
    for prefix in sorted(prefixes)[:3]:
        if len(prefix) == 6 and prefix.isdigit():
            reach |= Q(code__startswith=prefix)
    return {area.code: area for area in Area.objects.filter(reach)}


def _county_faults(rows: list[rules.AreaRow], held: dict[str, Area]) -> list[rules.RowFault]:
    """A new county brings its two letters: they open its lot codes."""
    new = [row for row in rows if row.level == "county" and row.code not in held]
    taken = set(Area.objects.filter(level="county").values_list("letters", flat=True))
    faults = [
        rules.RowFault(0, "letters", f"{row.name}是新县，请在县这一行填写两个批次字母")
        for row in new
        if not row.letters
    ]
    return faults + [
        rules.RowFault(0, "letters", f"批次字母 {row.letters} 已被其他县使用，请换一组")
        for row in new
        if row.letters and row.letters in taken
    ]


def _said(area: Area) -> tuple[str, ...]:
    return (area.level, area.name, area.official_name, area.pinyin, area.initials)


def _wanted(row: rules.AreaRow) -> tuple[str, ...]:
    return (row.level, row.name, row.official_name, row.pinyin, row.initials)


def _difference(area: Area, row: rules.AreaRow) -> tuple[str, str]:
    pairs = [(a, b) for a, b in zip(_said(area), _wanted(row), strict=True) if a != b]
    return "、".join(a for a, _ in pairs), "、".join(b for _, b in pairs)
