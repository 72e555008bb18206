"""What the law says of a cooperative, as facts for people to see (DOMAIN section 6)."""

from dataclasses import dataclass

from backend.common.errors import Conflict, DomainError, Invalid
from cooperatives.rules.codes import (
    OTHER_KINDS,
    clean_code,
    is_cooperative_code,
    why_credit_code_is_wrong,
)

COOPERATIVE_MOVES: dict[str, dict[str, str]] = {
    "submitted": {"approve": "registered", "return": "returned"},
    "returned": {"submit": "submitted"},
    "registered": {"close": "closed"},
    "closed": {},
}
FEWEST_MEMBERS = 5
FARMERS_BP = 8_000
# Up to 20 members one unit member, above at most 5 % (the Cooperatives Law, DOMAIN section 6).
FEW_MEMBERS, UNITS_BP = 20, 500
DELEGATES_FROM = 150
ACCOUNT_KINDS = {"capital": "出资额", "reserve": "公积金份额", "subsidy": "财政补助与捐赠份额"}


class AlreadyMember(Conflict):
    code, title = "already_member", "该户已是本社社员"


class NumberTaken(Conflict):
    code, title = "member_number_taken", "社员编号已被使用，请换一个"


class MembershipEnded(DomainError):
    code, title, status = "membership_ended", "该户已退社，不能办理", 409


class CreditCodeTaken(Conflict):
    code, title = "credit_code_taken", "这个统一社会信用代码已登记"


class AccountBelowZero(DomainError):
    code, title, status = "account_below_zero", "账户余额不足，不能减少这么多", 409


class CooperativeNotRegistered(DomainError):
    code, title, status = "cooperative_not_registered", "合作社登记未完成或已注销", 409


@dataclass(frozen=True, slots=True)
class Fact:
    """One provision, whether the books meet it, and in which words."""

    code: str
    holds: bool
    text: str


def read_credit_code(typed: str) -> str:
    """The code in its stored form; companies, shops and offices are no cooperatives."""
    code = read_any_credit_code(typed)
    if not is_cooperative_code(code):
        whose = OTHER_KINDS.get(code[:2])
        said = f"{code[:2]} 开头是{whose}；" if whose else ""
        raise Invalid(
            fields={
                "credit_code": f"{said}农民专业合作社以 93 开头，"
                "组、村、乡镇集体经济组织以 N1、N2、N3 开头"
            }
        )
    return code


def read_any_credit_code(typed: str) -> str:
    """A well-formed code of anybody: a unit member may be a company or a society."""
    code = clean_code(typed)
    if wrong := why_credit_code_is_wrong(code):
        raise Invalid(fields={"credit_code": wrong})
    return code


def facts_of(*, households: int, units: int) -> list[Fact]:
    """Shown, never a block: the register of the market office decides."""
    members = households + units
    share_bp = households * 10_000 // members if members else 0
    allowed = 1 if members <= FEW_MEMBERS else members * UNITS_BP // 10_000
    facts = [
        Fact("members", members >= FEWEST_MEMBERS,
             f"现有社员 {members} 户（个），登记时一般不少于 {FEWEST_MEMBERS} 户"),
        Fact("farmers", bool(members) and share_bp >= FARMERS_BP,
             f"农民社员占 {share_bp // 100}%，法定不低于 80%"),
        Fact("units", units <= allowed, f"团体社员 {units} 个，按现有社员数最多 {allowed} 个"),
    ]  # fmt: skip
    if members > DELEGATES_FROM:
        needed = max(51, -(-members // 10))
        facts.append(
            Fact("delegates", True, f"社员超过 150 人，可设成员代表大会，代表不少于 {needed} 人")
        )
    return facts
