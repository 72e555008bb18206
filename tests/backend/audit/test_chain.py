"""The audit chain: append-only in the database, and a change is named."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from backend.audit import queries, services
from backend.audit.models import AccessEvent, AuditEvent, AuditLink
from tests.cast import NOW, Cast


@pytest.fixture
def three_events(cast: Cast) -> list[AuditEvent]:
    for action in ("a.one", "a.two", "a.three"):
        services.record(
            actor=cast.actor("manager"), action=action, subject=cast.potato_household, at=NOW,
            data={"fen": 12},
        )  # fmt: skip
    services.link_events()
    return list(AuditEvent.objects.order_by("id"))


def change(table: str, assignment: str, pk: int) -> None:
    """What an intruder with the database's own rights would do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        else:
            cursor.execute(f"DROP TRIGGER {table}_no_update")
        cursor.execute(f"UPDATE {table} SET {assignment} WHERE id = %s", [pk])  # noqa: S608


def test_an_untouched_chain_has_nothing_to_say(three_events: list[AuditEvent]) -> None:
    assert list(queries.broken_links(now=NOW)) == []
    assert AuditLink.objects.count() == 3
    assert services.link_events() == 0


@pytest.mark.parametrize("model", [AuditEvent, AuditLink, AccessEvent])
def test_the_database_refuses_to_change_or_forget(
    cast: Cast, three_events: list[AuditEvent], model: type[AuditEvent]
) -> None:
    services.record_access(
        actor=cast.actor("manager"), subject=cast.potato_household, fields="phone", purpose="联系",
        at=NOW,
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(id=1_000)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=model.objects.last().pk)._raw_delete("default")


def test_a_changed_event_is_named(three_events: list[AuditEvent]) -> None:
    change("audit_auditevent", "hat = 'SA'", three_events[1].pk)
    assert list(queries.broken_links(now=NOW)) == [
        f"audit_event {three_events[1].pk}: content was changed after it was linked"
    ]


def test_a_recomputed_link_breaks_the_next_one(three_events: list[AuditEvent]) -> None:
    second = AuditLink.objects.order_by("id")[1]
    change("audit_auditlink", "hash = 'ff'", second.pk)
    found = list(queries.broken_links(now=NOW))
    assert found[0] == f"audit_event {three_events[1].pk}: content was changed after it was linked"
    assert found[1].endswith("does not follow the link before it")


def test_an_event_that_nobody_linked_is_named(cast: Cast) -> None:
    services.record(actor=cast.actor("manager"), action="x", subject=cast.potato_household, at=NOW)
    assert list(queries.broken_links(now=NOW)) == []
    assert len(list(queries.broken_links(now=NOW + timedelta(hours=1)))) == 1
