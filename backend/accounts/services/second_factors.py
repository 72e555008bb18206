"""Second factors: making a device, and the code it shows."""

from base64 import b32encode
from datetime import datetime
from secrets import token_hex
from urllib.parse import quote

import segno
from django.db import transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from backend.accounts import queries, rules
from backend.accounts.models import User
from backend.audit import services as audit
from backend.common.actor import Actor

STEP_S = 30
# A code signs in once only. Demo accounts are shared by everybody who tries the product, so their
# devices take codes of twenty minutes round now: each sign-in gets the next unused one. Real
# accounts keep django-otp's tolerance of one step.
DEMO_TOLERANCE = 40


def add_second_factor(*, user: User, secret_hex: str, demo: bool = False) -> TOTPDevice:
    """A confirmed device for this secret (40 hexadecimal digits)."""
    return TOTPDevice.objects.create(
        user=user,
        name="demo" if demo else "totp",
        key=secret_hex,
        step=STEP_S,
        tolerance=DEMO_TOLERANCE if demo else 1,
        confirmed=True,
    )


@transaction.atomic
def begin_second_factor(*, user: User, now: datetime) -> TOTPDevice:
    """A device that waits for its first code; only where none is confirmed yet."""
    if queries.second_factors(user):
        raise rules.SecondFactorKnown
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(
        user=user, name="totp", key=token_hex(20), step=STEP_S, tolerance=1, confirmed=False
    )


def shown_secret(device: TOTPDevice) -> dict[str, str]:
    """What the person scans or types; only while the device waits for its first code."""
    secret = b32encode(bytes.fromhex(device.key)).decode()
    uri = f"otpauth://totp/{quote('乡站')}:{quote(device.user.username)}?secret={secret}"
    uri += f"&issuer={quote('乡站')}&digits=6&period={STEP_S}"
    picture = segno.make(uri, error="m").svg_data_uri(scale=5, border=4)
    return {"secret": secret, "uri": uri, "picture": picture}


@transaction.atomic
def confirm_second_factor(*, user: User, code: str, actor: Actor, now: datetime) -> TOTPDevice:
    """The first right code makes the device count from now on."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    if device is None or queries.second_factors(user):
        raise rules.SecondFactorKnown
    if not device.verify_token(code):
        raise rules.SecondFactorWrong
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    device.refresh_from_db()
    audit.record(actor=actor, action="second_factor.add", subject=user, at=now)
    return device


def totp_code(secret_hex: str, now: datetime, *, step: int = 0) -> str:
    """The code of this moment, or of a later 30-second step."""
    totp = TOTP(bytes.fromhex(secret_hex), step=STEP_S)
    totp.time = max(int(now.timestamp()), step * STEP_S)
    return f"{totp.token():06d}"


def next_code(device: TOTPDevice, now: datetime) -> str:
    """The code that this device takes next.

    A used code is never taken again, so right after a sign-in it is the next step's. The device
    follows the steps it has seen (`drift`), and its window moves with them.
    """
    current = int(now.timestamp()) // STEP_S
    step = max(current, device.last_t + 1, current + device.drift - device.tolerance)
    return totp_code(device.key, now, step=step)
