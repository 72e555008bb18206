"""What a transfer must be before it is booked (DESIGN invariant 3)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from backend.common.errors import Conflict, DomainError, Invalid

# Accounts of what is owed to somebody: they never stand below zero.
PAYABLES = (
    "household",
    "cooperative",
    "station",
    "village",
    "logistics",
    "packaging",
    "payment_fee",
    "held",
    "refund_due",
    "settled",
    "loan_due",
)
CARRY_OVER = "carry_over"


class Unbalanced(DomainError):
    code, title, status = "unbalanced", "记账借贷不平，已拒绝", 422


class LedgerKeyReused(Conflict):
    code, title = "ledger_key_reused", "同一笔业务以不同金额重复记账，已拒绝"


class AlreadyReversed(Conflict):
    code, title = "already_reversed", "这笔账已冲正，不能再冲"


class PeriodNotOver(Invalid):
    code, title = "period_not_over", "这个月还不能结账"


class PeriodMoved(Conflict):
    code, title = "period_moved", "账目或上一期结账已变化，请重新提交结账"


# Kind and owner: how an account is named.
AccountName = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Leg:
    """One side: above zero raises what the account is owed, below zero lowers it."""

    kind: str
    owner_uid: str
    amount_fen: int

    @property
    def account(self) -> AccountName:
        return self.kind, self.owner_uid


@dataclass(frozen=True, slots=True)
class Booking:
    """One movement of many that are booked together."""

    key: str
    kind: str
    reference: str
    legs: tuple[Leg, ...]


def merged(legs: Iterable[Leg]) -> list[Leg]:
    """One leg per account, none of zero, in a stable order."""
    sums: dict[tuple[str, str], int] = {}
    for leg in legs:
        account = (leg.kind, leg.owner_uid)
        sums[account] = sums.get(account, 0) + leg.amount_fen
    return [Leg(kind, owner, fen) for (kind, owner), fen in sorted(sums.items()) if fen]


def check_balanced(legs: Sequence[Leg]) -> list[Leg]:
    """The merged legs; refuses a transfer that does not sum to zero or moves nothing."""
    booked = merged(legs)
    if total := sum(leg.amount_fen for leg in booked):
        raise Unbalanced(f"分录合计应为 0，实为 {total} 分")
    if not booked:
        raise Unbalanced("没有任何金额")
    return booked


def carried_over(legs: Iterable[Leg], balances: Mapping[tuple[str, str], int]) -> list[Leg]:
    """Payables give back what they have; the rest is owed by their owner and carried over.

    The account of a carry-over is named `kind:owner`, stands at or below zero and is worked off
    by what the owner earns next (DESIGN invariant 8).
    """
    booked = []
    for leg in merged(legs):
        there = max(balances.get((leg.kind, leg.owner_uid), 0), 0)
        missing = max(-leg.amount_fen - there, 0) if leg.kind in PAYABLES else 0
        booked.append(Leg(leg.kind, leg.owner_uid, leg.amount_fen + missing))
        if missing:
            booked.append(Leg(*carry_account(leg.kind, leg.owner_uid), -missing))
    return booked


def worked_off(legs: Iterable[Leg], balances: dict[tuple[str, str], int]) -> list[Leg]:
    """What a payable owner gets first works off what it owes; what it cannot give is carried over.

    Payable and carry-over together move by exactly the leg, and never stand on both sides: so the
    balances after many movements do not depend on their order. `balances` moves along.
    """
    booked = []
    for leg in merged(legs):
        account = (leg.kind, leg.owner_uid)
        if leg.kind not in PAYABLES:
            booked.append(leg)
            continue
        carry = carry_account(*account)
        there, owes = balances.get(account, 0), balances.get(carry, 0)
        after = there + owes + leg.amount_fen
        balances[account], balances[carry] = max(after, 0), min(after, 0)
        booked.append(Leg(*account, balances[account] - there))
        booked.append(Leg(*carry, balances[carry] - owes))
    return merged(booked)


def carry_account(kind: str, owner_uid: str) -> tuple[str, str]:
    return CARRY_OVER, f"{kind}:{owner_uid}"


def turned(legs: Iterable[Leg]) -> list[Leg]:
    """The legs that undo these."""
    return [Leg(leg.kind, leg.owner_uid, -leg.amount_fen) for leg in legs]


def month_end(month: date) -> date:
    following = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following - timedelta(days=1)


def check_closable(*, to_on: date, last_on: date | None, today: date) -> None:
    """One whole month after another, once it has been over for a day.

    The day between leaves nobody who booked at the last second of the month outside of the close.
    """
    if to_on != month_end(to_on):
        raise Invalid(fields={"month": "结账以整月为单位，请选择月份"})
    if today - to_on < timedelta(days=2):
        again = to_on + timedelta(days=2)
        raise PeriodNotOver(fields={"month": f"{to_on:%Y 年 %m 月}最早 {again:%m 月 %d 日}起结账"})
    following = month_end(last_on + timedelta(days=1)) if last_on else None
    if following is not None and to_on != following:
        raise Invalid(fields={"month": f"请按月依次结账，下一个是 {following:%Y 年 %m 月}"})


def close_hash(
    *, county_code: str, from_on: date, to_on: date, rows_digest: str, previous_hash: str
) -> str:
    """What a close stands for: its days, its rows, and every close before it."""
    said = [county_code, from_on.isoformat(), to_on.isoformat(), rows_digest, previous_hash]
    return sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()
