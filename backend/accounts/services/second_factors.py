"""Second factors: making a device, and the code it shows."""

from datetime import datetime

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from backend.accounts.models import User

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
