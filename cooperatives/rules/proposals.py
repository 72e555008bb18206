"""What a change request may ask for, field by field, read from what was typed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from backend.common.errors import Invalid
from cooperatives.rules import register as rule
from cooperatives.rules.register import Proposal

RELATIONS = {
    "head": "户主", "spouse": "配偶", "child": "子女", "parent": "父母",
    "grandchild": "孙辈", "sibling": "兄弟姐妹", "other": "其他",
}  # fmt: skip
LABOUR = {
    "ordinary": "普通劳动力", "skilled": "技能劳动力", "lost": "丧失劳动力", "none": "无劳动力",
}  # fmt: skip
SEXES = {"": "未填", "male": "男", "female": "女"}
LEAVING = {"died": "死亡", "moved": "迁出", "married": "婚嫁", "mistake": "登记有误"}
ENDS = {"moved": "迁出", "died": "销户（人员死亡）", "active": "恢复在册"}
CAUSES = {
    "": "未填", "illness": "因病", "disability": "因残", "schooling": "因学", "disaster": "因灾",
    "land": "缺土地", "water": "缺水", "skill": "缺技术", "labour": "缺劳力", "capital": "缺资金",
    "transport": "交通条件落后", "drive": "自身发展动力不足", "other": "其它",
}  # fmt: skip


def read_proposal(field: str, said: Mapping[str, Any], *, today: date) -> Proposal:
    """`Invalid` names the field that cannot be right. References are looked up by the service."""
    readers = {
        "phone": lambda: rule.phone_proposal(said),
        "account": lambda: rule.account_proposal(said),
        "identity": lambda: rule.identity_proposal(said, today=today),
        "address": lambda: Proposal(
            {
                "villager_group": rule.text_of(said, "villager_group", most=20),
                "address": rule.text_of(said, "address"),
            }
        ),
        "land": lambda: Proposal({"land_mu_x100": rule.land_of(said.get("land_mu", ""))}),
        "labour": lambda: Proposal(
            rule.check_people(
                rule.whole_number(said, "size"), rule.whole_number(said, "labour_count")
            )
        ),
        "cause": lambda: Proposal({"main_cause": rule.one_of(said, "main_cause", CAUSES)}),
        "head": lambda: Proposal({"former": rule.one_of(said, "former", _without_head())}),
        "category": lambda: _category(said, today),
        "member": lambda: _member(said, today),
        "status": lambda: Proposal(
            {"status": rule.one_of(said, "status", ENDS), "on": _day(said, "on", today)}
        ),
        "split": lambda: _split(said, today),
        "merge": lambda: Proposal({"on": _day(said, "on", today)}),
    }
    if field not in readers:
        raise Invalid(fields={"field": "请选择要变更的项目"})
    return readers[field]()


def _without_head() -> dict[str, str]:
    return {code: name for code, name in RELATIONS.items() if code != "head"}


def _day(said: Mapping[str, Any], key: str, today: date) -> str:
    return rule.check_day(said.get(key), today=today, where=key).isoformat()


def _category(said: Mapping[str, Any], today: date) -> Proposal:
    code = rule.text_of(said, "category", most=24)
    if not code:
        raise Invalid(fields={"category": "请选择类别"})
    cleared = said.get("risk_cleared") is True
    return Proposal(
        {"category": code, "from_on": _day(said, "from_on", today), "risk_cleared": cleared}
    )


def _member(said: Mapping[str, Any], today: date) -> Proposal:
    """`add`, `edit` or `leave`; a person who is added may bring an identity number."""
    action = rule.one_of(said, "action", {"add": "增加", "edit": "更正", "leave": "减少"})
    if action == "leave":
        return Proposal({
            "action": action, "left_on": _day(said, "left_on", today),
            "left_reason": rule.one_of(said, "left_reason", LEAVING),
        })  # fmt: skip
    values = {
        "action": action, "name": rule.check_name(str(said.get("name") or "")),
        "sex": rule.one_of(said, "sex", SEXES), "labour": rule.one_of(said, "labour", LABOUR),
        "birth_year": _birth_year(said, today),
    }  # fmt: skip
    if action == "edit":
        return Proposal(values)
    values["relation"] = rule.one_of(said, "relation", _without_head())
    values["joined_on"] = _day(said, "joined_on", today)
    if not said.get("identity"):
        return Proposal(values)
    person = rule.identity_proposal(said, today=today)
    return Proposal(values | person.values, person.secret)


def _birth_year(said: Mapping[str, Any], today: date) -> int | None:
    if said.get("birth_year") in (None, ""):
        return None
    year = rule.whole_number(said, "birth_year")
    if not 1900 <= year <= today.year:
        raise Invalid(fields={"birth_year": f"出生年份为 1900 至 {today.year}"})
    return year


def _split(said: Mapping[str, Any], today: date) -> Proposal:
    leaving = said.get("members")
    if not isinstance(leaving, list) or not leaving or len(leaving) > 30:
        raise Invalid(fields={"members": "请选择分出的家庭成员"})
    head = rule.text_of(said, "head", most=36)
    if head not in leaving:
        raise Invalid(fields={"head": "新户户主须是分出的成员之一"})
    return Proposal({
        "members": [str(uid) for uid in leaving], "head": head, "on": _day(said, "on", today),
    })  # fmt: skip
