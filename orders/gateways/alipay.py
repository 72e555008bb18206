"""Alipay behind our Protocol: what is asked, and what an answer means."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from orders.gateways import crypto, notify, reply, wire
from orders.gateways.base import (
    AttemptSpec,
    BadReply,
    BillKind,
    CancelView,
    Channel,
    GatewayError,
    Misconfigured,
    QrCode,
    RefundSpec,
    RefundState,
    RefundView,
    Rejected,
    TradeState,
    TradeView,
    TransferSpec,
    TransferState,
    TransferView,
    VerifiedNotify,
)
from orders.gateways.signing import AlipayConfig, SignedRequest, Signer
from orders.gateways.transport import Transport

log = logging.getLogger("orders.gateways")

_STATES = {
    "WAIT_BUYER_PAY": TradeState.WAIT,
    "TRADE_SUCCESS": TradeState.PAID,
    "TRADE_FINISHED": TradeState.PAID,
    "TRADE_CLOSED": TradeState.CLOSED,
}
_ACCOUNT_TRANSFER = {"product_code": "TRANS_ACCOUNT_NO_PWD", "biz_scene": "DIRECT_TRANSFER"}


class AlipayGateway:
    def __init__(
        self, config: AlipayConfig, transport: Transport, *, clock: Callable[[], datetime]
    ) -> None:
        self._transport = transport
        self._clock = clock
        self._certified = config.certified
        self._ring = crypto.KeyRing.of(
            public_keys=() if config.certified else config.alipay_public_keys,
            certificates=config.alipay_certs if config.certified else (),
        )
        if not self._ring.keys:
            raise Misconfigured("no key of Alipay's is given")
        self._signer = Signer(config)

    def pay_url(self, attempt: AttemptSpec, *, channel: Channel) -> str:
        content = _trade(attempt)
        name = "AlipayTradePagePay"
        if channel is Channel.WAP:
            name = "AlipayTradeWapPay"
            content |= {"product_code": "QUICK_WAP_WAY", "quit_url": attempt.quit_url}
        else:
            content |= {"product_code": "FAST_INSTANT_TRADE_PAY"}
        return self._signer.page_url(
            name, content, notify=attempt.notify_url, back=attempt.return_url
        )

    def create_qr(self, attempt: AttemptSpec) -> QrCode:
        """The code's own expiry is set too: the trade's counts only from the scan."""
        minutes = int((attempt.expires_at - self._clock()).total_seconds()) // 60
        content = _trade(attempt) | {"qr_code_timeout_express": f"{max(minutes, 1)}m"}
        request = self._signer.request("AlipayTradePrecreate", content, notify=attempt.notify_url)
        body = self._call(request, attempt.out_trade_no)
        return QrCode(out_trade_no=attempt.out_trade_no, content=_text(body, "qr_code"))

    def query(self, out_trade_no: str) -> TradeView:
        request = self._signer.request("AlipayTradeQuery", {"out_trade_no": out_trade_no})
        try:
            body = self._call(request, out_trade_no)
        except Rejected as refusal:
            if refusal.trusted and refusal.never_opened:
                return TradeView(out_trade_no=out_trade_no, state=TradeState.NOT_FOUND)
            raise
        _echo(body, "out_trade_no", out_trade_no)
        state = _STATES.get(_text(body, "trade_status"))
        if state is None:
            raise BadReply("a trade status nobody knows")
        return TradeView(
            out_trade_no=out_trade_no,
            state=state,
            trade_no=_text(body, "trade_no"),
            amount_fen=_amount(body, "total_amount"),
            paid_at=_instant(body, "send_pay_date"),
        )

    def close(self, out_trade_no: str) -> None:
        """A refusal with `never_opened` proves nothing: the trade may still be opened and paid."""
        self._call(
            self._signer.request("AlipayTradeClose", {"out_trade_no": out_trade_no}), out_trade_no
        )

    def cancel(self, out_trade_no: str) -> CancelView:
        request = self._signer.request("AlipayTradeCancel", {"out_trade_no": out_trade_no})
        body = self._call(request, out_trade_no)
        return CancelView(
            out_trade_no=out_trade_no,
            action=str(body.get("action", "")),
            retry=body.get("retry_flag") == "Y",
        )

    def refund(self, spec: RefundSpec) -> RefundView:
        """The answer's fee is the trade's sum so far, so it is a floor, not an echo."""
        content = {
            "out_trade_no": spec.out_trade_no,
            "out_request_no": spec.out_request_no,
            "refund_amount": wire.to_wire(spec.amount_fen),
            "refund_reason": spec.reason,
        }
        body = self._call(
            self._signer.request("AlipayTradeRefund", content),
            spec.out_trade_no,
            spec.out_request_no,
        )
        _echo(body, "out_trade_no", spec.out_trade_no)
        if _amount(body, "refund_fee") < spec.amount_fen:
            raise BadReply("the refund answered is smaller than the one asked for")
        return RefundView(
            out_trade_no=spec.out_trade_no,
            out_request_no=spec.out_request_no,
            state=RefundState.ACCEPTED,
            amount_fen=spec.amount_fen,
        )

    def query_refund(self, out_trade_no: str, out_request_no: str) -> RefundView:
        """`refund_status=REFUND_SUCCESS` is the only proof of a refund."""
        content = {"out_trade_no": out_trade_no, "out_request_no": out_request_no}
        request = self._signer.request("AlipayTradeFastpayRefundQuery", content)
        body = self._call(request, out_trade_no, out_request_no)
        if body.get("refund_status") != "REFUND_SUCCESS":
            return RefundView(
                out_trade_no=out_trade_no, out_request_no=out_request_no, state=RefundState.ABSENT
            )
        _echo(body, "out_request_no", out_request_no)
        _echo(body, "out_trade_no", out_trade_no)
        return RefundView(
            out_trade_no=out_trade_no,
            out_request_no=out_request_no,
            state=RefundState.DONE,
            amount_fen=_amount(body, "refund_amount"),
        )

    def transfer(self, spec: TransferSpec) -> TransferView:
        if not self._certified:
            raise Misconfigured("paying out needs certificates")
        request = self._signer.request("AlipayFundTransUniTransfer", _payout(spec))
        body = self._call(request, spec.out_biz_no)
        return _transfer_view(body, spec.out_biz_no, amount_fen=spec.amount_fen)

    def query_transfer(self, out_biz_no: str) -> TransferView:
        content = {"out_biz_no": out_biz_no, **_ACCOUNT_TRANSFER}
        request = self._signer.request("AlipayFundTransCommonQuery", content)
        try:
            body = self._call(request, out_biz_no)
        except Rejected as refusal:
            if refusal.trusted and refusal.sub_code == "ORDER_NOT_EXIST":
                return TransferView(out_biz_no=out_biz_no, state=TransferState.NOT_FOUND)
            raise
        return _transfer_view(body, out_biz_no, amount_fen=_amount(body, "trans_amount"))

    def bill(self, day: date, kind: BillKind) -> bytes:
        """The address given lives 30 seconds, so it is used at once."""
        content = {"bill_type": kind.value, "bill_date": day.isoformat()}
        body = self._call(
            self._signer.request("AlipayDataDataserviceBillDownloadurlQuery", content), ""
        )
        return self._transport.fetch(_text(body, "bill_download_url"))

    def parse_notify(self, body: bytes, content_type: str) -> VerifiedNotify:
        return notify.read_notify(body, content_type, ring=self._ring, now=self._clock())

    def _call(self, request: SignedRequest, number: str, request_no: str = "") -> dict[str, Any]:
        """One line of log without any content; the number asked for must come back."""
        started, outcome = time.monotonic(), ("", "")
        try:
            raw = self._transport.post(request.query, request.body)
            body = reply.open_reply(raw, method=request.method, ring=self._ring, now=self._clock())
            outcome = (str(body.get("code")), "")
        except GatewayError as error:
            outcome = (error.code or type(error).__name__, error.sub_code)
            raise
        finally:
            spent_ms = int((time.monotonic() - started) * 1000)
            log.info(
                "gateway.call method=%s number=%s request=%s code=%s sub_code=%s ms=%d",
                *(request.method, number, request_no, *outcome, spent_ms),
            )
        for name in ("out_trade_no", "out_biz_no"):
            if name in body:
                _echo(body, name, number)
        return body


def _trade(attempt: AttemptSpec) -> dict[str, str]:
    return {
        "out_trade_no": attempt.out_trade_no,
        "total_amount": wire.to_wire(attempt.amount_fen),
        "subject": attempt.subject,
        "time_expire": wire.beijing(attempt.expires_at),
    }


def _payout(spec: TransferSpec) -> dict[str, Any]:
    payee = {"identity": spec.identity, "identity_type": spec.identity_type.value}
    if spec.name:
        payee["name"] = spec.name
    reports = [{"info_type": kind, "info_content": text} for kind, text in spec.scene_reports]
    return {
        "out_biz_no": spec.out_biz_no,
        "trans_amount": wire.to_wire(spec.amount_fen),
        "order_title": spec.title,
        "remark": spec.remark,
        "payee_info": payee,
        "transfer_scene_name": spec.scene_name,
        "transfer_scene_report_infos": reports,
        **_ACCOUNT_TRANSFER,
    }


def _transfer_view(body: dict[str, Any], out_biz_no: str, *, amount_fen: int) -> TransferView:
    _echo(body, "out_biz_no", out_biz_no)
    try:
        state = TransferState(_text(body, "status"))
    except ValueError as bad:
        raise BadReply("a transfer status nobody knows") from bad
    return TransferView(
        out_biz_no=out_biz_no,
        state=state,
        order_id=str(body.get("order_id", "")),
        amount_fen=amount_fen,
        error_code=str(body.get("error_code", "")),
        fail_reason=str(body.get("fail_reason", "")),
    )


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise BadReply(f"the answer lacks {name}")
    return value


def _amount(body: dict[str, Any], name: str) -> int:
    try:
        return wire.from_wire(_text(body, name))
    except ValueError as bad:
        raise BadReply(f"{name} of the answer is no amount") from bad


def _instant(body: dict[str, Any], name: str) -> datetime | None:
    try:
        return wire.from_beijing(_text(body, name)) if body.get(name) else None
    except ValueError as bad:
        raise BadReply(f"{name} of the answer is no time") from bad


def _echo(body: dict[str, Any], name: str, expected: str) -> None:
    if body.get(name) != expected:
        raise BadReply(f"the answer belongs to another {name}")
