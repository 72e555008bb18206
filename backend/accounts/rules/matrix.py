"""Roles and the matrix of who may do what (ROLES section 3), as data.

Letters: V view, A aggregates only, C create, E edit draft, S submit, 1 2 3 approval step,
X execute, O object or comment, R reveal a sealed value, P export. A cell without a letter is no
right. This table and the document change together.
"""

from backend.common.errors import DomainError, Forbidden

ROLES = {
    "SA": "系统管理员",
    "CO": "县级干部",
    "TO": "乡镇干部",
    "PS": "村党支部书记",
    "SO": "服务站运营员",
    "CM": "合作社理事长",
    "CA": "合作社会计",
    "CS": "合作社监事",
    "HM": "农户",
    "BY": "买家",
    "AU": "审计员",
}
# Roles that read or decide for others sign in with a second factor.
SECOND_FACTOR = frozenset({"SA", "CO", "TO", "PS", "CM", "CA", "CS", "AU"})
STATION_APP = frozenset({"SO"})
CONSOLE_APP = SECOND_FACTOR

VERBS = {
    "V": "view",
    "A": "aggregate",
    "C": "create",
    "E": "edit",
    "S": "submit",
    "1": "approve_1",
    "2": "approve_2",
    "3": "approve_3",
    "X": "execute",
    "O": "object",
    "R": "reveal",
    "P": "export",
}

# object kind -> {role: letters}; "" is a visitor who has not signed in.
MATRIX: dict[str, dict[str, str]] = {
    "user": {"SA": "CE", "CO": "1", "TO": "1", "CM": "C", "HM": "V", "BY": "V", "AU": "V"},
    "account": {"SA": "VCE", "CO": "V1", "AU": "V"},
    "assignment": {"SA": "VCE", "CO": "V1", "TO": "V1", "CM": "VC", "AU": "V"},
    "device": {"SA": "VE", "CO": "V", "TO": "VE", "SO": "VCE", "AU": "V"},
    "partner_client": {"SA": "VCE", "CO": "V", "AU": "V"},
    "health": {"SA": "V", "CO": "V", "AU": "V"},
    "area": {
        "SA": "CEV",
        "CO": "1V",
        "TO": "V",
        "PS": "V",
        "SO": "V",
        "CM": "V",
        "CA": "V",
        "CS": "V",
        "AU": "V",
    },
    "household": {
        "CO": "VP",
        "TO": "V2P",
        "PS": "VCS1",
        "SO": "VCS",
        "CM": "V",
        "CA": "V",
        "CS": "V",
        "HM": "VS",
        "AU": "VP",
    },
    "household_change": {
        "CO": "V2",
        "TO": "V12",
        "PS": "VCS1",
        "SO": "VCS",
        "CM": "VCS",
        "HM": "VCS",
        "AU": "V",
    },
    "sealed": {"CO": "R", "TO": "R", "PS": "R", "CA": "R", "HM": "R", "AU": "R"},
    "cooperative": {
        "CO": "V",
        "TO": "V1",
        "PS": "VO",
        "SO": "V",
        "CM": "VCS",
        "CA": "VE",
        "CS": "V",
        "HM": "V",
        "AU": "V",
    },
    "station": {"CO": "V2", "TO": "VCS1", "PS": "VO", "SO": "VE", "CM": "V", "AU": "V"},
    "branch": {"CO": "VCE", "TO": "VCE", "PS": "V", "AU": "V"},
    "inspection": {"CO": "V1P", "TO": "VCS", "PS": "VO", "SO": "VO", "AU": "V"},
    "parcel": {"CO": "A", "TO": "A", "SO": "VCEX", "HM": "V", "AU": "V"},
    "service_record": {"CO": "A", "TO": "A", "SO": "VCEX", "AU": "V"},
    "receipt": {
        "CO": "A",
        "TO": "V",
        "PS": "V",
        "SO": "VCS",
        "CM": "V1",
        "CA": "V",
        "CS": "V",
        "HM": "V",
        "AU": "V",
    },
    "listing": {
        "CO": "VX",
        "TO": "VX",
        "PS": "VO",
        "SO": "VCS",
        "CM": "V1",
        "CA": "V",
        "CS": "V",
        "HM": "V",
        "BY": "V",
        "AU": "V",
        "": "V",
    },
    "price_list": {
        "CO": "VX",
        "TO": "VO",
        "PS": "VO",
        "SO": "V",
        "CM": "V1",
        "CA": "VCS",
        "CS": "V",
        "HM": "V",
        "AU": "V",
    },
    # Reference tables of the county: as areas and settings, a second person agrees.
    "product": {
        "SA": "VCS",
        "CO": "VCS1",
        "TO": "V",
        "PS": "V",
        "SO": "V",
        "CM": "V",
        "CA": "V",
        "CS": "V",
        "AU": "V",
    },
    "reference_price": {
        "CO": "V1",
        "TO": "VCS",
        "PS": "V",
        "CM": "V",
        "CA": "V",
        "CS": "V",
        "AU": "V",
    },
    # Workbooks in: what a batch holds asks for the right of its own noun besides.
    "import": {
        "SA": "VCS",
        "CO": "VCS2",
        "TO": "VCS1",
        "PS": "VCS",
        "CM": "VCS1",
        "CA": "VCS",
        "AU": "V",
    },
    "cooperative_import": {"CO": "V1", "TO": "VCS", "AU": "V"},
    "household_import": {"CO": "V2", "TO": "V1", "PS": "VCS", "AU": "V"},
    "duplicate": {"CO": "V2", "TO": "V1", "PS": "VS"},
    "export": {
        "SA": "VC",
        "CO": "VC1",
        "TO": "VC",
        "PS": "VC",
        "SO": "VC",
        "CM": "VC",
        "CA": "VC",
        "CS": "VC",
        "AU": "VC1",
    },
    "order": {
        "CO": "A",
        "TO": "A",
        "PS": "A",
        "SO": "VX",
        "CM": "V",
        "CA": "V",
        "CS": "V",
        "HM": "V",
        "BY": "VC",
        "AU": "V",
    },
    "refund": {"SO": "V", "CM": "V1", "CA": "VC", "CS": "V2", "BY": "VC", "AU": "V"},
    "settlement_run": {
        "CO": "A",
        "TO": "3",
        "PS": "2O",
        "SO": "V",
        "CM": "V1",
        "CA": "VCS",
        "CS": "V",
        "HM": "VO",
        "AU": "V",
    },
    "loan": {"CO": "VA", "TO": "V", "PS": "VCS", "CA": "V", "HM": "V", "AU": "V"},
    "assistance": {"CO": "VP", "TO": "V1", "PS": "VCS", "SO": "V", "HM": "V", "AU": "V"},
    "project": {"CO": "VP", "TO": "V1", "PS": "VCS", "CM": "V", "HM": "V", "AU": "V"},
    "statement": {"HM": "V"},
    # A wave is the county's; its forms are the households'.
    "income_wave": {"CO": "VC3", "TO": "V", "PS": "V", "SO": "V", "HM": "V", "AU": "V"},
    "income_form": {"TO": "V2", "PS": "VCS1", "SO": "VCS", "HM": "VS", "AU": "V"},
    "overview": {"CO": "VP", "TO": "VP", "PS": "V", "AU": "VP"},
    "impact_report": {
        "CO": "VP",
        "TO": "VP",
        "PS": "V",
        "SO": "V",
        "CM": "V",
        "CA": "V",
        "CS": "V",
        "AU": "VP",
    },
    # Bills against the books; the standing alone is for the health page.
    "reconciliation": {"SA": "V", "CO": "V", "CM": "V", "CA": "VC", "CS": "V", "AU": "VP"},
    # Fee and shipping rules, merchant accounts: announced seven days ahead.
    "setting": {"SA": "VCE", "CO": "V1", "AU": "V"},
    "ledger": {"CO": "A", "CM": "V", "CA": "V", "CS": "V", "AU": "VP"},
    "trace": {"CO": "V", "AU": "VP"},
    "audit": {"CO": "V", "HM": "V", "AU": "VP"},
    "approval": {"CO": "V", "TO": "V", "PS": "V", "CM": "V", "CS": "V", "AU": "V"},
    "job": {"SA": "X", "CO": "V", "TO": "V", "CM": "V", "CA": "V", "AU": "V"},
}

