"""Uploads as rows of cells: the type is sniffed, never believed (XLSX, XLS, CSV)."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import python_calamine

from backend.exchange.rules import states
from backend.exchange.rules.errors import FileRefused

Cells = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows one after the other, blank ones too, so that numbers stay right; `height` foretells."""

    rows: Iterator[Cells]
    height: int


TYPES = {"xlsx": ".xlsx", "xls": ".xls", "csv": ".csv"}
_ENCODINGS = ("utf-8-sig", "gb18030")
WRONG_TYPE = "只能导入 XLSX、XLS 或 CSV 文件，请在 Excel 中另存后再上传"


def sniff(content: bytes) -> str:
    """`xlsx`, `xls` or `csv`, by what is inside."""
    if not content:
        raise FileRefused("文件是空的，请检查后重新上传")
    if len(content) > states.MOST_BYTES:
        raise FileRefused("文件超过 20 MB，请分成几个文件导入")
    if content.startswith(b"PK\x03\x04"):
        _check_zip(content)
        return "xlsx"
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "xls"
    if b"\x00" in content[:4096] or content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"<")):
        raise FileRefused(WRONG_TYPE)
    _decoded(content)
    return "csv"


def open_sheet(content: bytes, file_type: str) -> Sheet:
    """The first visible sheet that holds anything."""
    if file_type == "csv":
        return Sheet(_csv_rows(content), content.count(b"\n") + 1)
    return _first_sheet(content)


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
    except zipfile.BadZipFile:
        raise FileRefused("文件已损坏，请重新保存后上传") from None
    names = {info.filename for info in infos}
    if "xl/workbook.xml" not in names:
        raise FileRefused(WRONG_TYPE)
    if "xl/vbaProject.bin" in names:
        raise FileRefused("文件带有宏，请另存为不带宏的 XLSX 后上传")
    if sum(info.file_size for info in infos) > states.MOST_UNPACKED:
        raise FileRefused("文件展开后过大，请分成几个文件导入")


def _first_sheet(content: bytes) -> Sheet:
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        for name in visible:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                return Sheet(iter(sheet.iter_rows()), sheet.total_height)
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError) as error:
        raise FileRefused("文件不能读取，可能已损坏或设了密码，请另存后上传") from error
    raise FileRefused("文件里没有内容")


def _csv_rows(content: bytes) -> Iterator[Cells]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    comma = max(",\t;，", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    except csv.Error as error:
        raise FileRefused("CSV 文件不能读取，请在 Excel 中另存为 XLSX 后上传") from error


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(WRONG_TYPE)
