"""What the local gateway is told of sales that were paid before it was there.

A real gateway has every trade; one that was not told refuses to give such a sale back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from orders.gateways.base import AttemptSpec, RefundSpec
from orders.gateways.sandbox.store import Store, stamp
from orders.gateways.sandbox.trades import BUYER_ID


@dataclass(frozen=True, slots=True)
class PastTrade:
    spec: AttemptSpec
    trade_no: str
    app_id: str
    channel: str
    created_at: datetime
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class PastRefund:
    spec: RefundSpec
    at: datetime


def remember(store: Store, trades: Iterable[PastTrade], refunds: Iterable[PastRefund]) -> None:
    """All at once; what is known already stays as it is. Nobody is notified."""
    with store.writing() as db:
        db.executemany(
            "INSERT INTO trades (trade_no, out_trade_no, app_id, channel, subject, amount_fen,"
            " status, notify_url, return_url, quit_url, expires_at, created_at, paid_at, buyer_id)"
            " VALUES (?,?,?,?,?,?,'TRADE_SUCCESS',?,?,?,?,?,?,?)"
            " ON CONFLICT (out_trade_no) DO NOTHING",
            (_trade(one) for one in trades),
        )
        db.executemany(
            "INSERT INTO refunds VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING",
            (_refund(one) for one in refunds),
        )
        _close_what_went_back(db)


def _close_what_went_back(db: sqlite3.Connection) -> None:
    db.execute(
        "UPDATE trades SET status='TRADE_CLOSED' WHERE amount_fen="
        "(SELECT SUM(amount_fen) FROM refunds WHERE refunds.out_trade_no=trades.out_trade_no)"
    )


def _trade(one: PastTrade) -> tuple[object, ...]:
    spec = one.spec
    return (
        one.trade_no, spec.out_trade_no, one.app_id, one.channel, spec.subject, spec.amount_fen,
        spec.notify_url, spec.return_url, spec.quit_url, stamp(spec.expires_at),
        stamp(one.created_at), stamp(one.paid_at), BUYER_ID,
    )  # fmt: skip


def _refund(one: PastRefund) -> tuple[object, ...]:
    spec = one.spec
    return spec.out_trade_no, spec.out_request_no, spec.amount_fen, spec.reason, stamp(one.at)
