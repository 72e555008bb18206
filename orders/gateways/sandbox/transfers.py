"""The local gateway's rules of paying out: a number is paid once, whatever is repeated."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Any

from orders.gateways import wire
from orders.gateways.sandbox.protocol import Call, Refused, business
from orders.gateways.sandbox.store import stamp
from orders.gateways.sandbox.trades import number

_LEAST_FEN = 10


def transfer(db: sqlite3.Connection, call: Call) -> dict[str, Any]:
    _certified(call)
    out_biz_no, amount_fen = call.text("out_biz_no"), call.amount_fen("trans_amount")
    _check_payee(call)
    if amount_fen < _LEAST_FEN:
        raise business("EXCEED_LIMIT_SM_MIN_AMOUNT", "转账金额不得低于 0.10 元")
    digest = hashlib.sha256(json.dumps(call.content, sort_keys=True).encode()).hexdigest()
    row = _find(db, out_biz_no)
    if row is None:
        db.execute(
            "INSERT INTO transfers (out_biz_no, order_id, amount_fen, digest, status, at)"
            " VALUES (?,?,?,?,'SUCCESS',?)",
            (out_biz_no, number(call.now), amount_fen, digest, stamp(call.now)),
        )
        row = _find(db, out_biz_no)
    elif row["digest"] != digest:
        raise business("PAYMENT_INFO_INCONSISTENCY", "同一转账单号的内容不一致")
    return _view(row)


def query(db: sqlite3.Connection, call: Call) -> dict[str, Any]:
    _certified(call)
    row = _find(db, call.text("out_biz_no"))
    if row is None:
        raise business("ORDER_NOT_EXIST", "转账订单不存在")
    more = {k: row[k] for k in ("error_code", "fail_reason") if row[k]}
    return _view(row) | {"trans_amount": wire.to_wire(row["amount_fen"])} | more


def _certified(call: Call) -> None:
    if not call.certified:
        raise Refused("40001", "isv.missing-app-cert-sn", "资金接口必须使用证书")


def _check_payee(call: Call) -> None:
    payee = call.content.get("payee_info")
    if not isinstance(payee, dict) or not payee.get("identity"):
        raise business("PAYEE_NOT_EXIST", "收款账号不存在")
    if payee.get("identity_type") == "ALIPAY_LOGON_ID" and not payee.get("name"):
        raise business("PAYEE_USER_INFO_ERROR", "缺少收款人姓名")
    if call.content.get("product_code") != "TRANS_ACCOUNT_NO_PWD":
        raise business("PRODUCT_NOT_SIGN", "未签约的产品")


def _find(db: sqlite3.Connection, out_biz_no: str) -> Any:
    return db.execute("SELECT * FROM transfers WHERE out_biz_no=?", (out_biz_no,)).fetchone()


def _view(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "out_biz_no": row["out_biz_no"],
        "order_id": row["order_id"],
        "pay_fund_order_id": row["order_id"],
        "status": row["status"],
    }
