"""Accounts of staff: made with a one-time password, closed and opened again."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex, token_urlsafe

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from backend.accounts import rules
from backend.accounts.models import Device, User
from backend.accounts.services.signing_up import check_new_password, new_user, store_password
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Invalid, NotFound
from backend.common.sealed import blind_index


@dataclass(frozen=True, slots=True)
class OneTime:
    """A password handed over once; the person changes it at the first sign-in."""

    user: User
    password: str


@transaction.atomic
def create_account(
    *, username: str, name: str, mobile: str, actor: Actor, now: datetime
) -> OneTime:
    """An account without any right: roles are granted to it by two people."""
    password = token_urlsafe(9)
    user = new_user(
        username=rules.check_username(username), name=rules.check_name(name), password=password,
        mobile=rules.check_mobile(mobile) if mobile.strip() else "",
    )  # fmt: skip
    user.must_change_password = True
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise rules.NameTaken(fields={"username": "账号名或手机号已被使用"}) from error
    audit.record(actor=actor, action="account.create", subject=user, at=now)
    return OneTime(user, password)


@transaction.atomic
def account_for_mobile(*, name: str, mobile: str, actor: Actor, now: datetime) -> User:
    """The person with this mobile, or a new account without any right.

    Nobody knows its password: the person sets one by a code on this mobile.
    """
    mobile = rules.check_mobile(mobile)
    known = User.objects.filter(phone_index=blind_index(mobile)).first()
    if known is not None:
        if known.name != name or not known.is_active:
            raise rules.MobileTaken(fields={"mobile": "这个手机号已由另一个账号使用，请核对"})
        return known
    user = new_user(
        username=f"home-{token_hex(6)}", name=name, password=token_urlsafe(24), mobile=mobile
    )
    user.save()
    audit.record(actor=actor, action="account.create", subject=user, at=now)
    return user


@transaction.atomic
def close_account(*, uid: str, reason: str, actor: Actor, now: datetime) -> User:
    """No sign-in, no device any more; what the person did stays theirs."""
    user, reason = _another(uid, actor), rules.check_reason(reason)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        live = Device.objects.filter(user=user, revoked_at__isnull=True)
        closer = User.objects.get(uid=actor.user_uid)
        live.update(revoked_at=now, revoke_reason="账号停用", revoked_by=closer)
        data = {"reason": reason}
        audit.record(actor=actor, action="account.close", subject=user, at=now, data=data)
    user.refresh_from_db()
    return user


@transaction.atomic
def open_account(*, uid: str, reason: str, actor: Actor, now: datetime) -> User:
    user, reason = _another(uid, actor), rules.check_reason(reason)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        data = {"reason": reason}
        audit.record(actor=actor, action="account.open", subject=user, at=now, data=data)
    user.refresh_from_db()
    return user


@transaction.atomic
def give_one_time_password(*, user: User, actor: Actor, now: datetime) -> OneTime:
    """After a reset that a second person agreed to; the old second factor goes with it."""
    password = token_urlsafe(9)
    User.objects.filter(pk=user.pk).update(
        password=make_password(password), must_change_password=True
    )
    TOTPDevice.objects.filter(user=user).delete()
    forget_failures(username=user.username)
    audit.record(actor=actor, action="account.reset", subject=user, at=now)
    user.refresh_from_db()
    return OneTime(user, password)


@transaction.atomic
def change_password(*, user: User, old: str, new: str, actor: Actor, now: datetime) -> User:
    """One's own: the old one proves who sits there."""
    if not check_password(old, user.password):
        raise Invalid(fields={"old": "原密码不对"})
    if old == new:
        raise rules.PasswordUnchanged(fields={"new": "新密码不能与原密码相同"})
    check_new_password(new, "new")
    store_password(user, new)
    audit.record(actor=actor, action="account.password", subject=user, at=now)
    return user


def _another(uid: str, actor: Actor) -> User:
    user = User.objects.filter(uid=uid).first()
    if user is None:
        raise NotFound
    if str(user.uid) == actor.user_uid:
        raise rules.NotOneself
    return user
