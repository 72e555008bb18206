"""Balances, statements of account, and the proof that no fen was lost."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from django.db.models import F, Min, Q, QuerySet, Subquery, Sum, Window

from backend.ledger.models import Account, Entry, PeriodClose, Transfer
from backend.ledger.rules import CARRY_OVER, PAYABLES, Leg, close_hash


def accounts_of(legs: Sequence[Leg]) -> dict[tuple[str, str], Account]:
    """The accounts these legs name, by (kind, owner), in one statement."""
    named = {(leg.kind, leg.owner_uid) for leg in legs}
    rows = Account.objects.filter(
        kind__in={kind for kind, _ in named}, owner_uid__in={owner for _, owner in named}
    )
    return {(row.kind, row.owner_uid): row for row in rows if (row.kind, row.owner_uid) in named}


def account_id(kind: str, owner_uid: str) -> Subquery:
    """For a statement that reads other rows too: the account's id, or nothing."""
    return Subquery(Account.objects.filter(kind=kind, owner_uid=owner_uid).values("pk")[:1])


def legs_of(entries: Iterable[Entry]) -> list[Leg]:
    """Stored entries as legs; the accounts are loaded already."""
    return [Leg(e.account.kind, e.account.owner_uid, e.amount_fen) for e in entries]


def transfer_by_key(key: str) -> Transfer | None:
    return Transfer.objects.filter(key=key).first()


def balance_of(kind: str, owner_uid: str) -> int:
    """What the account is owed, in fen; an account that was never opened has zero."""
    entries = Entry.objects.filter(account__kind=kind, account__owner_uid=owner_uid)
    return int(entries.aggregate(total=Sum("amount_fen"))["total"] or 0)


def balances(*, kind: str) -> dict[str, int]:
    """Balance per owner of one kind of account, in one statement; no owners that stand at zero."""
    entries = Entry.objects.filter(account__kind=kind)
    rows = entries.values("account__owner_uid").annotate(total=Sum("amount_fen")).order_by()
    rows = rows.exclude(total=0)
    return {row["account__owner_uid"]: row["total"] for row in rows}


def owed_to(*, kind: str, owner_uids: Iterable[str]) -> dict[str, int]:
    """What some owners are owed, in one statement: of one cooperative, not a county."""
    entries = Entry.objects.filter(account__kind=kind, account__owner_uid__in=list(owner_uids))
    rows = entries.values("account__owner_uid").annotate(total=Sum("amount_fen")).order_by()
    return {row["account__owner_uid"]: row["total"] for row in rows}


def owed_by_kind(owner_uids: Iterable[str]) -> dict[str, int]:
    """Balance of each kind of account of one owner, named in every way it has, in one statement."""
    entries = Entry.objects.filter(account__owner_uid__in=list(owner_uids))
    rows = entries.values("account__kind").annotate(total=Sum("amount_fen")).order_by()
    return {row["account__kind"]: row["total"] for row in rows}


def paid_out(
    *, kind: str, owner_uids: Iterable[str], begin: datetime, end: datetime
) -> dict[str, int]:
    """What payouts took from these accounts from `begin` until before `end`, in one statement.

    A payout that came back is booked against it and lowers the figure.
    """
    entries = Entry.objects.filter(
        account__kind=kind, account__owner_uid__in=list(owner_uids), transfer__kind="payout",
        transfer__booked_at__gte=begin, transfer__booked_at__lt=end,
    )  # fmt: skip
    rows = entries.values("account__owner_uid").annotate(total=Sum("amount_fen")).order_by()
    return {row["account__owner_uid"]: -row["total"] for row in rows}


def balances_of(accounts: Iterable[Account]) -> dict[tuple[str, str], int]:
    """Balances of some accounts by (kind, owner), in one statement."""
    entries = Entry.objects.filter(account__in=[account.pk for account in accounts])
    fields = ("account__kind", "account__owner_uid")
    rows = entries.values_list(*fields).annotate(total=Sum("amount_fen")).order_by()
    return {(kind, owner): total for kind, owner, total in rows}


def entries_of(account: Account) -> QuerySet[Entry]:
    """The statement of one account, oldest first, each row with `balance_fen` after it."""
    return (
        account.entries.select_related("transfer")
        .annotate(balance_fen=Window(Sum("amount_fen"), order_by=F("id").asc()))
        .order_by("id")
    )


def broken_invariants(*, now: datetime) -> Iterator[str]:
    """Transfers that do not sum to zero, transfers without entries, payables below zero."""
    for transfer, total in _unbalanced():
        yield f"transfer {transfer}: entries sum to {total} fen"
    for pk in Transfer.objects.filter(entries__isnull=True).values_list("pk", flat=True):
        yield f"transfer {pk}: has no entries"
    below = (
        Entry.objects.filter(account__kind__in=PAYABLES)
        .values("account", "account__kind")
        .annotate(total=Sum("amount_fen"))
        .filter(total__lt=0)
        .order_by("account")
    )
    for row in below:
        yield f"account {row['account']} ({row['account__kind']}): stands at {row['total']} fen"
    yield from broken_closes()


@dataclass(frozen=True, slots=True)
class Rows:
    """What a period holds: counts, what was moved, and the SHA-256 of every row."""

    transfers: int
    entries: int
    turnover_fen: int
    digest: str


