"""Signing up as a buyer with a confirmed mobile; setting a password anew by a code."""

from datetime import datetime, timedelta
from secrets import randbelow, token_hex

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from backend.accounts import queries, rules
from backend.accounts.models import RoleAssignment, SignUpCode, User
from backend.accounts.rules.consenting import PRIVACY, check_agreed
from backend.accounts.services.consenting import give_consent
from backend.audit import services as audit
from backend.common import later
from backend.common.actor import system_actor
from backend.common.errors import Invalid
from backend.common.sealed import blind_index

RESETTER = system_actor("reset_by_code")
CODE_LIVES = timedelta(minutes=5)
CODE_TRIES = 5


@transaction.atomic
def send_sign_up_code(*, mobile: str, now: datetime) -> str:
    """Makes a code for a mobile and sends it; at most one a minute. Returns the code.

    The caller shows the code only where the demo is allowed.
    """
    rules.check_mobile(mobile)
    if User.objects.filter(phone_index=blind_index(mobile)).exists():
        raise rules.MobileTaken
    return _send_code(mobile, SignUpCode.Purpose.SIGN_UP, now)


@transaction.atomic
def send_reset_code(*, mobile: str, now: datetime) -> str:
    """A code to set a password anew. Who asks does not learn whether the mobile is known."""
    rules.check_mobile(mobile)
    user = User.objects.filter(phone_index=blind_index(mobile), is_active=True).first()
    known = user is not None and queries.resets_by_code(user, timezone.localdate(now))
    return _send_code(mobile, SignUpCode.Purpose.RESET, now, send=known)


def reset_password(*, mobile: str, code: str, password: str, now: datetime) -> User:
    """By the code on the mobile: operators, households and buyers (DESIGN 9, Demo accounts)."""
    rules.check_mobile(mobile)
    check_new_password(password, "password")
    _use_code(mobile=mobile, code=code, purpose=SignUpCode.Purpose.RESET, now=now)
    user = User.objects.filter(phone_index=blind_index(mobile), is_active=True).first()
    if user is None or not queries.resets_by_code(user, timezone.localdate(now)):
        raise rules.CodeWrong
    return _reset(user, password, now)


@transaction.atomic
def _reset(user: User, password: str, now: datetime) -> User:
    store_password(user, password)
    forget_failures(username=user.username)
    audit.record(actor=RESETTER, action="account.reset_by_code", subject=user, at=now)
    return user


def _send_code(mobile: str, purpose: str, now: datetime, *, send: bool = True) -> str:
    index = blind_index(mobile)
    recent = SignUpCode.objects.filter(phone_index=index, made_at__gt=now - timedelta(minutes=1))
    if recent.exists():
        raise rules.TooManyCodes
    code = f"{randbelow(1_000_000):06d}"
    row = SignUpCode(
        purpose=purpose,
        phone_index=index,
        code_index=blind_index(code),
        made_at=now,
        expires_at=now + CODE_LIVES,
    )
    row.phone, row.code = mobile, code
    row.save()
    if send:
        later.after_commit("backend.messaging.tasks.send_sign_up_code", code_id=row.pk)
    return code


@transaction.atomic
def _join(*, mobile: str, name: str, password: str, now: datetime) -> User:
    """The account and what was agreed to stand or fall together."""
    user = _create_buyer(mobile=mobile, name=name, password=password, now=now)
    give_consent(user=user, purpose=PRIVACY, now=now)
    return user


def sign_up(
    *, mobile: str, code: str, name: str, password: str, agreed: str, now: datetime
) -> User:
    """A buyer with a confirmed mobile who agreed. A wrong code costs one of five tries."""
    check_agreed(agreed)
    rules.check_mobile(mobile)
    name = rules.check_name(name)
    check_new_password(password, "password")
    _use_code(mobile=mobile, code=code, purpose=SignUpCode.Purpose.SIGN_UP, now=now)
    return _join(mobile=mobile, name=name, password=password, now=now)


def check_new_password(password: str, field: str) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        raise Invalid(fields={field: "；".join(error.messages)}) from error


def store_password(user: User, new: str) -> None:
    """A password the person chose; already checked."""
    user.password, user.must_change_password = make_password(new), False
    user.save(update_fields=["password", "must_change_password"])


def _use_code(*, mobile: str, code: str, purpose: str, now: datetime) -> None:
    live = SignUpCode.objects.filter(
        phone_index=blind_index(mobile),
        purpose=purpose,
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
        valid_from=timezone.localdate(now),
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
