"""The roles, and which of them one person may not hold together (ROLES section 3)."""

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


class IncompatibleRoles(DomainError):
    code, title, status = "incompatible_roles", "同一人不能同时担任这两个角色", 409


class NotOwnGrant(Forbidden):
    code, title = "not_own_grant", "不能给自己授权，也不能审批自己提交的授权"


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
