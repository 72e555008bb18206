"""Cells of the workbooks offices really keep, turned into values (DOMAIN sections 3, 9).

Each reader gets what the sheet holds (text, number, date, truth) and returns a plain value, or
raises `CellWrong` saying why and what to do. Empty cells never come here.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from operator import mul
from typing import Any

from backend.common.errors import Invalid
from backend.common.money import fen
from backend.exchange.rules.errors import CellWrong

Read = Callable[[Any], Any]
NUMBER_NOT_TEXT = "列被当作数字，请改为文本"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
# Full-width digits, letters and signs become plain ones; Chinese punctuation stays.
_KEPT = "，：；！？（）"
_WIDE_TO_PLAIN = {code: plain for code, plain in _WIDE.items() if chr(code) not in _KEPT}
_EXPONENT = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0?0:00(:00)?)?")
_EXCEL_DAY_0 = date(1899, 12, 30)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUE = {sign: value for value, sign in enumerate(_CREDIT)}


def plain_text(cell: Any) -> str:
    """The cell as text: full-width signs made plain, spaces around it gone."""
    if isinstance(cell, str):
        return cell.strip() if cell.isascii() else cell.translate(_WIDE_TO_PLAIN).strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


def text(longest: int, shortest: int = 1) -> Read:
    """Text of a length; several spaces inside become one."""

    def read(cell: Any) -> str:
        found = " ".join(plain_text(cell).split())
        if not shortest <= len(found) <= longest:
            raise CellWrong(f"应为 {shortest} 至 {longest} 个字，现有 {len(found)} 个")
        return found

    return read


def digits_text(cell: Any) -> str:
    """A number that must be kept as text: what Excel turned into a figure has lost its end."""
    if not isinstance(cell, str):
        raise CellWrong(NUMBER_NOT_TEXT)
    found = plain_text(cell).replace(" ", "").replace("-", "").lstrip("'’‘")
    if _EXPONENT.fullmatch(found):
        raise CellWrong(NUMBER_NOT_TEXT)
    return found.upper()


def person_name(cell: Any) -> str:
    """2-20 characters; minority names with "·" are never split."""
    found = plain_text(cell).replace(" ", "")
    for dot in "•‧・∙．.":
        found = found.replace(dot, "·")
    if not 2 <= len(found) <= 20:
        raise CellWrong("姓名应为 2 至 20 个字")
    if any(sign.isdigit() or sign.isascii() for sign in found):
        raise CellWrong("姓名只能是汉字和“·”")
    return found


def identity(cell: Any) -> str:
    """A resident's number by GB 11643; region 639999 is for invented people."""
    found = digits_text(cell)
    if re.fullmatch(r"\d{15}", found):
        raise CellWrong("15 位旧身份证号不能使用，请核对后填写 18 位号码")
    if not re.fullmatch(r"\d{17}[\dX]", found):
        raise CellWrong(f"身份证号应为 18 位，现有 {len(found)} 位")
    born = _day(found[6:10], found[10:12], found[12:14])
    if born is None or not date(1900, 1, 1) <= born <= date(2100, 1, 1):
        raise CellWrong("身份证号中的出生日期不存在")
    total = sum(map(mul, map(int, found[:17]), _ID_WEIGHTS))
    if "10X98765432"[total % 11] != found[17]:
        raise CellWrong("身份证号校验位不符，请核对是否录错")
    return found


def credit_code(cell: Any) -> str:
    """A unified social credit code by GB 32100, its inner nine by GB 11714."""
    found = digits_text(cell)
    if len(found) != 18 or any(sign not in _CREDIT_VALUE for sign in found):
        raise CellWrong("统一社会信用代码应为 18 位数字和大写字母")
    total = sum(_CREDIT_VALUE[sign] * pow(3, i, 31) for i, sign in enumerate(found[:17]))
    if _CREDIT_VALUE[found[17]] != (31 - total % 31) % 31:
        raise CellWrong("统一社会信用代码校验位不符，请核对是否录错")
    return found


def mobile(cell: Any) -> str:
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        # Eleven digits survive as a figure, unlike eighteen.
        cell = str(int(cell))
    found = digits_text(cell).removeprefix("+86")
    if not re.fullmatch(r"1[3-9]\d{9}", found):
        raise CellWrong("手机号应为 11 位，以 13 至 19 开头")
    return found


def whole(least: int, most: int) -> Read:
    def read(cell: Any) -> int:
        number = _number(cell)
        if number is None or number != int(number):
            raise CellWrong("应为整数")
        if not least <= number <= most:
            raise CellWrong(f"应在 {least} 至 {most} 之间")
        return int(number)

    return read


def hundredths(most: int) -> Read:
    """A figure of at most two decimals as hundredths: 3.25 亩 -> 325."""

    def read(cell: Any) -> int:
        found = _decimal_text(cell)
        try:
            value = fen(found)
        except Invalid:
            raise CellWrong("应为数字，最多两位小数") from None
        if not 0 <= value <= most * 100:
            raise CellWrong(f"应在 0 至 {most} 之间")
        return value

    return read


def price(cell: Any) -> int:
    """Yuan as fen, above zero."""
    value: int = hundredths(100_000)(cell)
    if value == 0:
        raise CellWrong("价格必须大于 0")
    return value


def day(cell: Any) -> str:
    """2024-03-05, 2024/3/5, 2024年3月5日, a real date, or Excel's day number; kept as ISO text."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if cell == int(cell) and 20_000 <= cell <= 80_000:
            return (_EXCEL_DAY_0 + timedelta(days=int(cell))).isoformat()
        raise CellWrong("日期不能识别，请写成 2024-03-05")
    match = _DATE.fullmatch(plain_text(cell))
    found = _day(*match.group(1, 2, 3)) if match else None
    if found is None:
        raise CellWrong("日期不能识别，请写成 2024-03-05")
    return found.isoformat()


def truth(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    found = plain_text(cell).lower()
    if found in {"是", "有", "√", "1", "y", "yes", "true"}:
        return True
    if found in {"否", "无", "×", "0", "n", "no", "false"}:
        return False
    raise CellWrong("请填写“是”或“否”")


def choice(names: Mapping[str, str], also: Mapping[str, str] | None = None) -> Read:
    """One of a list, by its Chinese name (`names`: code -> name; `also`: other word -> code)."""
    known = {name: code for code, name in names.items()} | {code: code for code in names}
    known |= dict(also or {})

    def read(cell: Any) -> str:
        found = known.get(plain_text(cell))
        if found is None:
            raise CellWrong(f"应为：{'、'.join(names.values())}")
        return found

    return read


def words(longest: int) -> Read:
    """Several words with 、 , ; or spaces between them."""

    def read(cell: Any) -> list[str]:
        found = [word for word in re.split(r"[、，,;；\s]+", plain_text(cell)) if word]
        if any(len(word) > longest for word in found):
            raise CellWrong(f"每个词最多 {longest} 个字")
        return found

    return read


def _number(cell: Any) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float | int):
        return float(cell)
    try:
        return float(plain_text(cell).replace(",", ""))
    except ValueError:
        return None


def _decimal_text(cell: Any) -> str:
    if isinstance(cell, float) and not isinstance(cell, bool):
        # Excel keeps 3.2 as 3.2000000000000002: what a person typed has two decimals.
        return f"{cell:.6f}".rstrip("0").rstrip(".")
    return plain_text(cell).replace(",", "").lstrip("¥￥")


def _day(year: str, month: str, of_month: str) -> date | None:
    try:
        return date(int(year), int(month), int(of_month))
    except ValueError:
        return None
