"""Putting a change of the registry before those who must agree."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.approvals import services as approvals
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Forbidden
from stations import queries, rules
from stations.models import PlaceChange

OBJECT = "place_change"


def open_change(
    *,
    kind: str,
    subject_uid: str,
    area_code: str,
    title: str,
    payload: dict[str, Any],
    lines: Sequence[rules.Line],
    reason: str,
    effective_on: date,
    actor: Actor,
    now: datetime,
) -> PlaceChange:
    """One open change per kind and subject (UNIQUE). It takes effect when all steps have agreed."""
    name, matrix_object, steps = rules.CHANGE_KINDS[kind]
    if not actor.may("create", matrix_object):
        raise rules.NotYours
    if not lines:
        raise rules.NothingChanges
    reason = rules.check_reason(reason)
    rules.check_effective(effective_on, today=timezone.localdate(now))
    try:
        with transaction.atomic():
            change = PlaceChange.objects.create(
                kind=kind, subject_uid=subject_uid, area_code=area_code,
                title=f"{name}：{title}"[:120], payload=payload,
                lines=[asdict(line) for line in lines], reason=reason, effective_on=effective_on,
                made_by=person_of(actor=actor), made_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise rules.ChangeOpen from error
    approvals.open_request(
        kind=kind, object_kind=OBJECT, object_uid=str(change.uid), title=change.title,
        content_digest=digest_of(queries.change_content(change)), area_code=area_code,
        scope_ref="", amount_fen=0, actor=actor, now=now, default_steps=steps,
    )  # fmt: skip
    data = {"kind": kind, "subject": subject_uid}
    audit.record(actor=actor, action="place_change.submit", subject=change, at=now, data=data)
    return change


def person_of(*, actor: Actor) -> User:
    person = User.objects.filter(uid=actor.user_uid).first() if actor.signed_in else None
    if person is None:
        raise Forbidden("请先登录")
    return person
