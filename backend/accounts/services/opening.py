"""The first people of a county: one administrator, two officials, no right without a second one."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex, token_urlsafe

from django.db import transaction
from django.utils import timezone

from backend.accounts import rules
from backend.accounts.models import RoleAssignment, User
from backend.accounts.services.second_factors import add_second_factor
from backend.accounts.services.signing_up import new_user
from backend.audit import services as audit
from backend.common.actor import system_actor
from backend.common.errors import Conflict

OPENER = system_actor("bootstrap")
# username -> (role, by whom proposed, by whom agreed): everyone stands on the two others.
FIRST_PEOPLE = {
    "admin": ("SA", "county1", "county2"),
    "county1": ("CO", "admin", "county2"),
    "county2": ("CO", "admin", "county1"),
}


class AlreadyOpened(Conflict):
    code, title = "already_opened", "系统中已有账号，不能再次初始化"


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """What is handed over once and kept nowhere else."""

    username: str
    role_name: str
    password: str
    totp_secret: str


@transaction.atomic
def open_county(*, county_code: str, now: datetime) -> list[FirstPerson]:
    """One SA and two CO (DESIGN 9); refuses where anybody exists."""
    if User.objects.exists():
        raise AlreadyOpened
    people = [_person(name, role) for name, (role, _, _) in FIRST_PEOPLE.items()]
    users = {user.username: user for user in User.objects.filter(username__in=FIRST_PEOPLE)}
    for username, (role, granter, approver) in FIRST_PEOPLE.items():
        county = role == "CO"
        assignment = RoleAssignment.objects.create(
            user=users[username],
            role=role,
            scope_kind="county" if county else "none",
            scope_name=rules.ROLES[role],
            area_prefix=county_code if county else "",
            place_code=county_code if county else "",
            valid_from=timezone.localdate(now),
            granted_by=users[granter],
            approved_by=users[approver],
        )
        audit.record(actor=OPENER, action="assignment.bootstrap", subject=assignment, at=now)
    return people


def _person(username: str, role: str) -> FirstPerson:
    password, secret = token_urlsafe(12), token_hex(20)
    user = new_user(username=username, name=rules.ROLES[role], password=password)
    user.must_change_password = True
    user.save()
    add_second_factor(user=user, secret_hex=secret)
    return FirstPerson(username, rules.ROLES[role], password, secret)
