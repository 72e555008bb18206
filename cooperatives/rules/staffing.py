"""Who may propose which hat, and who must agree (ROLES sections 2 and 3)."""

from datetime import date

from backend.common.errors import Conflict, Forbidden, Invalid

# scope kind -> the roles it fits
ROLES_OF_SCOPE = {
    "none": ("SA",),
    "county": ("CO", "AU"),
    "township": ("TO",),
    # A founder's hat: it registers a cooperative and is replaced by one of that cooperative.
    "village": ("PS", "CM"),
    "station": ("SO",),
    "cooperative": ("CM", "CA", "CS"),
}
# No grant by hand: it is opened from the household's own page for somebody who lives there.
HOUSEHOLD_ADULT_FROM = 16
COUNTY_AGREES = frozenset({"none", "county", "township"})


class OwnCooperativeOnly(Forbidden):
    code, title = "own_cooperative_only", "理事长只能提出本合作社人员的授权"


class AccountThere(Conflict):
    code, title = "household_account_there", "这位成员的账号已开通或正在审批"


def account_opened_text(address: str) -> str:
    return f"【乡站】您的农户账号已开通。请打开 {address} ，用本机号码和短信验证码设置密码。"


def check_may_hold_account(birth_year: int | None, *, today: date) -> None:
    if birth_year is not None and today.year - birth_year < HOUSEHOLD_ADULT_FROM:
        raise Invalid(fields={"member": "未满 16 周岁不开通账号，请选择另一位成员"})


def steps_of_grant(scope_kind: str, *, waived: bool) -> list[list[str]]:
    """The county agrees to county and township hats, the township to those below it.

    Two roles on one head by a waiver take one more step by another official.
    """
    steps = [["CO"]] if scope_kind in COUNTY_AGREES else [["TO"]]
    return [*steps, ["TO", "CO"]] if waived else steps


def check_role_fits(role: str, scope_kind: str) -> None:
    if role not in ROLES_OF_SCOPE.get(scope_kind, ()):
        raise Invalid(fields={"role": "这个身份与所选范围不相配，请重新选择"})
