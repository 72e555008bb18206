"""A gateway in our own house: the same protocol, signatures and refusals, no real money."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orders.gateways.base import Unknown
from orders.gateways.sandbox import bill, faults, trades, transfers
from orders.gateways.sandbox.faults import Fault
from orders.gateways.sandbox.keys import KEYS_FOLDER, SandboxKeys, sandbox_keys
from orders.gateways.sandbox.protocol import Call, Door, Refused
from orders.gateways.sandbox.store import Store

PAGE_METHODS = ("alipay.trade.page.pay", "alipay.trade.wap.pay")


class SandboxGateway:
    """`data_dir` holds its keys and its own database; processes may share it."""

    def __init__(self, *, data_dir: Path, base_url: str, clock: Callable[[], datetime]) -> None:
        self.keys: SandboxKeys = sandbox_keys(data_dir / KEYS_FOLDER)
        self.store = Store(data_dir / "sandbox.sqlite3")
        self.door = Door(self.keys)
        self.base_url = base_url.rstrip("/")
        self._clock = clock

    def now(self) -> datetime:
        return self._clock().astimezone(UTC)

    def handle(self, query: str, body: bytes) -> bytes:
        """One call of the open gateway, answered as over HTTP."""
        params: dict[str, str] = {}
        try:
            params = self.door.read(query, body)
            call = self.door.believe(params, self.now())
            with self.store.writing() as db:
                result = self._answer(db, call)
                fault = faults.use(db, faults.ANSWERS, call.method)
        except Refused as refused:
            return self.door.answer(params, refused.body)
        answer = {"code": "10000", "msg": "Success", **result}
        return self._faulty(fault, params, answer) if fault else self.door.answer(params, answer)

    def _faulty(self, fault: Fault, params: dict[str, str], answer: dict[str, Any]) -> bytes:
        root = params["method"].replace(".", "_") + "_response"
        if fault is Fault.UNSIGNED:
            return faults.unsigned(root, answer)
        if fault is Fault.SHA1:
            return faults.weakly_signed(self.door.own_key, root, answer)
        if fault is Fault.WRONG_AMOUNT:
            return self.door.answer(params, faults.altered(answer))
        raise faults.AnswerLost(fault)

    def switch(self, fault: Fault, *, times: int = 1, method: str = "") -> None:
        """Turns a fault on for some times; 0 turns it off."""
        with self.store.writing() as db:
            faults.switch(db, fault, times=times, method=method)

    def switches(self) -> dict[str, int]:
        with self.store.reading() as db:
            return faults.switches(db)

    def _answer(self, db: sqlite3.Connection, call: Call) -> dict[str, Any]:
        by_method: dict[str, Callable[[], dict[str, Any]]] = {
            "alipay.trade.precreate": lambda: trades.precreate(db, call, self.base_url),
            "alipay.trade.query": lambda: trades.query(db, call),
            "alipay.trade.close": lambda: trades.close(db, call),
            "alipay.trade.cancel": lambda: trades.cancel(db, call, self.door),
            "alipay.trade.refund": lambda: trades.refund(db, call, self.door),
            "alipay.trade.fastpay.refund.query": lambda: trades.query_refund(db, call),
            "alipay.fund.trans.uni.transfer": lambda: transfers.transfer(db, call),
            "alipay.fund.trans.common.query": lambda: transfers.query(db, call),
            "alipay.data.dataservice.bill.downloadurl.query": lambda: bill.link(
                db, call, self.base_url
            ),
        }
        if call.method not in by_method:
            raise Refused("40002", "isv.invalid-method", "不存在的方法名")
        return by_method[call.method]()

    def open_page(self, query: str) -> sqlite3.Row:
        """The buyer arrives with the signed address the merchant made. Raises Refused."""
        call = self.door.believe(self.door.read(query, b""), self.now())
        if call.method not in PAGE_METHODS:
            raise Refused("40002", "isv.invalid-method", "不是收银台方法")
        with self.store.writing() as db:
            return trades.open_from_page(db, call)

    def open_code(self, code: str) -> sqlite3.Row:
        """The buyer has scanned the counter's code. Raises Refused."""
        with self.store.writing() as db:
            return trades.open_from_code(db, code, self.now())

    def download(self, url: str) -> bytes:
        """A bill by its short-lived address."""
        found = self.bill_by_token(url.rstrip("/").rpartition("/")[2])
        if found is None:
            raise Unknown("the address of the bill has expired", code="404")
        return found

    def bill_by_token(self, token: str) -> bytes | None:
        with self.store.reading() as db:
            return bill.open_link(db, token, self.now())
