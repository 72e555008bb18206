"""Who may propose which hat, and who must agree (ROLES sections 2 and 3)."""

from backend.common.errors import Forbidden, Invalid

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
COUNTY_AGREES = frozenset({"none", "county", "township"})


class OwnCooperativeOnly(Forbidden):
    code, title = "own_cooperative_only", "理事长只能提出本合作社人员的授权"


def steps_of_grant(scope_kind: str, *, waived: bool) -> list[list[str]]:
    """The county agrees to county and township hats, the township to those below it.

    Two roles on one head by a waiver take one more step by another official.
    """
    steps = [["CO"]] if scope_kind in COUNTY_AGREES else [["TO"]]
    return [*steps, ["TO", "CO"]] if waived else steps


def check_role_fits(role: str, scope_kind: str) -> None:
    if role not in ROLES_OF_SCOPE.get(scope_kind, ()):
        raise Invalid(fields={"role": "这个身份与所选范围不相配，请重新选择"})
