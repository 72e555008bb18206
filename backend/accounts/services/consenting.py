"""Consents: written down when given and when taken back (PIPL, Arts. 14 and 15)."""

from datetime import datetime

from backend.accounts.models import Consent, User
from backend.accounts.rules.consenting import CURRENT


def give_consent(*, user: User, purpose: str, now: datetime) -> None:
    """The same version again is the same deed."""
    last = _last(user, purpose)
    if last is None or not last.given or last.version != CURRENT[purpose]:
        _write(user, purpose, CURRENT[purpose], True, now)


def take_back_consent(*, user: User, purpose: str, now: datetime) -> bool:
    """Whether there was something to take back."""
    last = _last(user, purpose)
    if last is None or not last.given:
        return False
    _write(user, purpose, last.version, False, now)
    return True


def _last(user: User, purpose: str) -> Consent | None:
    return Consent.objects.filter(user=user, purpose=purpose).order_by("-id").first()


def _write(user: User, purpose: str, version: str, given: bool, now: datetime) -> None:
    Consent.objects.create(user=user, purpose=purpose, version=version, given=given, at=now)
