from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from orders.gateways import make_gateway, sandbox_config
from orders.gateways.base import (
    Channel,
    IdentityType,
    Misconfigured,
    PaymentGateway,
    RefundSpec,
    RefundState,
    Rejected,
    TradeState,
    TransferSpec,
    TransferState,
    Unknown,
)
from orders.gateways.sandbox import SandboxGateway, flip_transfer
from orders.gateways.sandbox.protocol import Refused
from orders.gateways.signing import AlipayConfig
from orders.gateways.transport import InProcessTransport
from tests.orders.gateways.conftest import Clock, set_zone
from tests.orders.gateways.till import (
    LosesAnswers,
    attempt,
    open_cashier,
    pay,
    public_pem,
    query_of,
)

SPEC = RefundSpec(out_trade_no="XZ20260930001", out_request_no="R1", amount_fen=234)


def payout(amount_fen: int = 5000, number: str = "PO1") -> TransferSpec:
    return TransferSpec(
        out_biz_no=number,
        amount_fen=amount_fen,
        identity="15400000001",
        identity_type=IdentityType.LOGON_ID,
        name="马存花",
        title="九月货款",
        scene_name="业务结算",
        scene_reports=(("结算款项名称", "农产品货款"),),
    )


def test_a_trade_does_not_exist_before_the_cashier_is_opened(gateway: PaymentGateway) -> None:
    gateway.pay_url(attempt(), channel=Channel.PAGE)
    assert gateway.query("XZ20260930001").state is TradeState.NOT_FOUND


def test_a_trade_waits_until_it_is_paid(gateway: PaymentGateway, box: SandboxGateway) -> None:
    open_cashier(gateway, box, attempt())
    assert gateway.query("XZ20260930001").state is TradeState.WAIT
    outcome = pay(gateway, box, attempt())
    seen = gateway.query("XZ20260930001")
    assert (seen.state, seen.amount_fen, seen.trade_no) == (
        TradeState.PAID,
        1234,
        outcome.trade_no,
    )


def test_a_refund_is_accepted_then_proved(gateway: PaymentGateway, box: SandboxGateway) -> None:
    pay(gateway, box, attempt())
    assert gateway.query_refund("XZ20260930001", "R1").state is RefundState.ABSENT
    assert gateway.refund(SPEC).state is RefundState.ACCEPTED
    proof = gateway.query_refund("XZ20260930001", "R1")
    assert (proof.state, proof.amount_fen) == (RefundState.DONE, 234)


