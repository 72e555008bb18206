"""What a buyer, or a fault of the net, can do at the cashier. Nothing here opens a socket."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from orders.gateways import wire
from orders.gateways.sandbox import notifying, trades
from orders.gateways.sandbox.gateway import SandboxGateway
from orders.gateways.sandbox.protocol import Door, business, seller_of
from orders.gateways.sandbox.store import stamp

DELAY = timedelta(minutes=1)
TAMPERED_BY_FEN = 100


class Action(StrEnum):
    PAY = "pay"
    FAIL = "fail"
    DUPLICATE = "duplicate"
    DELAY = "delay"
    DROP = "drop"
    CLOSE_THEN_PAY = "close-then-pay"
    TAMPER = "tamper"


LABELS = {
    Action.PAY: "支付成功",
    Action.FAIL: "支付失败",
    Action.DUPLICATE: "重复通知",
    Action.DELAY: "延迟通知",
    Action.DROP: "通知丢失",
    Action.CLOSE_THEN_PAY: "关闭后支付",
    Action.TAMPER: "篡改金额",
}


@dataclass(frozen=True)
class Outcome:
    """Where the browser goes next; empty where the buyer stays at the cashier."""

    trade_no: str
    out_trade_no: str
    paid: bool
    return_url: str


def act(box: SandboxGateway, *, trade_no: str, action: Action, now: datetime) -> Outcome:
    """Changes the trade and queues its signed notifies; `deliver_due` sends them."""
    with box.store.writing() as db:
        trade = find(db, trade_no, now)
        _ACTIONS[action](db, box.door, trade, now)
        after = find(db, trade_no, now)
        paid = after["status"] == "TRADE_SUCCESS"
        url = signed_return(box.door, after, now) if paid else ""
        return Outcome(trade_no, after["out_trade_no"], paid, url)


@dataclass(frozen=True)
class Sheet:
    """What the cashier's page shows."""

    trade_no: str
    out_trade_no: str
    subject: str
    amount: str
    status: str
    leave_url: str


def show(box: SandboxGateway, *, trade_no: str, now: datetime) -> Sheet:
    with box.store.writing() as db:
        trade = find(db, trade_no, now)
        paid = trade["status"] == "TRADE_SUCCESS"
        return Sheet(
            trade_no=trade_no,
            out_trade_no=trade["out_trade_no"],
            subject=trade["subject"],
            amount=wire.to_wire(trade["amount_fen"]),
            status=trade["status"],
            leave_url=signed_return(box.door, trade, now) if paid else trade["quit_url"],
        )


def find(db: sqlite3.Connection, trade_no: str, now: datetime) -> sqlite3.Row:
    row = db.execute("SELECT out_trade_no FROM trades WHERE trade_no=?", (trade_no,)).fetchone()
    return trades.find(db, row["out_trade_no"] if row else "", now)


def signed_return(door: Door, trade: sqlite3.Row, now: datetime) -> str:
    """The buyer's way back; signed, yet no proof of payment."""
    if not trade["return_url"]:
        return ""
    params = {
        "charset": "utf-8",
        "out_trade_no": trade["out_trade_no"],
        "method": f"alipay.trade.{trade['channel']}.pay.return",
        "total_amount": wire.to_wire(trade["amount_fen"]),
        "trade_no": trade["trade_no"],
        "auth_app_id": trade["app_id"],
        "version": "1.0",
        "app_id": trade["app_id"],
        "seller_id": seller_of(trade["app_id"]),
        "timestamp": wire.beijing(now),
    }
    params["sign"] = door.sign(wire.sign_content(params, without=wire.NOTIFY_UNSIGNED))
    params["sign_type"] = "RSA2"
    joint = "&" if "?" in trade["return_url"] else "?"
    return f"{trade['return_url']}{joint}{urlencode(params)}"