ROW = (
    "transfer__key", "transfer__kind", "transfer__reference", "transfer__booked_on",
    "transfer__booked_at", "transfer__actor_uid", "transfer__reverses__key", "transfer__reason",
    "account__kind", "account__owner_uid", "amount_fen",
)  # fmt: skip


def rows_of(*, county_code: str, from_on: date | None, to_on: date) -> Rows:
    """Every row of a county dated into these days, in the order they were written; `from_on`
    None: whatever lies before as well."""
    found = Entry.objects.filter(
        account__county_code=county_code, transfer__booked_on__lte=to_on
    ).order_by("transfer_id", "id")
    if from_on is not None:
        found = found.filter(transfer__booked_on__gte=from_on)
    keys, entries, turnover_fen, digest = set(), 0, 0, sha256()
    for row in found.values_list(*ROW).iterator(chunk_size=5_000):
        key, kind, reference, booked_on, booked_at, *others = row
        at = booked_at.astimezone(UTC).isoformat()
        said = [key, kind, reference, booked_on.isoformat(), at, *others]
        digest.update(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        keys.add(key)
        entries, turnover_fen = entries + 1, turnover_fen + max(row[-1], 0)
    return Rows(len(keys), entries, turnover_fen, digest.hexdigest())


def last_close(county_code: str) -> PeriodClose | None:
    return PeriodClose.objects.closed().filter(county_code=county_code).order_by("-to_on").first()


def first_day(county_code: str) -> date | None:
    """The day of a county's first transfer."""
    booked = Entry.objects.filter(account__county_code=county_code)
    day: date | None = booked.aggregate(day=Min("transfer__booked_on"))["day"]
    return day


def broken_closes() -> Iterator[str]:
    """Closed periods whose rows are not those that were closed, and breaks of their chain."""
    before: dict[str, PeriodClose] = {}
    for close in PeriodClose.objects.closed().order_by("county_code", "to_on"):
        last = before.get(close.county_code)
        if close.previous_hash != (last.hash if last else ""):
            yield f"period_close {close}: does not follow the close before it"
        if close.hash != close_hash(
            county_code=close.county_code, from_on=close.from_on, to_on=close.to_on,
            rows_digest=close.rows_digest, previous_hash=close.previous_hash,
        ):  # fmt: skip
            yield f"period_close {close}: its hash is not that of what it says"
        rows = rows_of(
            county_code=close.county_code, from_on=close.from_on if last else None,
            to_on=close.to_on,
        )  # fmt: skip
        if rows.entries != close.entries:
            more = rows.entries - close.entries
            yield f"period_close {close}: {more:+d} entries since it was closed"
        elif rows.digest != close.rows_digest:
            yield f"period_close {close}: its rows are not those that were closed"
        before[close.county_code] = close


def verify() -> dict[str, int]:
    """The conservation statement, computed from every entry (DESIGN invariant 3).

    paid_in + advanced = refunded + paid_out + fees + owed; `difference` is what is left over.
    A reversal is booked under the kind of what it reverses, so it lowers the same figure.
    """
    clearing = Entry.objects.filter(account__kind="clearing")
    taken = {kind: _total(clearing, Q(transfer__kind=kind)) for kind in ("refund", "payout", "fee")}
    # A payout by bank or in cash is laid out by the cooperative, not by the account at Alipay.
    laid_out = _total(Entry.objects.filter(account__kind="bank"))
    moved_in = _total(clearing, ~Q(transfer__kind__in=list(taken)))
    fee_account = _total(Entry.objects.filter(account__kind="payment_fee"))
    payables = [kind for kind in PAYABLES if kind != "payment_fee"]
    owed = _total(Entry.objects.filter(account__kind__in=payables))
    advances = ["purchase", "advance", "surplus", CARRY_OVER]
    advanced = -_total(Entry.objects.filter(account__kind__in=advances))
    statement = {
        "transfers": Transfer.objects.count(),
        "entries": Entry.objects.count(),
        "unbalanced_transfers": len(_unbalanced()),
        "sum_of_all_entries_fen": _total(Entry.objects.all()),
        "paid_in_fen": -moved_in,
        "advanced_fen": advanced,
        "refunded_fen": taken["refund"],
        "paid_out_fen": taken["payout"] + laid_out,
        "fees_fen": taken["fee"] + fee_account,
        "owed_fen": owed,
    }
    went = ("refunded_fen", "paid_out_fen", "fees_fen", "owed_fen")
    came_in = statement["paid_in_fen"] + statement["advanced_fen"]
    return statement | {"difference_fen": came_in - sum(statement[name] for name in went)}


def _unbalanced() -> list[tuple[int, int]]:
    """(transfer, sum) of those that do not sum to zero."""
    sums = Entry.objects.values("transfer").annotate(total=Sum("amount_fen")).exclude(total=0)
    return [(row["transfer"], row["total"]) for row in sums.order_by("transfer")]


def _total(entries: QuerySet[Entry], where: Q | None = None) -> int:
    chosen = entries.filter(where) if where is not None else entries
    return int(chosen.aggregate(total=Sum("amount_fen"))["total"] or 0)
