"""The local gateway's day bill, in the shape of Alipay's: GBK text in a zip with GBK names."""

from __future__ import annotations

import io
import secrets
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from backend.common.zone import SHANGHAI
from orders.gateways import wire
from orders.gateways.sandbox.protocol import (
    SANDBOX_APP_ID,
    SANDBOX_SELLER_ID,
    Call,
    business,
    seller_of,
)
from orders.gateways.sandbox.store import stamp

LINK_LIFE = timedelta(seconds=30)
COLUMNS = (
    "支付宝交易号", "商户订单号", "业务类型", "商品名称", "创建时间", "完成时间", "门店编号",
    "门店名称", "操作员", "终端号", "对方账户", "订单金额（元）", "商家实收（元）",
    "支付宝红包（元）", "集分宝（元）", "支付宝优惠（元）", "商家优惠（元）", "券核销金额（元）",
    "券名称", "商家红包消费金额（元）", "卡消费金额（元）", "退款批次号/请求号", "服务费（元）",
    "分润（元）", "备注",
)  # fmt: skip
_NOTHING = ("支付宝红包（元）", "集分宝（元）", "支付宝优惠（元）",
            "商家优惠（元）", "券核销金额（元）", "商家红包消费金额（元）",
            "卡消费金额（元）", "分润（元）")  # fmt: skip


def fee_fen(amount_fen: int) -> int:
    """0.6 %, half up: the sandbox's own rate."""
    return (amount_fen * 6 + 500) // 1000


def link(db: sqlite3.Connection, call: Call, base_url: str) -> dict[str, Any]:
    day = call.text("bill_date")
    today = call.now.astimezone(SHANGHAI).date()
    if call.text("bill_type") != "trade" or not _is_past(day, today):
        raise business("BILL_NOT_EXIST", "账单不存在")
    # The address says whose bill it is; each account has its own.
    token = f"{call.params['app_id']}-{secrets.token_urlsafe(16)}"
    db.execute("INSERT INTO bill_links VALUES (?,?,?)", (token, day, stamp(call.now + LINK_LIFE)))
    return {"bill_download_url": f"{base_url}/sandbox/bill/{token}"}


def _is_past(day: str, today: date) -> bool:
    try:
        return date.fromisoformat(day) < today
    except ValueError:
        return False


def open_link(db: sqlite3.Connection, token: str, now: datetime) -> bytes | None:
    sql = "SELECT day FROM bill_links WHERE token=? AND expires_at>?"
    row = db.execute(sql, (token, stamp(now))).fetchone()
    app_id = token.partition("-")[0]
    return None if row is None else day_bill(db, date.fromisoformat(row["day"]), app_id=app_id)


def day_bill(db: sqlite3.Connection, day: date, *, app_id: str = SANDBOX_APP_ID) -> bytes:
    rows = [*_payments(db, day, app_id), *_refunds(db, day, app_id)]
    prefix = f"{seller_of(app_id)}_{day:%Y%m%d}_业务明细"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_gbk_name(f"{prefix}.csv"), _details(rows, day).encode("gbk", "replace"))
        archive.writestr(_gbk_name(f"{prefix}(汇总).csv"), _totals(rows, day).encode("gbk"))
    return out.getvalue()


class _GbkInfo(zipfile.ZipInfo):
    """Names as bytes of GBK and without the UTF-8 flag, as Alipay writes them."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gbk"), self.flag_bits


def _gbk_name(name: str) -> zipfile.ZipInfo:
    info = _GbkInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _bounds(day: date) -> tuple[str, str]:
    start = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    return stamp(start), stamp(start + timedelta(days=1))


def _payments(db: sqlite3.Connection, day: date, app_id: str) -> Iterator[dict[str, str]]:
    sql = "SELECT * FROM trades WHERE paid_at>=? AND paid_at<? AND app_id=? ORDER BY paid_at"
    for row in db.execute(sql, (*_bounds(day), app_id)):
        fee = f"-{wire.to_wire(fee_fen(row['amount_fen']))}"
        yield _row(row, "交易", wire.to_wire(row["amount_fen"]), row["paid_at"], "", fee)


def _refunds(db: sqlite3.Connection, day: date, app_id: str) -> Iterator[dict[str, str]]:
    sql = (
        "SELECT t.*, r.out_request_no, r.amount_fen AS back_fen, r.at FROM refunds r"
        " JOIN trades t USING (out_trade_no) WHERE r.at>=? AND r.at<? AND app_id=? ORDER BY r.at"
    )
    for row in db.execute(sql, (*_bounds(day), app_id)):
        amount = f"-{wire.to_wire(row['back_fen'])}"
        yield _row(row, "退款", amount, row["at"], row["out_request_no"], "0.00")


def _row(
    trade: sqlite3.Row, kind: str, amount: str, done_at: str, request_no: str, fee: str
) -> dict[str, str]:
    return (
        dict.fromkeys(COLUMNS, "")
        | dict.fromkeys(_NOTHING, "0.00")
        | {
            "支付宝交易号": trade["trade_no"],
            "商户订单号": trade["out_trade_no"],
            "业务类型": kind,
            "商品名称": trade["subject"].replace(",", "，"),
            "创建时间": wire.beijing(datetime.fromisoformat(trade["created_at"])),
            "完成时间": wire.beijing(datetime.fromisoformat(done_at)),
            "订单金额（元）": amount,
            "商家实收（元）": amount,
            "退款批次号/请求号": request_no,
            "服务费（元）": fee,
        }
    )


def _details(rows: list[dict[str, str]], day: date) -> str:
    lines = [
        "#支付宝业务明细查询",
        f"#账号：[{SANDBOX_SELLER_ID}]",
        f"#起始日期：[{day:%Y年%m月%d日} 00:00:00]   终止日期：[{day:%Y年%m月%d日} 24:00:00]",
        "#-----------------------------------------业务明细列表----------------------------------",
        ",".join(COLUMNS),
        *(",".join(row[name] + "\t" for name in COLUMNS) for row in rows),
        "#-----------------------------------------业务明细列表结束------------------------------",
        f"#交易合计：{_count(rows, '交易')}笔，退款合计：{_count(rows, '退款')}笔",
    ]
    return "\r\n".join(lines) + "\r\n"


def _count(rows: list[dict[str, str]], kind: str) -> int:
    return sum(row["业务类型"] == kind for row in rows)


def _totals(rows: list[dict[str, str]], day: date) -> str:
    net_fen = sum(wire.from_signed_wire(row["订单金额（元）"]) for row in rows)
    sign = "-" if net_fen < 0 else ""
    lines = [
        "#支付宝业务汇总查询",
        f"#账号：[{SANDBOX_SELLER_ID}]",
        f"#日期：[{day:%Y年%m月%d日}]",
        "#-----------------------------------------业务汇总列表----------------------------------",
        "交易订单总笔数,退款订单总笔数,订单净额（元）",
        f"{_count(rows, '交易')}\t,{_count(rows, '退款')}\t,{sign}{wire.to_wire(abs(net_fen))}\t",
        "#-----------------------------------------业务汇总列表结束------------------------------",
    ]
    return "\r\n".join(lines) + "\r\n"