def test_a_repeated_refund_moves_no_more_money(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    pay(gateway, box, attempt())
    gateway.refund(SPEC)
    gateway.refund(SPEC)
    rest = RefundSpec(out_trade_no="XZ20260930001", out_request_no="R2", amount_fen=1000)
    assert gateway.refund(rest).amount_fen == 1000


def test_eight_refunds_of_one_number_at_once_move_money_once(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    pay(gateway, box, attempt())
    with ThreadPoolExecutor(8) as pool:
        views = list(pool.map(gateway.refund, [SPEC] * 8))
    assert {view.state for view in views} == {RefundState.ACCEPTED}
    rest = RefundSpec(out_trade_no="XZ20260930001", out_request_no="R2", amount_fen=1000)
    assert gateway.refund(rest).state is RefundState.ACCEPTED


@pytest.mark.parametrize(
    ("number", "amount_fen", "sub_code"),
    [
        ("R1", 235, "ACQ.DISCORDANT_REPEAT_REQUEST"),
        ("R2", 1001, "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"),
    ],
)
def test_a_refund_that_does_not_fit_is_rejected(
    gateway: PaymentGateway, box: SandboxGateway, number: str, amount_fen: int, sub_code: str
) -> None:
    pay(gateway, box, attempt())
    gateway.refund(SPEC)
    wrong = RefundSpec(out_trade_no="XZ20260930001", out_request_no=number, amount_fen=amount_fen)
    with pytest.raises(Rejected) as refusal:
        gateway.refund(wrong)
    assert (refusal.value.sub_code, refusal.value.trusted) == (sub_code, True)


def test_a_counter_code_is_unknown_until_scanned(
    gateway: PaymentGateway, box: SandboxGateway
) -> None:
    code = gateway.create_qr(attempt("QR1"))
    assert gateway.query("QR1").state is TradeState.NOT_FOUND
    box.open_code(query_of(code.content).removeprefix("code="))
    assert gateway.query("QR1").state is TradeState.WAIT


def test_an_unpaid_trade_closes_when_its_time_is_over(
    gateway: PaymentGateway, box: SandboxGateway, clock: Clock
) -> None:
    open_cashier(gateway, box, attempt(minutes=5))
    clock.ahead = timedelta(minutes=6)
    assert gateway.query("XZ20260930001").state is TradeState.CLOSED


def test_closing_what_was_never_opened_says_so(gateway: PaymentGateway) -> None:
    with pytest.raises(Rejected) as refusal:
        gateway.close("XZ20260930001")
    assert refusal.value.never_opened


def test_a_paid_trade_cannot_be_closed(gateway: PaymentGateway, box: SandboxGateway) -> None:
    pay(gateway, box, attempt())
    with pytest.raises(Rejected) as refusal:
        gateway.close("XZ20260930001")
    assert refusal.value.sub_code == "ACQ.TRADE_STATUS_ERROR"


def test_cancelling_closes_or_gives_back(gateway: PaymentGateway, box: SandboxGateway) -> None:
    open_cashier(gateway, box, attempt("A"))
    pay(gateway, box, attempt("B"))
    actions = [gateway.cancel(number).action for number in ("A", "B", "C")]
    assert actions == ["close", "refund", ""]


def test_a_cancelled_code_opens_no_cashier(gateway: PaymentGateway, box: SandboxGateway) -> None:
    code = query_of(gateway.create_qr(attempt()).content).removeprefix("code=")
    gateway.cancel("XZ20260930001")
    with pytest.raises(Refused, match="QR_CODE_EXPIRED"):
        box.open_code(code)


def test_a_payout_reaches_the_household(gateway: PaymentGateway) -> None:
    assert gateway.query_transfer("PO1").state is TransferState.NOT_FOUND
    assert gateway.transfer(payout()).state is TransferState.SUCCESS
    assert gateway.query_transfer("PO1").amount_fen == 5000


def test_a_payout_sent_twice_is_paid_once(gateway: PaymentGateway) -> None:
    assert gateway.transfer(payout()).order_id == gateway.transfer(payout()).order_id


def test_the_same_payout_number_with_another_amount_is_rejected(gateway: PaymentGateway) -> None:
    gateway.transfer(payout())
    with pytest.raises(Rejected, match="PAYMENT_INFO_INCONSISTENCY"):
        gateway.transfer(payout(5001))


def test_a_payout_that_died_on_the_way_is_found_by_query(
    box: SandboxGateway, gateway: PaymentGateway, clock: Clock
) -> None:
    deaf = make_gateway(sandbox_config(box.keys, box.base_url), LosesAnswers(box), clock=clock)
    with pytest.raises(Unknown):
        deaf.transfer(payout())
    assert gateway.query_transfer("PO1").state is TransferState.SUCCESS


def test_a_payout_the_bank_sent_back_is_seen(gateway: PaymentGateway, box: SandboxGateway) -> None:
    gateway.transfer(payout())
    flip_transfer(box, out_biz_no="PO1", status="REFUND", error_code="BANK_RETURN", reason="退票")
    seen = gateway.query_transfer("PO1")
    assert (seen.state, seen.error_code) == (TransferState.REFUND, "BANK_RETURN")


def test_paying_out_without_certificates_is_refused_before_sending(
    box: SandboxGateway, clock: Clock
) -> None:
    config = sandbox_config(box.keys, box.base_url)
    plain = AlipayConfig(
        app_id=config.app_id,
        server_url=config.server_url,
        app_private_key=config.app_private_key,
        alipay_public_keys=[public_pem(box.keys.alipay_cert)],
    )
    gateway = make_gateway(plain, InProcessTransport(box), clock=clock)
    assert gateway.query("XZ20260930001").state is TradeState.NOT_FOUND
    with pytest.raises(Misconfigured, match="certificates"):
        gateway.transfer(payout())


def test_a_process_in_another_time_zone_refuses_to_sign(gateway: PaymentGateway) -> None:
    set_zone("UTC")
    with pytest.raises(Misconfigured, match="Asia/Shanghai"):
        gateway.query("XZ20260930001")


def test_a_request_older_than_a_quarter_of_an_hour_is_refused(
    gateway: PaymentGateway, clock: Clock
) -> None:
    clock.ahead = timedelta(minutes=16)
    with pytest.raises(Misconfigured) as refusal:
        gateway.query("XZ20260930001")
    assert (refusal.value.sub_code, refusal.value.trusted) == ("isv.invalid-timestamp", False)


def test_no_personal_data_reaches_the_log(
    gateway: PaymentGateway, box: SandboxGateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    pay(gateway, box, attempt())
    gateway.transfer(payout())
    gateway.refund(SPEC)
    assert "number=PO1" in caplog.text
    assert not [w for w in ("154000", "马存花", "sign=", "土豆", "KEY") if w in caplog.text]
    assert "154000" not in repr(payout())
