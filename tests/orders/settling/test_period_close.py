"""A month of the books is closed by two people, in a chain, and does not move any more."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from backend.approvals.rules import MakerDecides
from backend.common.actor import system_actor
from backend.common.errors import Forbidden, Invalid, NotFound
from backend.ledger import queries
from backend.ledger.models import Entry, PeriodClose, Transfer
from backend.ledger.rules import Leg, PeriodMoved
from backend.ledger.services import post
from orders.services.period_closing import ask_close, decide_close
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


def book(key: str, at: datetime, amount_fen: int = 500) -> Transfer:
    legs = [Leg("clearing", "m1", -amount_fen), Leg("held", "o1", amount_fen)]
    return post(
        key=key, kind="capture", reference="OD1", legs=legs, county_code="630121",
        actor=system_actor("till"), now=at,
    )  # fmt: skip


@pytest.fixture
def summer(cast: Cast) -> None:
    """One booking in June, July and August each."""
    for days in (100, 70, 40):
        book(f"c{days}", NOW - timedelta(days=days))


def ask(cast: Cast, month: date = JULY) -> PeriodClose:
    return ask_close(month=month, actor=cast.actor("administrator"), now=NOW)


def decide(
    cast: Cast, close: PeriodClose, who: str = "official", verdict: str = "approve"
) -> PeriodClose:
    return decide_close(
        uid=close.uid, verdict=verdict, comment="还有一笔没有记", digest=close.hash,
        actor=cast.actor(who), now=NOW,
    )  # fmt: skip


def tampered(statement: str) -> list[str]:
    """What the chain says of rows that somebody changed behind the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE ledger_transfer DISABLE TRIGGER USER")
            cursor.execute("ALTER TABLE ledger_periodclose DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER ledger_transfer_no_update")
            cursor.execute("DROP TRIGGER ledger_periodclose_frozen_update")
        cursor.execute(statement)
    return list(queries.broken_closes())


def test_a_second_person_closes_and_each_close_holds_the_one_before(
    cast: Cast, summer: None
) -> None:
    july = decide(cast, ask(cast))
    august = decide(cast, ask(cast, AUGUST))
    assert (july.from_on, july.to_on, july.transfers) == (date(2026, 6, 1), date(2026, 7, 31), 2)
    assert (august.from_on, august.entries, august.turnover_fen) == (date(2026, 8, 1), 2, 500)
    assert (july.previous_hash, august.previous_hash) == ("", july.hash)
    assert (list(queries.broken_closes()), august.state) == ([], "closed")


def test_nothing_is_dated_into_a_closed_month_and_a_correction_is_a_row_of_the_open_one(
    cast: Cast, summer: None
) -> None:
    july = decide(cast, ask(cast))
    with pytest.raises(DatabaseError), transaction.atomic():
        book("late", NOW - timedelta(days=65))
    assert book("correction", NOW).booked_on == date(2026, 9, 28)
    assert not Transfer.objects.filter(key="late").exists()
    assert (july.transfers, list(queries.broken_closes())) == (2, [])


def test_a_close_is_never_changed_or_taken_back(cast: Cast, summer: None) -> None:
    july = decide(cast, ask(cast))
    with pytest.raises(DatabaseError), transaction.atomic():
        PeriodClose.objects.filter(pk=july.pk).update(state="refused")
    with pytest.raises(DatabaseError), transaction.atomic():
        july.delete()
    assert PeriodClose.objects.closed().count() == 1


def test_who_asked_does_not_confirm_and_nobody_else_may(cast: Cast, summer: None) -> None:
    close = ask_close(month=JULY, actor=cast.actor("official"), now=NOW)
    with pytest.raises(MakerDecides):
        decide(cast, close)
    with pytest.raises((NotFound, Forbidden)):
        decide(cast, close, "stranger_official")
    assert PeriodClose.objects.get().state == "asked"


def test_what_was_booked_after_the_asking_stops_the_close(cast: Cast, summer: None) -> None:
    close = ask(cast)
    book("late", NOW - timedelta(days=65))
    with pytest.raises(PeriodMoved):
        decide(cast, close)
    assert not PeriodClose.objects.closed().exists()


def test_a_refused_close_leaves_the_month_open(cast: Cast, summer: None) -> None:
    refused = decide(cast, ask(cast), verdict="reject")
    assert (refused.state, refused.refusal) == ("refused", "还有一笔没有记")
    assert decide(cast, ask(cast)).state == "closed"


@pytest.mark.parametrize("month", [date(2026, 9, 1), date(2026, 10, 1)])
def test_a_month_that_is_not_over_stays_open(cast: Cast, summer: None, month: date) -> None:
    with pytest.raises(Invalid):
        ask(cast, month)


def test_months_close_one_after_another(cast: Cast, summer: None) -> None:
    decide(cast, ask(cast))
    with pytest.raises(Invalid) as refusal:
        ask(cast)
    assert "请按月依次结账，下一个是 2026 年 08 月" in str(refusal.value.fields)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE ledger_transfer SET reference = 'OD2' WHERE key = 'c70'", "are not those"),
        ("UPDATE ledger_transfer SET booked_on = '2026-07-09' WHERE key = 'c40'", "+2 entries"),
        ("UPDATE ledger_periodclose SET rows_digest = 'x'", "its hash is not"),
        ("UPDATE ledger_periodclose SET previous_hash = 'x'", "does not follow"),
    ],
)
def test_the_chain_names_what_moved(cast: Cast, summer: None, statement: str, said: str) -> None:
    decide(cast, ask(cast))
    assert any(said in line for line in tampered(statement))


def test_ledger_verify_checks_the_chain(cast: Cast, summer: None, capsys: Any) -> None:
    decide(cast, ask(cast))
    call_command("ledger_verify")
    assert "2026-07-31" in capsys.readouterr().out
    tampered("UPDATE ledger_transfer SET reason = 'x' WHERE key = 'c70'")
    with pytest.raises(SystemExit):
        call_command("ledger_verify")


def test_the_doors_lead_from_the_asking_to_the_closed_month(cast: Cast, summer: None) -> None:
    asked = cast.client("administrator").post(
        "/api/v1/period-closes", {"month": "2026-07-15"}, "application/json",
        headers={"Idempotency-Key": "3f0c2c52-8a77-4a0e-9a5c-0d6a5f9c1a01"},
    ).json()  # fmt: skip
    official = cast.client("official")
    review = official.get(f"/api/v1/approvals/period-close/{asked['uid']}").json()
    closed = official.post(
        f"/api/v1/approvals/period-close/{asked['uid']}/decide",
        {"verdict": "approve", "digest": review["digest"]}, "application/json",
        headers={"Idempotency-Key": "3f0c2c52-8a77-4a0e-9a5c-0d6a5f9c1a02"},
    ).json()  # fmt: skip
    assert (closed["state"], closed["to_on"], closed["turnover"]) == (
        "closed", "2026-07-31", "10.00",
    )  # fmt: skip
    assert cast.client("auditor").get("/api/v1/period-closes").json()["results"][0] == (
        closed | {"can_decide": False}
    )
    assert Entry.objects.count() == 6
