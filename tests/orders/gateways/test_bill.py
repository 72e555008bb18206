import io
import zipfile
from datetime import date, timedelta

import pytest

from backend.common.zone import SHANGHAI
from orders.gateways import BillRow, BillRowKind, read_bill
from orders.gateways.base import BadReply, BillKind, PaymentGateway, RefundSpec, Rejected
from orders.gateways.sandbox import SandboxGateway
from orders.gateways.sandbox.bill import day_bill
from tests.orders.gateways.conftest import Clock
from tests.orders.gateways.till import attempt, pay


def paid_and_refunded(gateway: PaymentGateway, box: SandboxGateway) -> date:
    pay(gateway, box, attempt(subject="土豆,5 斤"))
    gateway.refund(RefundSpec(out_trade_no="XZ20260930001", out_request_no="R1", amount_fen=234))
    return box.now().astimezone(SHANGHAI).date()


def zipped(text: str, name: str = "1_业务明细.csv") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text.encode("gbk"))
    return out.getvalue()


def test_a_day_is_read_back_from_its_bill(gateway: PaymentGateway, box: SandboxGateway) -> None:
    day = paid_and_refunded(gateway, box)
    trade_no = gateway.query("XZ20260930001").trade_no
    with box.store.reading() as db:
        rows = read_bill(day_bill(db, day))
    common = {"trade_no": trade_no, "out_trade_no": "XZ20260930001"}
    paid = {"kind": BillRowKind.PAYMENT, "out_request_no": "", "amount_fen": 1234, "fee_fen": 7}
    back = {"kind": BillRowKind.REFUND, "out_request_no": "R1", "amount_fen": 234, "fee_fen": 0}
    assert rows == [BillRow(**common, **paid), BillRow(**common, **back)]  # type: ignore[arg-type]


def test_names_in_the_zip_are_gbk_without_the_utf8_flag(box: SandboxGateway) -> None:
    with box.store.reading() as db:
        raw = day_bill(db, date(2026, 9, 30))
    with zipfile.ZipFile(io.BytesIO(raw), metadata_encoding="gbk") as archive:
        names = archive.namelist()
        flags = {member.flag_bits & 0x800 for member in archive.infolist()}
    assert names == [
        "2088999999999999_20260930_业务明细.csv",
        "2088999999999999_20260930_业务明细(汇总).csv",
    ]
    assert flags == {0}


def test_the_bill_of_yesterday_is_fetched_at_once(
    gateway: PaymentGateway, box: SandboxGateway, clock: Clock
) -> None:
    yesterday = box.now().astimezone(SHANGHAI).date() - timedelta(days=1)
    assert read_bill(gateway.bill(yesterday, BillKind.TRADE)) == []


def test_there_is_no_bill_of_today(gateway: PaymentGateway, box: SandboxGateway) -> None:
    today = box.now().astimezone(SHANGHAI).date()
    with pytest.raises(Rejected, match="BILL_NOT_EXIST"):
        gateway.bill(today, BillKind.TRADE)


def test_columns_are_found_by_name_and_refunds_by_kind() -> None:
    text = (
        "#支付宝业务明细查询\n业务类型,服务费（元）,退款批次号/请求号,商户订单号,订单金额（元）,支付宝交易号\n"
        "退款\t,\t,R1\t,A\t,2.34\t,T1\t\n退款\t,0.00\t,R2\t,A\t,-1.00\t,T1\t\n#结束\n"
    )
    assert [row.amount_fen for row in read_bill(zipped(text))] == [234, 100]


@pytest.mark.parametrize(
    "archive",
    [b"no zip", zipped("业务类型\n交易\n"), zipped("x", "other.csv"), zipped("")],
)
def test_an_unreadable_bill_is_refused(archive: bytes) -> None:
    with pytest.raises(BadReply):
        read_bill(archive)


def test_a_zip_bomb_is_refused() -> None:
    with pytest.raises(BadReply, match="cannot be read"):
        read_bill(zipped("0" * (64 * 1024 * 1024 + 1)))
