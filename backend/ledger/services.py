"""Booking: the only writers of the ledger."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.errors import Invalid
from backend.ledger import queries, rules
from backend.ledger.models import Account, Entry, PeriodClose, Transfer
from backend.ledger.rules import AccountName, Booking, Leg


def post(
    *,
    key: str,
    kind: str,
    reference: str,
    legs: Sequence[Leg],
    county_code: str,
    actor: Actor,
    now: datetime,
) -> Transfer:
    """Books one movement once. The same key and legs again give back the booked transfer.

    The number of statements does not depend on the number of legs. Call it inside the
    transaction that changes the document.
    """
    booked = rules.check_balanced(legs)
    transfer = _transfer(key=key, kind=kind, reference=reference, actor=actor, now=now)
    return _book(transfer, booked, county_code)


@transaction.atomic(savepoint=False)
def post_new(
    *,
    bookings: Sequence[Booking],
    county_code: str,
    actor: Actor,
    now: datetime,
    known: Mapping[AccountName, int | None] | None = None,
) -> list[Transfer]:
    """Books many movements that nobody has booked before, in a constant number of statements.

    A key that exists already raises IntegrityError: the caller's document came first. Ids of
    accounts that the caller read along with its own rows are `known`.
    """
    booked = {one.key: rules.check_balanced(one.legs) for one in bookings}
    transfers = [
        _transfer(key=one.key, kind=one.kind, reference=one.reference, actor=actor, now=now)
        for one in bookings
    ]
    if not transfers:
        return []
    Transfer.objects.bulk_create(transfers)
    legs = [leg for legs in booked.values() for leg in legs]
    accounts = {name: pk for name, pk in (known or {}).items() if pk is not None}
    accounts |= _account_ids([leg for leg in legs if leg.account not in accounts], county_code)
    Entry.objects.bulk_create(
        Entry(transfer=transfer, account_id=accounts[leg.account], amount_fen=leg.amount_fen)
        for transfer in transfers
        for leg in booked[transfer.key]
    )
    return transfers


@transaction.atomic
def post_carrying_over(
    *,
    key: str,
    kind: str,
    reference: str,
    legs: Sequence[Leg],
    county_code: str,
    actor: Actor,
    now: datetime,
) -> Transfer:
    """As `post`, where receivers give back: whoever has been paid out already owes the rest.

    The accounts are locked first (SQLite has one writer), so two of these never spend one balance.
    """
    booked = queries.transfer_by_key(key)
    if booked is not None:
        return booked
    wanted = rules.check_balanced(legs)
    accounts = queries.accounts_of(wanted)
    mine = Account.objects.filter(pk__in=[account.pk for account in accounts.values()])
    list(mine.select_for_update().order_by("pk").values_list("pk"))
    return post(
        key=key,
        kind=kind,
        reference=reference,
        legs=rules.carried_over(wanted, queries.balances_of(accounts.values())),
        county_code=county_code,
        actor=actor,
        now=now,
    )


@transaction.atomic(savepoint=False)
def post_working_off(
    *, bookings: Sequence[Booking], county_code: str, actor: Actor, now: datetime
) -> list[Transfer]:
    """As `post_new`, where receivers first work off what they owe and carry over what they lack.

    The accounts are locked first (SQLite has one writer), so no balance is spent twice. A movement
    that changes no balance, such as one that only nets out, is left out.
    """
    legs = [leg for one in bookings for leg in one.legs]
    carries = [Leg(*rules.carry_account(leg.kind, leg.owner_uid), 0) for leg in legs]
    accounts = queries.accounts_of([*legs, *carries])
    mine = Account.objects.filter(pk__in=[account.pk for account in accounts.values()])
    list(mine.select_for_update().order_by("pk").values_list("pk"))
    balances = queries.balances_of(accounts.values())
    worked = [
        Booking(one.key, one.kind, one.reference, tuple(legs))
        for one in bookings
        if (legs := rules.worked_off(one.legs, balances))
    ]
    return post_new(bookings=worked, county_code=county_code, actor=actor, now=now)


def reverse(*, transfer: Transfer, reason: str, key: str, actor: Actor, now: datetime) -> Transfer:
    """Takes a whole transfer back under its own kind; once only (UNIQUE), with a reason."""
    if not reason.strip():
        raise Invalid(fields={"reason": "冲正必须写明原因"})
    turning = _transfer(
        key=key, kind=transfer.kind, reference=transfer.reference, actor=actor, now=now
    )
    turning.reverses, turning.reason = transfer, reason.strip()
    stored = list(transfer.entries.select_related("account"))
    legs = rules.turned(queries.legs_of(stored))
    return _book(turning, rules.check_balanced(legs), stored[0].account.county_code)


def _transfer(*, key: str, kind: str, reference: str, actor: Actor, now: datetime) -> Transfer:
    return Transfer(
        key=key,
        kind=kind,
        reference=reference,
        booked_on=timezone.localdate(now),
        booked_at=now,
        actor_uid=actor.user_uid,
    )


def _book(transfer: Transfer, legs: Sequence[Leg], county_code: str) -> Transfer:
    """Writes the transfer, or finds the one that its key names already."""
    stored = _write(transfer, legs, county_code)
    if stored is None:
        raise rules.AlreadyReversed
    if stored.uid != transfer.uid:
        _check_same(stored, transfer, legs)
    return stored


# No savepoint of its own: nothing in here refuses after it has written.
@transaction.atomic(savepoint=False)
def _write(transfer: Transfer, legs: Sequence[Leg], county_code: str) -> Transfer | None:
    # The key decides: of two at once one inserts, the other waits and reads what was booked.
    Transfer.objects.bulk_create([transfer], ignore_conflicts=True)
    stored = Transfer.objects.filter(key=transfer.key).first()
    if stored is None or stored.uid != transfer.uid:
        return stored
    accounts = _account_ids(legs, county_code)
    Entry.objects.bulk_create(
        Entry(transfer=stored, account_id=accounts[leg.account], amount_fen=leg.amount_fen)
        for leg in legs
    )
    return stored


def _check_same(stored: Transfer, again: Transfer, legs: Sequence[Leg]) -> None:
    booked = rules.merged(queries.legs_of(stored.entries.select_related("account")))
    if booked != list(legs) or stored.kind != again.kind:
        raise rules.LedgerKeyReused


def _account_ids(legs: Sequence[Leg], county_code: str) -> dict[AccountName, int]:
    """The accounts of these legs; missing ones are opened, all in one go."""
    if not legs:
        return {}
    found = {name: account.pk for name, account in queries.accounts_of(legs).items()}
    missing = {leg.account for leg in legs} - found.keys()
    return found | open_accounts(names=missing, county_code=county_code)


def open_accounts(*, names: Collection[AccountName], county_code: str) -> dict[AccountName, int]:
    """Opened ahead, an account costs the movement that it waits for nothing."""
    if not names:
        return {}
    # Opened by another at the same moment, it is that one: the conflict gives its row back. It
    # writes what stands there already, and no key: a lock of the key would bar the entries of those
    # who commit beside it.
    opened = Account.objects.bulk_create(
        [
            Account(kind=kind, owner_uid=owner_uid, county_code=county_code)
            for kind, owner_uid in sorted(names)
        ],
        update_conflicts=True,
        unique_fields=["kind", "owner_uid"],
        update_fields=["county_code"],
    )
    return {(account.kind, account.owner_uid): account.pk for account in opened}


def draw_up_close(*, county_code: str, to_on: date, by: User, now: datetime) -> PeriodClose:
    """What would be closed, frozen as it stands now; a second person confirms it."""
    last = queries.last_close(county_code)
    rules.check_closable(
        to_on=to_on, last_on=last.to_on if last else None, today=timezone.localdate(now)
    )
    rows = queries.rows_of(
        county_code=county_code, from_on=last.to_on + timedelta(days=1) if last else None,
        to_on=to_on,
    )  # fmt: skip
    first = min(queries.first_day(county_code) or to_on, to_on)
    close = PeriodClose(
        county_code=county_code, to_on=to_on, transfers=rows.transfers, entries=rows.entries,
        from_on=last.to_on + timedelta(days=1) if last else first.replace(day=1),
        turnover_fen=rows.turnover_fen, rows_digest=rows.digest,
        previous_hash=last.hash if last else "", asked_by=by, asked_at=now,
    )  # fmt: skip
    close.hash = rules.close_hash(
        county_code=county_code, from_on=close.from_on, to_on=to_on, rows_digest=rows.digest,
        previous_hash=close.previous_hash,
    )  # fmt: skip
    try:
        with transaction.atomic():
            close.save()
    except IntegrityError as error:
        raise rules.PeriodMoved("已有一个结账等待确认，请先处理") from error
    return close


def confirm_close(*, close: PeriodClose, by: User, now: datetime) -> None:
    """From here on nothing is dated into the period (a trigger holds it). There is no reopening."""
    last = queries.last_close(close.county_code)
    rows = queries.rows_of(
        county_code=close.county_code, from_on=close.from_on if last else None, to_on=close.to_on
    )
    if close.previous_hash != (last.hash if last else "") or close.rows_digest != rows.digest:
        raise rules.PeriodMoved
    _end_asking(close, state=PeriodClose.State.CLOSED, closed_by=by, closed_at=now)


def refuse_close(*, close: PeriodClose, why: str) -> None:
    _end_asking(close, state=PeriodClose.State.REFUSED, refusal=why[:400])


def _end_asking(close: PeriodClose, **fields: Any) -> None:
    """Of two at once one wins."""
    asked = PeriodClose.objects.filter(pk=close.pk, state=PeriodClose.State.ASKED)
    if asked.update(**fields) != 1:
        raise rules.PeriodMoved
    close.refresh_from_db()
