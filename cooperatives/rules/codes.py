"""Codes and check digits: lot codes, credit codes, identity numbers, mobiles (DOMAIN 3 and 7)."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date

from backend.common.errors import Invalid
from cooperatives.rules.errors import (
    LotCodeMalformed,
    LotCodeOfOtherDay,
    LotCodeOfOtherDevice,
    LotCodeOfOtherStation,
    LotNumbersUsedUp,
)

# Alphabet of the unified social credit code (GB 32100): no I, O, S, V, Z.
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Of the longest body, a credit code's 17 characters.
_POWERS_OF_THREE = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"

# Whom other codes belong to, so that a refusal says what was typed.
OTHER_KINDS = {
    "91": "公司", "92": "个体工商户", "51": "社会团体", "52": "民办非企业单位", "11": "机关",
    "12": "事业单位",
}  # fmt: skip
COOPERATIVE_KINDS = {
    "93": "农民专业合作社",
    "N1": "组级集体经济组织",
    "N2": "村级集体经济组织",
    "N3": "乡镇级集体经济组织",
}

_LOT_CODE = re.compile(r"[A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{8}")
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_IDENTITY = re.compile(r"[1-9][0-9]{16}[0-9X]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def clean_code(typed: str) -> str:
    """What a person typed, as a code: full width folded, spaces and dashes out, upper case."""
    folded = unicodedata.normalize("NFKC", typed)
    return re.sub(r"[\s-]", "", folded).upper()


def check_character(body: str) -> str:
    """31 minus the sum of value x 3^i, mod 31 (GB 32100)."""
    pairs = zip(_POWERS_OF_THREE, body, strict=False)
    return CODE_ALPHABET[-sum(power * CODE_ALPHABET.index(char) for power, char in pairs) % 31]


def make_lot_code(
    county_letters: str, day: date, station_letters: str, device: str, running: int
) -> str:
    """Lot and trace code: DT 260930 017 A 042 + check, 16 characters (DOMAIN section 7)."""
    if not 1 <= running <= 999:
        raise ValueError(f"running number outside 1-999: {running}")
    body = f"{county_letters}{day:%y%m%d}{station_letters}{device}{running:03d}"
    code = body + check_character(body)
    if not has_lot_code_shape(code):
        raise ValueError(f"not the shape of a lot code: {code}")
    return code


def next_lot_code(
    county_letters: str, day: date, station_letters: str, taken: Iterable[str]
) -> str:
    """The next code of a station's day; devices 0 to 9 are the server's, letters bound devices."""
    return lot_code_after(last_lot_number(taken), county_letters, day, station_letters)


def last_lot_number(taken: Iterable[str]) -> int:
    """The highest number the server gave among codes of one station's day; 0 for none."""
    used = (code[11:15] for code in taken if code[11:12].isdigit())
    return max((int(text[0]) * 999 + int(text[1:]) for text in used), default=0)


def lot_code_after(number: int, county_letters: str, day: date, station_letters: str) -> str:
    """The code that follows a station's number of the day."""
    device, running = divmod(number, 999)
    if device > 9:
        raise LotNumbersUsedUp
    return make_lot_code(county_letters, day, station_letters, str(device), running + 1)


def has_lot_code_shape(code: str) -> bool:
    return bool(_LOT_CODE.fullmatch(code))


def check_lot_code(code: str) -> bool:
    """Shape and check character; says nothing about whether such a lot exists."""
    return has_lot_code_shape(code) and check_character(code[:-1]) == code[-1]


def check_device_code(
    code: str, *, county_letters: str, station_letters: str, devices: Collection[str], day: date
) -> None:
    """A code made offline: well formed, of this station and day, and of a letter given."""
    if not check_lot_code(code) or code[12:15] == "000" or code[11].isdigit():
        raise LotCodeMalformed
    if (code[:2], code[8:11]) != (county_letters, station_letters):
        raise LotCodeOfOtherStation
    if code[11] not in devices:
        raise LotCodeOfOtherDevice
    if code[2:8] != f"{day:%y%m%d}":
        raise LotCodeOfOtherDay


def check_credit_code(code: str) -> bool:
    """Unified social credit code, its inner organisation code (GB 11714) included."""
    return (
        bool(_CREDIT_CODE.fullmatch(code))
        and check_character(code[:17]) == code[17]
        and _organisation_check(code[8:16]) == code[16]
    )


def why_credit_code_is_wrong(code: str) -> str:
    """What a person looks at again; empty where the code is well formed."""
    if len(code) != 18:
        return f"统一社会信用代码为 18 位，现在是 {len(code)} 位"
    if strange := sorted(set(code) - set(CODE_ALPHABET)):
        return f"代码中没有 {'、'.join(strange)}；字母 I、O、S、V、Z 不用，请看是否 1、0、5、2"
    if not _CREDIT_CODE.fullmatch(code):
        return "第 3 至 8 位是登记机关的区划，应为数字"
    if _organisation_check(code[8:16]) != code[16]:
        return "第 9 至 17 位主体代码的校验位不符，请逐位核对"
    if check_character(code[:17]) != code[17]:
        return "最后一位校验位不符，请逐位核对"
    return ""


def is_cooperative_code(code: str) -> bool:
    """93 cooperative; N1, N2, N3 collective organisations of group, village, township."""
    return code[:2] in COOPERATIVE_KINDS


def _organisation_check(body: str) -> str:
    pairs = zip(_ORGANISATION_WEIGHTS, body, strict=True)
    rest = -sum(weight * _ORGANISATION_ALPHABET.index(char) for weight, char in pairs) % 11
    return "X" if rest == 10 else str(rest)


def check_identity(typed: str, *, today: date) -> str:
    """An identity number in its stored form, or `Invalid` saying why not (GB 11643).

    The region is not checked: no list of regions is complete over a lifetime.
    """
    number = clean_code(typed)
    if len(number) == 15:
        raise Invalid(fields={"identity": "请填写 18 位身份证号，15 位旧号已停用"})
    if not _IDENTITY.fullmatch(number):
        raise Invalid(fields={"identity": "身份证号应为 18 位数字，末位可为 X"})
    pairs = zip(_IDENTITY_WEIGHTS, number[:17], strict=True)
    if _IDENTITY_CHECKS[sum(weight * int(digit) for weight, digit in pairs) % 11] != number[17]:
        raise Invalid(fields={"identity": "身份证号校验位不对，请核对每一位"})
    if birth_date(number) > today:
        raise Invalid(fields={"identity": "身份证号中的出生日期晚于今天，请核对"})
    return number


def birth_date(identity: str) -> date:
    """Birth date of an 18-digit number, or `Invalid` where there is no such day."""
    try:
        return date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14]))
    except ValueError:
        raise Invalid(fields={"identity": "身份证号中的出生日期不存在，请核对"}) from None


def check_mobile(typed: str) -> str:
    """Eleven digits of a mainland mobile, or `Invalid`."""
    number = clean_code(typed)
    if not _MOBILE.fullmatch(number):
        raise Invalid(fields={"phone": "请填写 11 位手机号，以 13 至 19 开头"})
    return number
