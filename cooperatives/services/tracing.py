"""Saving an edited record: its version goes up by one and its history says who, when and why."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.errors import Forbidden, NotFound
from cooperatives.models import Household


def keep(row: Any, *, actor: Actor, now: datetime, why: str) -> None:
    """Only for rows that were read under lock in this transaction, or are new."""
    if row.pk is not None:
        row.version += 1
    row._history_user = actor.user_uid
    row._history_date = now
    row._change_reason = why[:100]
    row.save()


def person_of(actor: Actor) -> User:
    person = User.objects.filter(uid=actor.user_uid).first() if actor.signed_in else None
    if person is None:
        raise Forbidden("只有登录的人员可以办理")
    return person


def lock_household(rows: QuerySet[Household], uid: Any) -> Household:
    """The household within these rows, locked; else it is not there."""
    pk = rows.filter(uid=uid).values_list("pk", flat=True).first()
    found = Household.objects.select_for_update().filter(pk=pk or 0).first()
    if found is None:
        raise NotFound("没有找到这户")
    return found
