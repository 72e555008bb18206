"""The register in plain Python: who must agree to which change, and what may be written."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.common.errors import Conflict, DomainError, Forbidden, Invalid
from cooperatives.rules.codes import birth_date, check_identity, check_mobile, clean_code

# ROLES section 4, "Household data change". A fact the document does not name follows its nearest
# neighbour: land like the address; size, cause and category like the members.
ONE_STEP = frozenset({"phone", "address", "land"})
CALL_BACK = frozenset({"account", "identity"})
SEALED = frozenset({"phone", "account", "identity"})
RESTORABLE = frozenset({"phone", "address", "land", "labour", "cause", "account", "identity"})
# Of a child under this age no number is kept (PIPL Art. 28).
NO_IDENTITY_UNDER = 14
_NAME = re.compile(
    r"[\u3400-\u9fff\U00020000-\U0003ffff]+(·[\u3400-\u9fff\U00020000-\U0003ffff]+)*"
)
_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･.．", "·"))
_LAND = re.compile(r"[0-9]{1,5}(\.[0-9]{1,2})?")


class ChangeAlreadyOpen(Conflict):
    code, title = "change_already_open", "这一项已有变更申请在办理，请等待结果或先撤回"


class HouseholdChanged(Conflict):
    code, title = "household_changed", "档案在您打开后已有变化，请刷新后重新填写"


class SecondPersonNeeded(Forbidden):
    code, title = (
        "second_person_needed",
        "审计查看原值须另一名审计员或县级干部同意，同意后 24 小时内可查看一次",
    )


class HouseholdNotActive(DomainError):
    code, title, status = "household_not_active", "该户已不在册，不能办理", 409


class PersonElsewhere(Conflict):
    code, title = "person_elsewhere", "此人已登记在另一户，请先办理迁出或并户"


class AccountElsewhere(Conflict):
    code, title = "account_elsewhere", "此账户已登记在另一户名下，请核对"


class EvidenceMissing(DomainError):
    code, title, status = "evidence_missing", "请先补充证明材料，再提交审批", 409


class NotCalledBack(DomainError):
    code, title, status = "not_called_back", "请先电话回访本人并写明结果，再通过", 409


class NotYours(Forbidden):
    code, title = "not_yours", "只有提交人可以补充材料或撤回"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is asked for: plain values, and apart from them the one that is sealed."""

    values: dict[str, Any] = field(default_factory=dict)
    secret: str = ""


def change_steps(change: str, maker_role: str, *, temporary: bool = False) -> list[list[str]]:
    """Who agrees, in order. A secretary never agrees to what a secretary asked for."""
    single = change in ONE_STEP or change == "create" or (change == "merge" and temporary)
    if maker_role == "PS":
        return [["TO"]] if single else [["TO"], ["CO"]]
    return [["PS"]] if single else [["PS"], ["TO"]]


def check_name(typed: str, *, where: str = "name") -> str:
    """2 to 20 characters; the dot of minority names is one character, however it was typed."""
    name = "".join(unicodedata.normalize("NFKC", typed).split()).translate(_DOTS)
    if not 2 <= len(name) <= 20 or not _NAME.fullmatch(name):
        raise Invalid(fields={where: "姓名为 2 至 20 个汉字，少数民族姓名中间用“·”"})
    return name


def check_bank_account(typed: str) -> str:
    """16 to 19 digits whose Luhn sum ends in 0 (DOMAIN section 3)."""
    number = clean_code(typed)
    if not re.fullmatch(r"[0-9]{16,19}", number):
        raise Invalid(fields={"account": "银行卡号为 16 至 19 位数字，请核对"})
    if not luhn(number):
        raise Invalid(fields={"account": "银行卡号校验不通过，请核对每一位"})
    return number


def luhn(number: str) -> bool:
    doubled = [int(digit) * 2 for digit in number[-2::-2]]
    plain = [int(digit) for digit in number[::-2]]
    return (sum(plain) + sum(one - 9 if one > 9 else one for one in doubled)) % 10 == 0


def sex_of(identity: str) -> str:
    return "male" if int(identity[16]) % 2 else "female"


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def check_person(typed: str, *, today: date) -> str:
    """An identity number that may be kept: it checks, and it is not a child's."""
    number = check_identity(typed, today=today)
    if age_on(birth_date(number), today) < NO_IDENTITY_UNDER:
        raise Invalid(fields={"identity": "未满 14 周岁不登记身份证号，只登记姓名和出生年份"})
    return number


def check_people(size: int, labour: int) -> dict[str, int]:
    if not 1 <= size <= 30:
        raise Invalid(fields={"size": "家庭人口为 1 至 30 人，请核对"})
    if not 0 <= labour <= size:
        raise Invalid(fields={"labour_count": "劳动力人数不能多于家庭人口"})
    return {"size": size, "labour_count": labour}


def land_of(typed: str) -> int:
    """Mu with two decimals at most, as hundredths: "12.5" -> 1250."""
    text = unicodedata.normalize("NFKC", str(typed)).strip()
    if not _LAND.fullmatch(text):
        raise Invalid(fields={"land_mu": "耕地面积以亩计，最多两位小数，例如 12.5"})
    whole, _, rest = text.partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0") or 0)


def check_reason(text: str, *, where: str = "reason") -> str:
    reason = text.strip()
    if not 2 <= len(reason) <= 200:
        raise Invalid(fields={where: "请写明原因，2 至 200 字"})
    return reason


def check_day(value: Any, *, today: date, where: str) -> date:
    """A day that has come; text of the form 2026-09-28."""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise Invalid(fields={where: "日期写作 2026-09-28"}) from None
    if day > today:
        raise Invalid(fields={where: "日期不能晚于今天"})
    if day < date(1900, 1, 1):
        raise Invalid(fields={where: "日期过早，请核对"})
    return day


def text_of(said: Mapping[str, Any], key: str, *, most: int = 80) -> str:
    value = str(said.get(key) or "").strip()
    if len(value) > most:
        raise Invalid(fields={key: f"最多 {most} 字"})
    return value


def one_of(said: Mapping[str, Any], key: str, allowed: Mapping[str, str]) -> str:
    value = str(said.get(key) or "")
    if value not in allowed:
        raise Invalid(fields={key: "请从列表中选择：" + "、".join(allowed.values())})
    return value


def whole_number(said: Mapping[str, Any], key: str) -> int:
    value = said.get(key)
    if isinstance(value, bool) or not str(value).isdigit():
        raise Invalid(fields={key: "请填写整数"})
    return int(str(value))


def phone_proposal(said: Mapping[str, Any]) -> Proposal:
    phone = check_mobile(str(said.get("phone") or ""))
    return Proposal({"phone_tail": phone[-4:]}, phone)


def account_proposal(said: Mapping[str, Any]) -> Proposal:
    bank = text_of(said, "bank", most=30)
    if not bank:
        raise Invalid(fields={"bank": "请填写开户银行"})
    number = check_bank_account(str(said.get("account") or ""))
    return Proposal({"account_bank": bank, "account_tail": number[-4:]}, number)


def identity_proposal(said: Mapping[str, Any], *, today: date) -> Proposal:
    number = check_person(str(said.get("identity") or ""), today=today)
    return Proposal({"birth_year": int(number[6:10]), "sex": sex_of(number)}, number)
