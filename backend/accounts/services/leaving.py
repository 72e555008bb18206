"""A person ends its own account: what names it goes, what it did stays with a number."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from backend.accounts import rules
from backend.accounts.models import RoleAssignment, User
from backend.audit import services as audit
from backend.common.actor import Actor

GONE = "已注销用户"


def erase_own_account(*, user: User, actor: Actor, now: datetime) -> User:
    """Only for who never held another hat than the buyer's: others answer for what they did."""
    if RoleAssignment.objects.filter(user=user).exclude(role="BY").exists():
        raise rules.HatsRemain
    user.username, user.name = f"gone-{user.uid}", GONE
    user.phone, user.phone_index = "", None
    user.password, user.is_active = make_password(None), False
    user.save(update_fields=["username", "name", "phone", "phone_index", "password", "is_active"])
    audit.record(actor=actor, action="account.erase", subject=user, at=now)
    return user
