"""The local gateway's rules of a trade: opened, paid, closed, refunded."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from backend.common.zone import SHANGHAI
from orders.gateways import wire
from orders.gateways.sandbox import notifying
from orders.gateways.sandbox.protocol import Call, Door, Refused, business
from orders.gateways.sandbox.store import stamp

BUYER_ID = "2088102199990001"
_PAID = ("TRADE_SUCCESS", "TRADE_FINISHED")


def number(now: datetime) -> str:
    """28 digits like the real ones; the random part makes it hard to guess."""
    return f"{now.astimezone(SHANGHAI):%Y%m%d}22{secrets.randbelow(10**18):018d}"


def find(db: sqlite3.Connection, out_trade_no: str, now: datetime) -> sqlite3.Row:
    """A trade nobody paid in time is found closed."""
    db.execute(
        "UPDATE trades SET status='TRADE_CLOSED'"
        " WHERE out_trade_no=? AND status='WAIT_BUYER_PAY' AND expires_at<=?",
        (out_trade_no, stamp(now)),
    )
    row = db.execute("SELECT * FROM trades WHERE out_trade_no=?", (out_trade_no,)).fetchone()
    if row is None:
        raise business("ACQ.TRADE_NOT_EXIST", "交易不存在")
    return row  # type: ignore[no-any-return]


def open_trade(db: sqlite3.Connection, now: datetime, **given: Any) -> sqlite3.Row:
    """The trade exists only from here on: when the buyer has opened the cashier."""
    db.execute(
        "INSERT INTO trades (trade_no, out_trade_no, app_id, channel, subject, amount_fen, status,"
        " notify_url, return_url, quit_url, expires_at, created_at, buyer_id)"
        " VALUES (:trade_no, :out_trade_no, :app_id, :channel, :subject, :amount_fen,"
        " 'WAIT_BUYER_PAY', :notify_url, :return_url, :quit_url, :expires_at, :now, :buyer_id)"
        " ON CONFLICT (out_trade_no) DO NOTHING",
        {"trade_no": number(now), "now": stamp(now), "buyer_id": BUYER_ID, **given},
    )
    trade = find(db, given["out_trade_no"], now)
    if (trade["amount_fen"], trade["subject"]) != (given["amount_fen"], given["subject"]):
        raise business("ACQ.CONTEXT_INCONSISTENT", "同一订单号的金额或标题不一致")
    return trade


def expiry(call: Call) -> str:
    try:
        return stamp(wire.from_beijing(call.text("time_expire")))
    except ValueError:
        raise Refused("40002", "isv.invalid-parameter", "time_expire 格式错误") from None


def open_from_page(db: sqlite3.Connection, call: Call) -> sqlite3.Row:
    return open_trade(
        db,
        call.now,
        out_trade_no=call.text("out_trade_no"),
        app_id=call.params["app_id"],
        channel=call.method.split(".")[2],
        subject=call.text("subject"),
        amount_fen=call.amount_fen("total_amount"),
        notify_url=call.params.get("notify_url", ""),
        return_url=call.params.get("return_url", ""),
        quit_url=call.content.get("quit_url", ""),
        expires_at=expiry(call),
    )


def open_from_code(db: sqlite3.Connection, code: str, now: datetime) -> sqlite3.Row:
    row = db.execute("SELECT * FROM codes WHERE code=?", (code,)).fetchone()
    if row is None or row["expires_at"] <= stamp(now):
        raise business("ACQ.QR_CODE_EXPIRED", "二维码已过期，请让站点重新出码")
    fields = ("out_trade_no", "app_id", "subject", "amount_fen", "notify_url", "expires_at")
    given = {name: row[name] for name in fields}
    return open_trade(db, now, channel="precreate", return_url="", quit_url="", **given)


def precreate(db: sqlite3.Connection, call: Call, base_url: str) -> dict[str, Any]:
    code = secrets.token_urlsafe(16)
    out_trade_no = call.text("out_trade_no")
    db.execute(
        "INSERT INTO codes VALUES (?,?,?,?,?,?,?)",
        (
            code,
            out_trade_no,
            call.params["app_id"],
            call.text("subject"),
            call.amount_fen("total_amount"),
            call.params.get("notify_url", ""),
            expiry(call),
        ),
    )
    url = f"{base_url}/sandbox/cashier/?{urlencode({'code': code})}"
    return {"out_trade_no": out_trade_no, "qr_code": url}


def query(db: sqlite3.Connection, call: Call) -> dict[str, Any]:
    trade = find(db, call.text("out_trade_no"), call.now)
    body = _head(trade) | {
        "trade_status": trade["status"],
        "total_amount": wire.to_wire(trade["amount_fen"]),
    }
    if trade["paid_at"]:
        body["send_pay_date"] = wire.beijing(datetime.fromisoformat(trade["paid_at"]))
    return body


def close(db: sqlite3.Connection, call: Call) -> dict[str, Any]:
    trade = find(db, call.text("out_trade_no"), call.now)
    if trade["status"] != "WAIT_BUYER_PAY":
        raise business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
    set_status(db, trade, "TRADE_CLOSED")
    return {k: v for k, v in _head(trade).items() if k != "buyer_user_id"}


def cancel(db: sqlite3.Connection, call: Call, door: Door) -> dict[str, Any]:
    out_trade_no = call.text("out_trade_no")
    db.execute("DELETE FROM codes WHERE out_trade_no=?", (out_trade_no,))
    body = {"out_trade_no": out_trade_no, "retry_flag": "N"}
    try:
        trade = find(db, out_trade_no, call.now)
    except Refused:
        return body
    if trade["status"] == "WAIT_BUYER_PAY":
        set_status(db, trade, "TRADE_CLOSED")
        return body | {"trade_no": trade["trade_no"], "action": "close"}
    left_fen = trade["amount_fen"] - refunded_fen(db, out_trade_no)
    if trade["status"] in _PAID and left_fen:
        give_back(db, door, trade, f"cancel-{out_trade_no}", left_fen, "撤销", call.now)
        return body | {"trade_no": trade["trade_no"], "action": "refund"}
    return body | {"trade_no": trade["trade_no"]}


def refund(db: sqlite3.Connection, call: Call, door: Door) -> dict[str, Any]:
    """The number makes a refund happen once; another amount under it is refused."""
    out_trade_no, amount_fen = call.text("out_trade_no"), call.amount_fen("refund_amount")
    trade = find(db, out_trade_no, call.now)
    request_no = call.content.get("out_request_no") or out_trade_no
    known = _refund(db, out_trade_no, request_no)
    if known is not None and known["amount_fen"] != amount_fen:
        raise business("ACQ.DISCORDANT_REPEAT_REQUEST", "同一退款号的金额不一致")
    if known is None:
        if trade["status"] not in _PAID:
            raise business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
        if refunded_fen(db, out_trade_no) + amount_fen > trade["amount_fen"]:
            raise business("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限")
        reason = call.content.get("refund_reason", "")
        give_back(db, door, trade, request_no, amount_fen, reason, call.now)
    return _head(trade) | {
        "fund_change": "Y" if known is None else "N",
        "refund_fee": wire.to_wire(refunded_fen(db, out_trade_no)),
    }


def query_refund(db: sqlite3.Connection, call: Call) -> dict[str, Any]:
    trade = find(db, call.text("out_trade_no"), call.now)
    row = _refund(db, trade["out_trade_no"], call.text("out_request_no"))
    if row is None:
        return {}
    return _head(trade) | {
        "out_request_no": row["out_request_no"],
        "refund_amount": wire.to_wire(row["amount_fen"]),
        "total_amount": wire.to_wire(trade["amount_fen"]),
        "refund_status": "REFUND_SUCCESS",
    }


def give_back(
    db: sqlite3.Connection,
    door: Door,
    trade: sqlite3.Row,
    request_no: str,
    amount_fen: int,
    reason: str,
    now: datetime,
) -> None:
    out_trade_no = trade["out_trade_no"]
    db.execute(
        "INSERT INTO refunds VALUES (?,?,?,?,?)",
        (out_trade_no, request_no, amount_fen, reason, stamp(now)),
    )
    total_fen = refunded_fen(db, out_trade_no)
    if total_fen == trade["amount_fen"]:
        set_status(db, trade, "TRADE_CLOSED")
    form = notifying.signed_form(
        door,
        find(db, out_trade_no, now),
        now,
        out_biz_no=request_no,
        refund_fee=wire.to_wire(total_fen),
        gmt_refund=wire.beijing(now),
    )
    notifying.queue(db, trade, form, now)


def refunded_fen(db: sqlite3.Connection, out_trade_no: str) -> int:
    sql = "SELECT COALESCE(SUM(amount_fen), 0) FROM refunds WHERE out_trade_no=?"
    return int(db.execute(sql, (out_trade_no,)).fetchone()[0])


def set_status(db: sqlite3.Connection, trade: sqlite3.Row, status: str) -> None:
    db.execute("UPDATE trades SET status=? WHERE trade_no=?", (status, trade["trade_no"]))


def _refund(db: sqlite3.Connection, out_trade_no: str, request_no: str) -> sqlite3.Row | None:
    sql = "SELECT * FROM refunds WHERE out_trade_no=? AND out_request_no=?"
    return db.execute(sql, (out_trade_no, request_no)).fetchone()  # type: ignore[no-any-return]


def _head(trade: sqlite3.Row) -> dict[str, Any]:
    return {
        "out_trade_no": trade["out_trade_no"],
        "trade_no": trade["trade_no"],
        "buyer_user_id": trade["buyer_id"],
    }
