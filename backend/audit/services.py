"""Leaving traces: audit events, access events, and the chain that proves them."""

import json
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.audit import queries, rules
from backend.audit.models import AccessEvent, AuditAnchor, AuditEvent, AuditLink, IssuedPaper
from backend.common.actor import Actor, require_step_up
from backend.common.errors import Invalid
from backend.common.models import UidModel
from backend.common.sealed import Sealed


def record(
    *,
    actor: Actor,
    action: str,
    subject: UidModel,
    at: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """One change, in the transaction that makes it. `data` holds no personal value."""
    AuditEvent.objects.create(
        at=at,
        actor_uid=actor.user_uid,
        hat=actor.hat,
        action=action,
        subject_kind=subject._meta.model_name or "",
        subject_uid=str(subject.uid),
        data=data or {},
    )


def record_many(
    *, actor: Actor, action: str, subjects: Sequence[tuple[UidModel, dict[str, Any]]], at: datetime
) -> None:
    """One change each to many subjects, each with its own data, in one statement."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=at,
            actor_uid=actor.user_uid,
            hat=actor.hat,
            action=action,
            subject_kind=subject._meta.model_name or "",
            subject_uid=str(subject.uid),
            data=data,
        )
        for subject, data in subjects
    )


def record_access(
    *, actor: Actor, subject: UidModel, fields: str, purpose: str, at: datetime
) -> None:
    """Somebody opened a person's data; `purpose` is shown to that person."""
    record_accesses(actor=actor, subjects=[subject], fields=fields, purpose=purpose, at=at)


def record_accesses(
    *, actor: Actor, subjects: Sequence[UidModel], fields: str, purpose: str, at: datetime
) -> None:
    """The same of several persons at once; each is shown its own trace."""
    if not purpose.strip():
        raise Invalid(fields={"purpose": "请写明查看原因，本人可以看到"})
    request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    AccessEvent.objects.bulk_create(
        AccessEvent(
            at=at,
            actor_uid=actor.user_uid,
            actor_name=actor.name,
            hat=actor.hat,
            subject_kind=subject._meta.model_name or "",
            subject_uid=str(subject.uid),
            fields=fields,
            purpose=purpose.strip(),
            request_id=request_id,
        )
        for subject in subjects
    )


def reveal(
    sealed: Sealed, *, subject: UidModel, field: str, actor: Actor, purpose: str, now: datetime,
    shown: bool = True,
) -> str:  # fmt: skip
    """The one way to plain text: the access event is written first (invariant 12).

    A person sees a value only within five minutes of its second factor, a household its own
    without. `shown=False` is for a value that a deed needs: moved, written to, put on a label.
    """
    if shown and str(subject.uid) not in actor.households:
        require_step_up(actor, now=now)
    record_access(actor=actor, subject=subject, fields=field, purpose=purpose, at=now)
    return sealed.open()


def reveal_many(
    pairs: Sequence[tuple[UidModel, Sealed]],
    *,
    fields: str,
    actor: Actor,
    purpose: str,
    now: datetime,
) -> list[str]:
    """As `reveal` for many records at once: one access event each, written first."""
    request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    subjects = {subject.uid: subject for subject, _ in pairs}
    AccessEvent.objects.bulk_create(
        [
            AccessEvent(
                at=now, actor_uid=actor.user_uid, actor_name=actor.name, hat=actor.hat,
                subject_kind=subject._meta.model_name or "", subject_uid=str(uid), fields=fields,
                purpose=purpose.strip(), request_id=request_id,
            )
            for uid, subject in subjects.items()
        ],
        batch_size=500,
    )  # fmt: skip
    return [sealed.open() for _, sealed in pairs]


def anchor_day(*, now: datetime) -> AuditAnchor | None:
    """One anchor a day (UNIQUE), for the day before; also a file that leaves the house."""
    day = timezone.localdate(now) - timedelta(days=1)
    if AuditAnchor.objects.filter(day=day).exists():
        return None
    anchor = AuditAnchor(
        day=day, last_hash=queries.last_hash(), links=AuditLink.objects.count(), at=now
    )
    try:
        with transaction.atomic():
            anchor.save()
    except IntegrityError:
        return None
    folder = settings.DATA_DIR / "anchors"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"day": str(day), "last_hash": anchor.last_hash, "links": anchor.links})
    (folder / f"{day}.json").write_text(text, encoding="utf-8")
    return anchor


def link_events(*, limit: int = 5_000) -> int:
    """Links events into the chain. Two linkers at once: the second meets UNIQUE(previous)."""
    try:
        with transaction.atomic():
            previous = queries.last_hash()
            links = []
            for event in queries.unlinked()[:limit]:
                digest = rules.link_hash(previous, event.content())
                links.append(AuditLink(event=event, previous=previous, hash=digest))
                previous = digest
            AuditLink.objects.bulk_create(links, batch_size=500)
    except IntegrityError:
        return 0
    return len(links)


def record_access_many(
    *, actor: Actor, subjects: Sequence[UidModel], fields: str, purpose: str, at: datetime
) -> None:
    """As `record_access` for many people at once, in one statement."""
    AccessEvent.objects.bulk_create(
        AccessEvent(
            at=at, actor_uid=actor.user_uid, actor_name=actor.name, hat=actor.hat,
            subject_kind=subject._meta.model_name or "", subject_uid=str(subject.uid),
            fields=fields, purpose=purpose,
        )
        for subject in subjects
    )  # fmt: skip


@transaction.atomic
def issue_papers(
    *, kind: str, contents: Sequence[tuple[UidModel, Any]], from_on: date, to_on: date,
    actor: Actor, now: datetime,
) -> list[IssuedPaper]:  # fmt: skip
    """As `issue_paper` for many sheets, in their order: a constant number of statements."""
    wanted = [_paper(kind, subject, content, from_on, to_on, actor, now)
              for subject, content in contents]  # fmt: skip
    known = IssuedPaper.objects.filter(
        kind=kind, subject_uid__in=[one.subject_uid for one in wanted],
        digest__in=[one.digest for one in wanted],
    )  # fmt: skip
    before = {one.uid for one in known}
    IssuedPaper.objects.bulk_create(wanted, ignore_conflicts=True)
    stored = {(one.subject_uid, one.digest): one for one in known.all()}
    papers = [stored[one.subject_uid, one.digest] for one in wanted]
    new = [(one, {"number": one.number, "digest": one.digest})
           for one in papers if one.uid not in before]  # fmt: skip
    record_many(actor=actor, action="paper.issue", subjects=new, at=now)
    return papers


@transaction.atomic
def issue_paper(
    *,
    kind: str,
    subject: UidModel,
    from_on: date,
    to_on: date,
    content: Any,
    actor: Actor,
    now: datetime,
) -> IssuedPaper:
    """Gives a printed sheet its number and its QR; the same content again is the same paper."""
    (paper,) = issue_papers(
        kind=kind, contents=[(subject, content)], from_on=from_on, to_on=to_on, actor=actor, now=now
    )
    return paper


def _paper(
    kind: str, subject: UidModel, content: Any, from_on: date, to_on: date, actor: Actor,
    now: datetime,
) -> IssuedPaper:  # fmt: skip
    digest = rules.paper_digest(content)
    return IssuedPaper(
        kind=kind, subject_uid=str(subject.uid), digest=digest, token=secrets.token_urlsafe(16),
        number=rules.paper_number(kind, timezone.localdate(now), digest),
        subject_kind=subject._meta.model_name or "", from_on=from_on, to_on=to_on,
        issued_at=now, issued_by_uid=actor.user_uid,
    )  # fmt: skip