# The same person may not hold both within overlapping scopes (ROLES section 3).
INCOMPATIBLE: tuple[tuple[str, str], ...] = (
    ("CM", "CA"),
    ("CA", "CS"),
    ("CM", "CS"),
    ("SO", "CA"),
    ("PS", "CM"),
)
AUDITOR_KEEPS_APART = frozenset(ROLES) - {"AU", "BY", "HM"}
ADMINISTRATOR_KEEPS_APART = frozenset(ROLES) - {"SA", "BY", "HM"}


class WrongCredentials(DomainError):
    code, title, status = "wrong_credentials", "账号或密码不对，请检查后重试", 401


class SecondFactorRequired(DomainError):
    code, title, status = "second_factor_required", "请输入动态验证码", 401


class SecondFactorWrong(DomainError):
    code, title, status = (
        "second_factor_wrong",
        "动态验证码不对或已过期，请输入最新的 6 位数字",
        401,
    )


class LockedOut(DomainError):
    code, title, status = "locked_out", "输错次数过多，账号已锁定，请 15 分钟后再试", 429


class IncompatibleRoles(DomainError):
    code, title, status = "incompatible_roles", "同一人不能同时担任这两个角色", 409


class CodeWrong(DomainError):
    code, title, status = "code_wrong", "短信验证码不对或已过期，请重新获取", 422


class TooManyCodes(DomainError):
    code, title, status = "too_many_codes", "获取验证码过于频繁，请一分钟后再试", 429


class MobileTaken(DomainError):
    code, title, status = "mobile_taken", "这个手机号已注册，请直接登录", 409


class NotOwnGrant(Forbidden):
    code, title = "not_own_grant", "不能给自己授权，也不能审批自己提交的授权"


def grants_of(role: str) -> frozenset[tuple[str, str]]:
    """All (verb, object) pairs of one role. `view` carries `aggregate` with it."""
    pairs = {(VERBS[letter], kind) for kind, row in MATRIX.items() for letter in row.get(role, "")}
    return frozenset(pairs | {("aggregate", kind) for verb, kind in pairs if verb == "view"})


def clash(role: str, held: frozenset[str]) -> str | None:
    """The held role that the same person may not combine with `role`, if any."""
    for one, other in INCOMPATIBLE:
        if role in (one, other) and ({one, other} - {role}) & held:
            return ({one, other} - {role}).pop()
    for keeper, apart in (("AU", AUDITOR_KEEPS_APART), ("SA", ADMINISTRATOR_KEEPS_APART)):
        if role == keeper and held & apart:
            return sorted(held & apart)[0]
        if keeper in held and role in apart:
            return keeper
    return None
