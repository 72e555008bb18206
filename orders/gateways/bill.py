"""Reads a day bill: by column names, in memory, with a cap, and never trusting a sign."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from orders.gateways import wire
from orders.gateways.base import BadReply

_MEMBER_CAP = 64 * 1024 * 1024
_MEMBERS_CAP = 20
_DETAILS = "业务明细"
_TOTALS = "汇总"


class BillRowKind(StrEnum):
    PAYMENT = "交易"
    REFUND = "退款"


@dataclass(frozen=True, kw_only=True)
class BillRow:
    kind: BillRowKind
    trade_no: str
    out_trade_no: str
    out_request_no: str
    amount_fen: int
    fee_fen: int


def read_bill(archive: bytes) -> list[BillRow]:
    """Every payment and refund of the day; amounts are absolute, `kind` says the direction."""
    try:
        return [_row(cells) for cells in _table(_details(archive))]
    except (zipfile.BadZipFile, UnicodeDecodeError, KeyError, ValueError, csv.Error) as bad:
        raise BadReply("the bill cannot be read") from bad


def _details(archive: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(archive), metadata_encoding="gbk") as bundle:
        members = bundle.infolist()
        found = [m for m in members if _DETAILS in m.filename and _TOTALS not in m.filename]
        if len(members) > _MEMBERS_CAP or len(found) != 1:
            raise ValueError("not one list of details")
        with bundle.open(found[0]) as file:
            data = file.read(_MEMBER_CAP + 1)
    if len(data) > _MEMBER_CAP:
        raise ValueError("the bill is too long")
    return data.decode("gbk")


def _table(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    header, *rows = list(csv.reader(lines))
    names = [name.strip() for name in header]
    return [{name: cell.strip() for name, cell in zip(names, row, strict=True)} for row in rows]


def _row(cells: dict[str, str]) -> BillRow:
    return BillRow(
        kind=BillRowKind(cells["业务类型"]),
        trade_no=cells["支付宝交易号"],
        out_trade_no=cells["商户订单号"],
        out_request_no=cells["退款批次号/请求号"],
        amount_fen=abs(wire.from_signed_wire(cells["订单金额（元）"])),
        fee_fen=abs(wire.from_signed_wire(cells["服务费（元）"] or "0")),
    )
