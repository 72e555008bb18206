"""Reading the traces, and proving that nobody changed them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from backend.audit import rules
from backend.audit.models import AccessEvent, AuditEvent, AuditLink, IssuedPaper

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
