"""Booking once, reversing once, and the balances that follow."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.common.actor import system_actor
from backend.common.errors import Invalid
from backend.ledger import queries, rules, services
from backend.ledger.models import Account, Entry, Transfer
from backend.ledger.rules import Leg
from tests.cast import NOW

TILL = system_actor("till")
CAPTURE = [Leg("clearing", "m1", -1_200), Leg("held", "o1", 1_200)]


def book(key: str = "capture:1", legs: list[Leg] = CAPTURE, kind: str = "capture") -> Transfer:
    return services.post(
        key=key, kind=kind, reference="OD1", legs=legs, county_code="630121", actor=TILL, now=NOW
    )


@pytest.mark.django_db
def test_a_movement_is_booked_with_its_day_in_shanghai() -> None:
    transfer = book()
    assert transfer.booked_on.isoformat() == "2026-09-28"
    assert transfer.actor_uid == "system:till"
    assert queries.balance_of("held", "o1") == 1_200
    assert queries.balances(kind="clearing") == {"m1": -1_200}


@pytest.mark.django_db
def test_the_same_movement_again_gives_back_the_booked_one() -> None:
    assert book().pk == book().pk
    assert Entry.objects.count() == 2


@pytest.mark.django_db
def test_the_same_key_with_another_amount_is_refused() -> None:
    book()
    with pytest.raises(rules.LedgerKeyReused):
        book(legs=[Leg("clearing", "m1", -1_300), Leg("held", "o1", 1_300)])
    assert queries.balance_of("held", "o1") == 1_200


@pytest.mark.django_db
def test_an_unbalanced_movement_leaves_nothing_behind() -> None:
    with pytest.raises(rules.Unbalanced):
        book(legs=[Leg("clearing", "m1", -1_200), Leg("held", "o1", 1_199)])
    assert (Transfer.objects.count(), Account.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_reversal_takes_everything_back_once() -> None:
    transfer = book()
    reverse = {"transfer": transfer, "reason": "重复入账", "actor": TILL, "now": NOW}
    turned = services.reverse(key="reverse:1", **reverse)
    assert services.reverse(key="reverse:1", **reverse).pk == turned.pk
    with pytest.raises(rules.AlreadyReversed):
        services.reverse(key="reverse:2", **reverse)
    assert queries.balance_of("held", "o1") == 0


@pytest.mark.django_db
def test_a_reversal_without_a_reason_is_refused() -> None:
    with pytest.raises(Invalid):
        services.reverse(transfer=book(), reason=" ", key="r", actor=TILL, now=NOW)
    assert Transfer.objects.count() == 1


@pytest.mark.django_db
def test_the_number_of_statements_does_not_grow_with_the_legs(
    django_assert_num_queries: Any,
) -> None:
    many = [Leg("household", f"h{i}", 10) for i in range(40)] + [Leg("held", "o1", -400)]
    book()
    with django_assert_num_queries(5):
        book(key="split:1", legs=many, kind="split")


@pytest.mark.django_db
def test_a_statement_of_account_carries_its_running_balance() -> None:
    book()
    book("refund:1", [Leg("held", "o1", -200), Leg("clearing", "m1", 200)], "refund")
    account = Account.objects.get(kind="held")
    rows = queries.entries_of(account).values_list("amount_fen", "balance_fen")
    assert list(rows) == [(1_200, 1_200), (-200, 1_000)]


@pytest.mark.django_db
def test_the_database_refuses_to_change_an_entry() -> None:
    entry = book().entries.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(amount_fen=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).delete()
    entry.refresh_from_db()
    assert entry.amount_fen in (1_200, -1_200)


@pytest.mark.django_db
def test_a_payable_below_zero_and_a_lost_fen_are_named(now: datetime) -> None:
    book("odd", [Leg("held", "o9", -50), Leg("household", "h1", 50)], "split")
    account = Account.objects.get(kind="held")
    assert list(queries.broken_invariants(now=now)) == [
        f"account {account.pk} (held): stands at -50 fen"
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no deferred triggers")
def test_postgresql_refuses_an_unbalanced_transfer_at_commit() -> None:
    transfer = book()
    account = Account.objects.get(kind="held")
    with pytest.raises(DatabaseError), transaction.atomic():
        odd_transfer(account)
    assert list(Transfer.objects.all()) == [transfer]


def odd_transfer(account: Account) -> None:
    odd = Transfer.objects.create(
        key="odd", kind="x", reference="x", booked_on=NOW.date(), booked_at=NOW, actor_uid="x"
    )
    Entry.objects.create(transfer=odd, account=account, amount_fen=1)


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["o1", "o2", "o3"]),
        st.integers(1, 10**7),
        st.integers(0, 100),
        st.booleans(),
    ),
    max_size=6,
)


class ConservationTest(TestCase):
    """Whatever is bought, split and refunded: what came in is where it went."""

    @settings(max_examples=25, deadline=None)
    @given(MOVES)
    def test_no_fen_is_lost(self, moves: list[tuple[str, int, int, bool]]) -> None:
        for number, move in enumerate(moves):
            walk(number, *move)
        statement = queries.verify()
        assert statement["difference_fen"] == 0
        assert statement["sum_of_all_entries_fen"] == 0
        assert statement["paid_in_fen"] == sum(fen for _, fen, _, _ in moves)
        assert list(queries.broken_invariants(now=NOW)) == []


def walk(number: int, order: str, paid_fen: int, percent: int, refunded: bool) -> None:
    """One order: captured, then refunded in full or split to a household and the fee."""
    book(f"c{number}", [Leg("clearing", "m", -paid_fen), Leg("held", order, paid_fen)])
    fee_fen = paid_fen * percent // 100
    if refunded:
        legs = [Leg("held", order, -paid_fen), Leg("clearing", "m", paid_fen)]
        book(f"r{number}", legs, "refund")
        return
    legs = [
        Leg("held", order, -paid_fen),
        Leg("payment_fee", "m", fee_fen),
        Leg("household", "h1", paid_fen - fee_fen),
    ]
    book(f"s{number}", legs, "split")
