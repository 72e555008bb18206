"""One file of a county's areas, any county: every line is checked and every fault is told.

The level and the parent follow from the length of the code (DOMAIN section 2).
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from stations.rules.areas import AreaRow

HEADINGS = {
    "code": ("code", "代码", "区划代码", "编码"),
    "name": ("name", "名称", "简称"),
    "official_name": ("official_name", "全称", "单位名称"),
    "kind": ("kind", "类型", "类别"),
    "pinyin": ("pinyin", "拼音"),
    "initials": ("initials", "首字母", "拼音首字母"),
    "letters": ("letters", "批次字母"),
}
KINDS = {
    "": "", "village": "village", "herding": "village", "community": "community",
    "村": "village", "村委会": "village", "牧委会": "village", "社区": "community",
    "居委会": "community", "县": "", "乡镇": "", "township": "", "county": "",
}  # fmt: skip
# What a provisional area may be.
VILLAGE_KINDS = (("village", "村"), ("community", "社区"))
MOST_ROWS = 5_000
PROVISIONAL = range(900, 1_000)
SHORTENED = (("村民委员会", "村"), ("村委会", "村"), ("牧委会", "村"), ("居民委员会", "社区"),
             ("居委会", "社区"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowFault:
    """A fault of one line: which column, why, what to do."""

    line: int
    column: str
    words: str


Sounds = Callable[[str], str]


def headings_of(titles: Iterable[str]) -> dict[str, str]:
    """Title in the file -> our column, for the titles that are known."""
    known = {alias: column for column, aliases in HEADINGS.items() for alias in aliases}
    plain = {title: _plain(title).lower() for title in titles if title}
    return {title: known[word] for title, word in plain.items() if word in known}


def area_rows(
    rows: Iterable[Mapping[str, str]], *, known: Collection[str], pinyin: Sounds, initials: Sounds
) -> tuple[list[AreaRow], list[RowFault]]:
    """Areas of a file and all its faults; `known` are codes that exist already."""
    found: dict[str, AreaRow] = {}
    faults: list[RowFault] = []
    lines: dict[str, int] = {}
    for line, raw in enumerate(rows, start=2):
        row = {column: _plain(value or "") for column, value in raw.items()}
        if not any(row.values()):
            continue
        wrong = _faults_of(row, line, lines)
        faults += wrong
        if not wrong:
            lines[row["code"]] = line
            found[row["code"]] = _area(row, pinyin, initials)
    reachable = found.keys() | set(known)
    faults += [
        RowFault(lines[code], "code", f"上级 {area.parent_code} 不在文件中，也没有登记；请补上上级")
        for code, area in found.items()
        if area.parent_code and area.parent_code not in reachable
    ]
    counties = {code[:6] for code in found}
    if len(counties) > 1:
        faults.append(RowFault(0, "code", f"一个文件只导入一个县，文件中有 {len(counties)} 个县"))
    return list(found.values()), sorted(faults, key=lambda fault: fault.line)


def level_of(code: str, kind: str = "") -> str:
    """6 digits a county, 9 a township; villages 200-399, communities 001-199, else as said."""
    if len(code) < 12:
        return "county" if len(code) == 6 else "township"
    return KINDS.get(kind) or ("community" if int(code[9:]) < 200 else "village")


def parent_of(code: str) -> str:
    return {12: code[:9], 9: code[:6]}.get(len(code), "")


def provisional_code(township_code: str, taken: Collection[str]) -> str | None:
    """The first free code 900-999 below a township, for a village without an official one."""
    codes = (f"{township_code}{number}" for number in PROVISIONAL)
    return next((code for code in codes if code not in taken), None)


def shortened(name: str) -> str:
    """`大煤洞村委会` is shown as `大煤洞村`."""
    for ending, short in SHORTENED:
        if name.endswith(ending) and len(name) > len(ending):
            stem = name.removesuffix(ending)
            return stem if stem.endswith(("村", "社区")) else stem + short
    return name


def _faults_of(row: dict[str, str], line: int, lines: Mapping[str, int]) -> list[RowFault]:
    code, name, faults = row.get("code", ""), row.get("name", ""), []
    name = name or row.get("official_name", "")
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", code, re.I):
        faults.append(RowFault(line, "code", f"代码 {code} 被存成了数字，请把这一列设为文本后重填"))
    elif not re.fullmatch(r"[0-9]{6}|[0-9]{9}|[0-9]{12}", code):
        faults.append(RowFault(line, "code", f"代码“{code}”应为 6、9 或 12 位数字"))
    elif code in lines:
        faults.append(RowFault(line, "code", f"代码 {code} 与第 {lines[code]} 行重复，请删去一行"))
    if not 2 <= len(name) <= 40:
        faults.append(RowFault(line, "name", "名称应为 2 至 40 字"))
    if row.get("kind", "") not in KINDS:
        faults.append(RowFault(line, "kind", f"类型“{row['kind']}”应为 村、社区、乡镇 或 县"))
    letters = row.get("letters", "").upper()
    if letters and not (len(code) == 6 and re.fullmatch(r"[A-Z]{2}", letters)):
        faults.append(RowFault(line, "letters", "批次字母只填在县一行，为两个英文字母"))
    return faults


def _area(row: dict[str, str], pinyin: Sounds, initials: Sounds) -> AreaRow:
    code = row["code"]
    official = row.get("official_name") or row["name"]
    name = shortened(row.get("name") or official)
    return AreaRow(
        code, level_of(code, row.get("kind", "")), parent_of(code), name, official,
        row.get("pinyin") or pinyin(name), row.get("initials") or initials(name),
        row.get("letters", "").upper(),
    )  # fmt: skip


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().strip("'")