def _paid(
    db: sqlite3.Connection, door: Door, trade: sqlite3.Row, now: datetime
) -> tuple[sqlite3.Row, str]:
    """The trade as paid and its notify; a paid trade stays as it is."""
    if trade["status"] == "TRADE_CLOSED":
        raise business("ACQ.TRADE_HAS_CLOSE", "交易已关闭，请回到商家重新下单")
    db.execute(
        "UPDATE trades SET status='TRADE_SUCCESS', paid_at=?"
        " WHERE trade_no=? AND status='WAIT_BUYER_PAY'",
        (stamp(now), trade["trade_no"]),
    )
    after = find(db, trade["trade_no"], now)
    return after, notifying.signed_form(door, after, now)


def _pay(db: sqlite3.Connection, door: Door, trade: sqlite3.Row, now: datetime) -> None:
    """A second tap on the button pays nothing and tells nobody."""
    if trade["status"] != "TRADE_SUCCESS":
        notifying.queue(db, *_paid(db, door, trade, now), now)


def _fail(db: sqlite3.Connection, door: Door, trade: sqlite3.Row, now: datetime) -> None:
    """The buyer's bank said no: the trade waits on, and no notify is sent."""


def _duplicate(db: sqlite3.Connection, door: Door, trade: sqlite3.Row, now: datetime) -> None:
    after, form = _paid(db, door, trade, now)
    notifying.queue(db, after, form, now)
    notifying.queue(db, after, form, now)


def _delay(db: sqlite3.Connection, door: Door, trade: sqlite3.Row, now: datetime) -> None:
    notifying.queue(db, *_paid(db, door, trade, now), now + DELAY)


def _drop(db: sqlite3.Connection, door: Door, trade: sqlite3.Row, now: datetime) -> None:
    """Paid, and the merchant hears of it only when it asks."""
    _paid(db, door, trade, now)


def _close_then_pay(db: sqlite3.Connection, door: Door, trade: sqlite3.Row, now: datetime) -> None:
    """The merchant hears of the closing first, then of money that had been on its way."""
    if trade["status"] == "TRADE_SUCCESS":
        return
    trades.set_status(db, trade, "TRADE_CLOSED")
    closed = find(db, trade["trade_no"], now)
    form = notifying.signed_form(door, closed, now, gmt_close=wire.beijing(now))
    notifying.queue(db, closed, form, now)
    trades.set_status(db, trade, "TRADE_SUCCESS")
    sql = "UPDATE trades SET paid_at=? WHERE trade_no=?"
    db.execute(sql, (stamp(now), trade["trade_no"]))
    paid = find(db, trade["trade_no"], now)
    notifying.queue(db, paid, notifying.signed_form(door, paid, now), now)


def _tamper(db: sqlite3.Connection, door: Door, trade: sqlite3.Row, now: datetime) -> None:
    """Another amount under a good signature, in the notify and in every later query."""
    if trade["status"] == "WAIT_BUYER_PAY":
        sql = "UPDATE trades SET amount_fen=amount_fen+? WHERE trade_no=?"
        db.execute(sql, (TAMPERED_BY_FEN, trade["trade_no"]))
        _pay(db, door, find(db, trade["trade_no"], now), now)


_ACTIONS: dict[Action, Callable[[sqlite3.Connection, Door, sqlite3.Row, datetime], None]] = {
    Action.PAY: _pay,
    Action.FAIL: _fail,
    Action.DUPLICATE: _duplicate,
    Action.DELAY: _delay,
    Action.DROP: _drop,
    Action.CLOSE_THEN_PAY: _close_then_pay,
    Action.TAMPER: _tamper,
}


def flip_transfer(
    box: SandboxGateway, *, out_biz_no: str, status: str, error_code: str = "", reason: str = ""
) -> bool:
    """A payout that failed, is still on its way, or came back from the bank days later."""
    with box.store.writing() as db:
        done = db.execute(
            "UPDATE transfers SET status=?, error_code=?, fail_reason=? WHERE out_biz_no=?",
            (status, error_code, reason, out_biz_no),
        )
        return done.rowcount == 1
