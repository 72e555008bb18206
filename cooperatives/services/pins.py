"""A household's code at the counter: set in its presence, tried at a bound device."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from backend.accounts.models import User
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import NotFound
from cooperatives.models import Household, HouseholdPin
from cooperatives.rules import pins as rules


@transaction.atomic
def set_pin(*, household_uid: UUID, pin: str, actor: Actor, now: datetime) -> HouseholdPin:
    """By the counter that serves it; a new code also ends a lock."""
    household = Household.objects.visible_to(actor).filter(uid=household_uid).first()
    if household is None:
        raise NotFound("没有找到这户")
    found, _ = HouseholdPin.objects.update_or_create(
        household=household,
        defaults={
            "pin_hash": make_password(rules.check_pin(pin)), "set_at": now, "wrong_tries": 0,
            "set_by": User.objects.get(uid=actor.user_uid), "locked_until": None,
        },
    )  # fmt: skip
    audit.record(actor=actor, action="household.set_pin", subject=household, at=now)
    return found


def household_by_pin(*, card_no: str, pin: str, actor: Actor, now: datetime) -> Household:
    """The household of a card and its code, among those that the counter serves.

    Not in one transaction: a wrong try counts although it is refused.
    """
    if not actor.device_uid:
        raise rules.DeviceNeeded
    served = Household.objects.visible_to(actor).filter(card_no=card_no.strip().upper())
    found = HouseholdPin.objects.select_related("household__area").filter(household__in=served)
    kept = found.first()
    if kept is None:
        # As long as a real check, so that nobody learns which cards have a code.
        make_password(pin)
        raise rules.WrongPin
    if rules.is_locked(kept.locked_until, now=now):
        raise rules.PinLocked
    if not check_password(pin, kept.pin_hash):
        _count_wrong(kept, now)
        raise rules.WrongPin
    HouseholdPin.objects.filter(pk=kept.pk).exclude(wrong_tries=0).update(wrong_tries=0)
    return kept.household


def _count_wrong(kept: HouseholdPin, now: datetime) -> None:
    mine = HouseholdPin.objects.filter(pk=kept.pk)
    mine.update(wrong_tries=F("wrong_tries") + 1)
    tries = mine.values_list("wrong_tries", flat=True).get()
    if until := rules.locked_after(tries, now=now):
        mine.update(locked_until=until)
