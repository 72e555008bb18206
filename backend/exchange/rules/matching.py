"""Whether two records may be one household, and which fields say so (ROLES section 7)."""

from dataclasses import asdict, dataclass
from typing import Any

from rapidfuzz import fuzz

HELD_FROM = 75
ALIKE = 80
POINTS = {
    "village": 20,
    "name": 40,
    "sound": 30,
    "similar_name": 20,
    "phone": 40,
    "phone_tail": 20,
    "no_identity": 20,
    "identity_differs": -35,
}


@dataclass(frozen=True, slots=True)
class Person:
    """What is compared; `phone_same` is known only where both phones are kept."""

    name: str
    pinyin: str
    village: str
    phone_tail: str = ""
    has_identity: bool = False
    pinyin_initials: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One field: whether it agrees, and the words that say so to the person who decides."""

    field: str
    agrees: bool
    words: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def compare(row: Person, known: Person, *, phone_same: bool | None) -> tuple[int, list[Agreement]]:
    """Points and reasons; from `HELD_FROM` on a person decides."""
    found = [_village(row, known), _name(row, known), _phone(row, known, phone_same)]
    found.append(_identity(row, known))
    points = sum(POINTS.get(key, 0) for key, _ in found)
    return points, [agreement for _, agreement in found]


def _village(row: Person, known: Person) -> tuple[str, Agreement]:
    same = row.village == known.village
    words = "同村" if same else "不同村"
    return ("village" if same else ""), Agreement("village", same, words)


def _name(row: Person, known: Person) -> tuple[str, Agreement]:
    if row.name == known.name:
        return "name", Agreement("name", True, "姓名相同")
    if row.pinyin == known.pinyin:
        return "sound", Agreement("name", True, "姓名同音")
    if fuzz.ratio(row.pinyin, known.pinyin) >= ALIKE:
        return "similar_name", Agreement("name", True, "姓名读音相近")
    return "", Agreement("name", False, "姓名不同")


def _phone(row: Person, known: Person, phone_same: bool | None) -> tuple[str, Agreement]:
    if phone_same:
        return "phone", Agreement("phone", True, "手机号相同")
    if not row.phone_tail or not known.phone_tail:
        return "", Agreement("phone", False, "一方没有手机号")
    if phone_same is None and row.phone_tail == known.phone_tail:
        return "phone_tail", Agreement("phone", True, "手机尾号相同")
    return "", Agreement("phone", False, "手机号不同")


def _identity(row: Person, known: Person) -> tuple[str, Agreement]:
    """Equal numbers are one person already; here they differ, or one is not known."""
    if row.has_identity and known.has_identity:
        return "identity_differs", Agreement("identity", False, "身份证号不同")
    return "no_identity", Agreement("identity", False, "一方没有身份证号，无法比对")
