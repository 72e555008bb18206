"""Accounts and grants: who may hold what together, and what a new account needs."""

import re

from backend.accounts.rules.roles import clash
from backend.common.errors import Conflict, Forbidden, Invalid

# Allowed with a recorded reason and one more step of the township (ROLES section 3).
WAIVABLE = frozenset({"PS", "CM"})
EXPIRES_SOON_DAYS = 30
# Roles that set their password anew by a code on their mobile; all others ask the administrator.
RESET_BY_CODE = frozenset({"SO", "HM", "BY"})
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,31}")


class NameTaken(Conflict):
    code, title = "username_taken", "这个账号名已被使用，请换一个"


class NotOneself(Forbidden):
    code, title = "not_oneself", "不能对自己的账号这样做，请由另一位管理员办理"


class HatsRemain(Conflict):
    code, title = "hats_remain", "您还担任过其他岗位，不能自己注销，请联系管理员"


class AlreadyEnded(Conflict):
    code, title = "assignment_ended", "这项授权已经结束或从未生效"


class SecondFactorKnown(Conflict):
    code, title = "second_factor_known", "这个账号已绑定动态验证码；更换手机请联系系统管理员重置"


class PasswordUnchanged(Invalid):
    title = "新密码不能与旧密码相同"


def overlaps(one: str, other: str) -> bool:
    """Whether two places lie in one another; an empty code is everywhere."""
    return one.startswith(other) or other.startswith(one)


def waivable(role: str, other: str) -> bool:
    return {role, other} == WAIVABLE


def clash_at(role: str, place: str, held: list[tuple[str, str]]) -> str | None:
    """The role held at an overlapping place that keeps apart; `held` is (role, place)."""
    near = frozenset(other for other, there in held if overlaps(place, there))
    return clash(role, near)


def check_username(typed: str) -> str:
    name = typed.strip().lower()
    if not _USERNAME.fullmatch(name):
        raise Invalid(fields={"username": "账号名请用 3–32 个小写字母、数字或 . _ -，以字母开头"})
    return name


def check_mobile(typed: str) -> str:
    mobile = "".join(typed.split())
    if not _MOBILE.fullmatch(mobile):
        raise Invalid(fields={"mobile": "请填写 11 位手机号"})
    return mobile


def check_name(typed: str) -> str:
    name = typed.strip()
    if not 2 <= len(name) <= 20:
        raise Invalid(fields={"name": "姓名请填 2–20 个字"})
    return name


def check_reason(typed: str, field: str = "reason") -> str:
    text = typed.strip()
    if not 4 <= len(text) <= 200:
        raise Invalid(fields={field: "请写明原因，4–200 字"})
    return text
