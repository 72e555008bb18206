"""A change request in words: what stands there, what is asked for, line by line."""

from dataclasses import dataclass
from typing import Any

from backend.common.sealed import Sealed
from cooperatives.models import Household, HouseholdChange
from cooperatives.rules import proposals as words


@dataclass(frozen=True, slots=True)
class DiffLine:
    label: str
    before: str
    after: str


_LABELS = {
    "phone_tail": "联系电话", "account_bank": "开户银行", "account_tail": "收款账户",
    "villager_group": "村民小组", "address": "住址", "land_mu_x100": "耕地（亩）", "size": "人口",
    "labour_count": "劳动力", "main_cause": "主要困难原因", "name": "名称", "from_on": "起始日期",
    "risk_cleared": "风险消除", "status": "户状态", "on": "日期", "person": "对象",
    "relation": "与户主关系", "sex": "性别", "birth_year": "出生年份", "labour": "劳动能力",
    "joined_on": "入户日期", "left_on": "离户日期", "left_reason": "离户原因",
    "former": "原户主改为", "names": "分出成员", "head_name": "户主", "village": "村",
    "action": "办理",
}  # fmt: skip
_CODES: dict[str, dict[str, str]] = {
    "main_cause": words.CAUSES,
    "relation": words.RELATIONS,
    "former": words.RELATIONS,
    "sex": words.SEXES,
    "labour": words.LABOUR,
    "left_reason": words.LEAVING,
    "action": {"add": "增加成员", "edit": "更正成员", "leave": "减少成员"},
    "status": {str(code): str(name) for code, name in Household.Status.choices},
}
_SEALED_IN = {"phone_tail": "phone", "account_tail": "account"}


def diff_of(change: HouseholdChange) -> list[DiffLine]:
    """Sealed values stay masked; fields of both sides in one order."""
    lines = [
        DiffLine(_LABELS[name], _shown(change, name, change.prior, change.prior_token),
                 _shown(change, name, change.proposed, change.proposed_token))
        for name in _LABELS
        if name in change.proposed or (name in change.prior and _tells(change, name))
    ]  # fmt: skip
    if change.field in {"identity", "member"} and change.proposed_token:
        before, after = _mask(change.prior_token), _mask(change.proposed_token)
        lines.append(DiffLine("身份证号", before, after))
    return lines


def _tells(change: HouseholdChange, name: str) -> bool:
    """What stood there is worth a line where it is replaced, or where somebody leaves."""
    return change.field in {"head", "member"} and name in {"name", "relation"}


def _shown(change: HouseholdChange, name: str, values: dict[str, Any], token: str) -> str:
    if name in _SEALED_IN and change.field == _SEALED_IN[name]:
        return _mask(token)
    value = values.get(name)
    if value is None or value == "":
        return "—" if name not in _CODES else _CODES[name].get("", "—")
    if name == "land_mu_x100":
        return f"{int(value) // 100}.{int(value) % 100:02d}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return _CODES.get(name, {}).get(str(value), str(value))


def _mask(token: str) -> str:
    return str(Sealed(token, "")) if token else "—"
