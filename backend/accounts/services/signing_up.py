"""Signing up: a buyer with a confirmed mobile."""

import re
from datetime import datetime, timedelta
from secrets import randbelow, token_hex

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from backend.accounts import rules
from backend.accounts.models import RoleAssignment, SignUpCode, User
from backend.common import later
from backend.common.errors import Invalid
from backend.common.sealed import blind_index

CODE_LIVES = timedelta(minutes=5)
CODE_TRIES = 5


@transaction.atomic
def send_sign_up_code(*, mobile: str, now: datetime) -> str:
    """Makes a code for a mobile and sends it; at most one a minute. Returns the code.

    The caller shows the code only where the demo is allowed.
    """
    _check_mobile(mobile)
    index = blind_index(mobile)
    if User.objects.filter(phone_index=index).exists():
        raise rules.MobileTaken
    recent = SignUpCode.objects.filter(phone_index=index, made_at__gt=now - timedelta(minutes=1))
    if recent.exists():
        raise rules.TooManyCodes
    code = f"{randbelow(1_000_000):06d}"
    row = SignUpCode(
        phone_index=index, code_index=blind_index(code), made_at=now, expires_at=now + CODE_LIVES
    )
    row.phone, row.code = mobile, code
    row.save()
    later.after_commit("backend.messaging.tasks.send_sign_up_code", code_id=row.pk)
    return code


def sign_up(*, mobile: str, code: str, name: str, password: str, now: datetime) -> User:
    """A buyer with a confirmed mobile. A wrong code costs one of five tries."""
    _check_mobile(mobile)
    if not 2 <= len(name.strip()) <= 20:
        raise Invalid(fields={"name": "姓名请填 2–20 个字"})
    try:
        validate_password(password)
    except ValidationError as error:
        raise Invalid(fields={"password": "；".join(error.messages)}) from error
    _use_code(mobile=mobile, code=code, now=now)
    return _create_buyer(mobile=mobile, name=name.strip(), password=password, now=now)


def _check_mobile(mobile: str) -> None:
    if not re.fullmatch(r"1[3-9][0-9]{9}", mobile):
        raise Invalid(fields={"mobile": "请填写 11 位手机号"})


def _use_code(*, mobile: str, code: str, now: datetime) -> None:
    live = SignUpCode.objects.filter(
        phone_index=blind_index(mobile),
        used_at__isnull=True,
        expires_at__gt=now,
        tries__lt=CODE_TRIES,
    )
    row = live.order_by("-id").first()
    if row is None:
        raise rules.CodeWrong
    # Counted before it is compared, and committed even when it is wrong.
    tried = SignUpCode.objects.filter(pk=row.pk, tries__lt=CODE_TRIES).update(tries=F("tries") + 1)
    if not tried:
        raise rules.CodeWrong
    if row.code_index != blind_index(code):
        raise rules.CodeWrong
    if not SignUpCode.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=now):
        raise rules.CodeWrong


@transaction.atomic
def _create_buyer(*, mobile: str, name: str, password: str, now: datetime) -> User:
    if User.objects.filter(phone_index=blind_index(mobile)).exists():
        raise rules.MobileTaken
    user = new_user(username=f"buyer-{token_hex(6)}", name=name, password=password, mobile=mobile)
    user.save()
    RoleAssignment.objects.create(
        user=user,
        role="BY",
        scope_kind=RoleAssignment.ScopeKind.NONE,
        valid_from=now.date(),
        granted_by=user,
        approved_by=user,
        scope_name="买家",
    )
    return user


def new_user(*, username: str, name: str, password: str, mobile: str = "") -> User:
    """An unsaved person; bulk loaders save it themselves."""
    user = User(username=username, name=name, password=make_password(password))
    if mobile:
        user.phone, user.phone_index = mobile, blind_index(mobile)
    return user
