"""Reading the traces, and proving that nobody changed them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from backend.audit import rules
from backend.audit.models import AccessEvent, AuditAnchor, AuditEvent, AuditLink, IssuedPaper

# The sealing task runs every minute; an event older than this without a link is a fault.
LINKED_WITHIN = timedelta(minutes=15)


def last_hash() -> str:
    link = AuditLink.objects.order_by("-id").first()
    return link.hash if link else rules.GENESIS


def unlinked() -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(link__isnull=True).order_by("id")


def who_looked_at(kind: str, uid: str) -> QuerySet[AccessEvent]:
    """A person's own access log, newest first."""
    return AccessEvent.objects.filter(subject_kind=kind, subject_uid=uid).order_by("-at")


def paper_by_token(token: str) -> IssuedPaper | None:
    return IssuedPaper.objects.filter(token=token).first()


def paper_by_uid(uid: UUID, *, kind: str, subject_uid: str) -> IssuedPaper | None:
    """A paper of one subject; somebody else's is not there."""
    return IssuedPaper.objects.filter(uid=uid, kind=kind, subject_uid=subject_uid).first()


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters of the trace; empty means any. `until` is a day that counts."""

    actor_uids: frozenset[str] | None = None
    hat: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def events(asked: Asked) -> QuerySet[AuditEvent]:
    found = _in_period(AuditEvent.objects.select_related("link"), asked)
    return found.filter(action__startswith=asked.action) if asked.action else found


def accesses(asked: Asked) -> QuerySet[AccessEvent]:
    return _in_period(AccessEvent.objects.all(), asked)


def _in_period(found: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    if asked.actor_uids is not None:
        found = found.filter(actor_uid__in=asked.actor_uids)
    if asked.hat:
        found = found.filter(hat=asked.hat)
    if asked.subject:
        found = found.filter(Q(subject_uid=asked.subject) | Q(subject_kind=asked.subject))
    if asked.since:
        found = found.filter(at__gte=make_aware(datetime.combine(asked.since, time.min)))
    if asked.until:
        after = asked.until + timedelta(days=1)
        found = found.filter(at__lt=make_aware(datetime.combine(after, time.min)))
    return found


@dataclass(frozen=True, slots=True)
class ChainState:
    events: int
    links: int
    last_hash: str
    checked: int
    broken: int
    last_anchor_on: date | None
    late: int


CHECKED_AT_SIGHT = 2_000


def chain_state(*, now: datetime) -> ChainState:
    """Counts, and the newest links recomputed; `verify_audit` recomputes all of them."""
    newest = list(AuditLink.objects.select_related("event").order_by("-id")[:CHECKED_AT_SIGHT])
    hashes = [rules.link_hash(link.previous, link.event.content()) for link in newest]
    broken = sum(link.hash != again for link, again in zip(newest, hashes, strict=True))
    broken += sum(newer.previous != older.hash for newer, older in pairwise(newest))
    anchor = AuditAnchor.objects.order_by("-day").first()
    return ChainState(
        events=AuditEvent.objects.count(), links=AuditLink.objects.count(), last_hash=last_hash(),
        checked=len(newest), broken=broken, last_anchor_on=anchor.day if anchor else None,
        late=unlinked().filter(at__lt=now - LINKED_WITHIN).count(),
    )  # fmt: skip


def broken_links(*, now: datetime) -> Iterator[str]:
    """Recomputes the whole chain and names each row that does not agree."""
    previous = rules.GENESIS
    links = AuditLink.objects.select_related("event").order_by("id")
    for link in links.iterator(chunk_size=2_000):
        if link.previous != previous:
            yield f"audit_link {link.pk}: does not follow the link before it"
        if link.hash != rules.link_hash(link.previous, link.event.content()):
            yield f"audit_event {link.event_id}: content was changed after it was linked"
        previous = link.hash
    for event in unlinked().filter(at__lt=now - LINKED_WITHIN)[:20]:
        yield f"audit_event {event.pk}: never linked"


def broken_invariants(*, now: datetime) -> Iterator[str]:
    yield from broken_links(now=now)
