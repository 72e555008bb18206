"""Switches of the local gateway: what may go wrong with an answer or a notify, on purpose.

A switch works a number of times and then is off. Answers go wrong after the work is done, as the
worst outcome is the one nobody heard of.
"""

from __future__ import annotations

import base64
import json
import sqlite3
from datetime import timedelta
from enum import StrEnum
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from orders.gateways import wire
from orders.gateways.base import Unknown

HANG_S = 30
LATE = timedelta(minutes=1)


class Fault(StrEnum):
    HANG = "hang"
    SERVER_ERROR = "server_error"
    UNSIGNED = "unsigned"
    SHA1 = "sha1"
    WRONG_AMOUNT = "wrong_amount"
    DUPLICATE = "duplicate"
    DELAY = "delay"
    REORDER = "reorder"
    DROP = "drop"


FAULT_NAMES = {
    Fault.HANG: "办完后不应答",
    Fault.SERVER_ERROR: "办完后返回 502",
    Fault.UNSIGNED: "应答不签名",
    Fault.SHA1: "应答用 SHA-1 签名",
    Fault.WRONG_AMOUNT: "应答金额被改",
    Fault.DUPLICATE: "通知重复",
    Fault.DELAY: "通知延迟一分钟",
    Fault.REORDER: "通知次序颠倒",
    Fault.DROP: "通知丢失",
}
ANSWERS = (Fault.HANG, Fault.SERVER_ERROR, Fault.UNSIGNED, Fault.SHA1, Fault.WRONG_AMOUNT)
NOTIFIES = (Fault.DUPLICATE, Fault.DELAY, Fault.REORDER, Fault.DROP)
AMOUNTS = ("total_amount", "refund_amount", "trans_amount")


class AnswerLost(Unknown):
    """The work is done and the caller does not hear of it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"the local gateway was told to fail: {fault.value}")
        self.fault = fault


def switch(db: sqlite3.Connection, fault: Fault, *, times: int, method: str = "") -> None:
    """`times` 0 turns it off; `method` narrows an answer's fault to one call."""
    sql = "INSERT OR REPLACE INTO faults (kind, method, left) VALUES (?,?,?)"
    db.execute(sql, (fault.value, method, times))


def switches(db: sqlite3.Connection) -> dict[str, int]:
    rows = db.execute("SELECT kind, left FROM faults WHERE left>0").fetchall()
    return {row["kind"]: row["left"] for row in rows}


def use(db: sqlite3.Connection, among: tuple[Fault, ...], method: str = "") -> Fault | None:
    """The switch that is on for this; it is used up once."""
    marks = ",".join("?" * len(among))
    row = db.execute(
        f"SELECT kind FROM faults WHERE left>0 AND kind IN ({marks})"  # noqa: S608
        " AND method IN ('', ?) ORDER BY kind LIMIT 1",
        (*(fault.value for fault in among), method),
    ).fetchone()
    if row is None:
        return None
    db.execute("UPDATE faults SET left=left-1 WHERE kind=?", (row["kind"],))
    return Fault(row["kind"])


def altered(body: dict[str, Any]) -> dict[str, Any]:
    """One fen more wherever an amount stands."""
    wrong = {name: wire.to_wire(wire.from_wire(body[name]) + 1) for name in AMOUNTS if name in body}
    return body | wrong


def weakly_signed(key: rsa.RSAPrivateKey, root: str, body: dict[str, Any]) -> bytes:
    """SHA-1 under the right key: what the official client would believe."""
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    signature = key.sign(raw.encode(), padding.PKCS1v15(), hashes.SHA1())  # noqa: S303
    signed = base64.b64encode(signature).decode()
    return f'{{"{root}":{raw},"sign":"{signed}"}}'.encode()


def unsigned(root: str, body: dict[str, Any]) -> bytes:
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return f'{{"{root}":{raw}}}'.encode()
