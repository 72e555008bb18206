"""Notifies of the local gateway: really signed forms, repeated until the merchant says success."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

import httpx

from orders.gateways import wire
from orders.gateways.sandbox import faults
from orders.gateways.sandbox.faults import Fault
from orders.gateways.sandbox.protocol import Door, seller_of
from orders.gateways.sandbox.store import Store, stamp

FORM_TYPE = "application/x-www-form-urlencoded; charset=utf-8"
RETRY_AFTER = tuple(timedelta(minutes=m) for m in (2, 10, 10, 60, 120, 360, 900))
_SEND_TIMEOUT_S = 5

# Posts a form to an address and gives the text of the answer; OSError where none came.
Send = Callable[[str, bytes, str], str]


@dataclass(frozen=True)
class Delivery:
    out_trade_no: str
    delivered: bool
    result: str


def send_by_http(url: str, body: bytes, content_type: str) -> str:
    try:
        answer = httpx.post(
            url,
            content=body,
            headers={"Content-Type": content_type},
            timeout=_SEND_TIMEOUT_S,
            trust_env=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as broken:
        raise ConnectionError(type(broken).__name__) from broken
    return answer.text[:64] if answer.status_code == 200 else f"HTTP {answer.status_code}"


def signed_form(door: Door, trade: sqlite3.Row, now: datetime, **more: str) -> str:
    form = {
        "notify_id": secrets.token_hex(17),
        "notify_time": wire.beijing(now),
        "notify_type": "trade_status_sync",
        "charset": "utf-8",
        "version": "1.0",
        "app_id": trade["app_id"],
        "auth_app_id": trade["app_id"],
        "seller_id": seller_of(trade["app_id"]),
        "buyer_id": trade["buyer_id"],
        "trade_no": trade["trade_no"],
        "out_trade_no": trade["out_trade_no"],
        "trade_status": trade["status"],
        "subject": trade["subject"],
        "total_amount": wire.to_wire(trade["amount_fen"]),
        "gmt_create": wire.beijing(datetime.fromisoformat(trade["created_at"])),
        **more,
    }
    if trade["paid_at"]:
        form["gmt_payment"] = wire.beijing(datetime.fromisoformat(trade["paid_at"]))
        form["receipt_amount"] = form["total_amount"]
    form["sign"] = door.sign(wire.sign_content(form, without=wire.NOTIFY_UNSIGNED))
    form["sign_type"] = "RSA2"
    return urlencode(form)


def queue(db: sqlite3.Connection, trade: sqlite3.Row, form: str, due_at: datetime) -> None:
    fault = faults.use(db, faults.NOTIFIES) if trade["notify_url"] else Fault.DROP
    if fault is Fault.DROP:
        return
    if fault is Fault.DELAY:
        due_at += faults.LATE
    elif fault is Fault.REORDER:
        # Due after the next one, which goes out first.
        due_at += timedelta(seconds=1)
    for _ in range(2 if fault is Fault.DUPLICATE else 1):
        db.execute(
            "INSERT INTO notifies (out_trade_no, url, form, state, due_at) VALUES (?,?,?,'due',?)",
            (trade["out_trade_no"], trade["notify_url"], form, stamp(due_at)),
        )


def deliver_due(store: Store, *, now: datetime, send: Send, only: str = "") -> list[Delivery]:
    """Sends what is due, in order; each is claimed first, so two ticks do not send it twice.

    `only` names one trade's out_trade_no; without it the notifies of all trades go out.
    """
    with store.reading() as db:
        due = db.execute(
            "SELECT * FROM notifies WHERE state='due' AND due_at<=? AND ? IN ('', out_trade_no)"
            " ORDER BY due_at, id",
            (stamp(now), only),
        ).fetchall()
    return [_deliver(store, row, now, send) for row in due if _claim(store, row, now)]


def _claim(store: Store, row: sqlite3.Row, now: datetime) -> bool:
    """Puts the next try in before this one is sent, so a death in between loses nothing."""
    last = row["tries"] >= len(RETRY_AFTER)
    due_at = now if last else now + RETRY_AFTER[row["tries"]]
    with store.writing() as db:
        done = db.execute(
            "UPDATE notifies SET tries=tries+1, due_at=?, state=?"
            " WHERE id=? AND tries=? AND state='due'",
            (stamp(due_at), "given_up" if last else "due", row["id"], row["tries"]),
        )
        return done.rowcount == 1


def _deliver(store: Store, row: sqlite3.Row, now: datetime, send: Send) -> Delivery:
    try:
        result = send(row["url"], row["form"].encode(), FORM_TYPE)
    except OSError as broken:
        result = f"no answer: {broken}"
    delivered = result == "success"
    with store.writing() as db:
        db.execute("UPDATE notifies SET result=? WHERE id=?", (result[:200], row["id"]))
        if delivered:
            db.execute("UPDATE notifies SET state='delivered' WHERE id=?", (row["id"],))
    return Delivery(row["out_trade_no"], delivered, result)
