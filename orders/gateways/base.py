"""What paying and being paid looks like to the rest of orders, whoever carries the money.

Amounts are integer fen here; only this package knows the text form of the wire.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Channel(StrEnum):
    PAGE = "page"
    WAP = "wap"


class TradeState(StrEnum):
    PAID = "PAID"
    WAIT = "WAIT"
    CLOSED = "CLOSED"
    NOT_FOUND = "NOT_FOUND"


class RefundState(StrEnum):
    """ACCEPTED is an answer, not a proof: only DONE, which a query alone gives, is final."""

    ACCEPTED = "ACCEPTED"
    DONE = "DONE"
    ABSENT = "ABSENT"


class TransferState(StrEnum):
    """REFUND: the bank sent the money back, which can follow SUCCESS by days."""

    SUCCESS = "SUCCESS"
    FAIL = "FAIL"
    DEALING = "DEALING"
    REFUND = "REFUND"
    NOT_FOUND = "NOT_FOUND"


class IdentityType(StrEnum):
    USER_ID = "ALIPAY_USER_ID"
    LOGON_ID = "ALIPAY_LOGON_ID"


class BillKind(StrEnum):
    TRADE = "trade"
    SIGNCUSTOMER = "signcustomer"


@dataclass(frozen=True, kw_only=True)
class AttemptSpec:
    out_trade_no: str
    amount_fen: int
    subject: str
    expires_at: datetime
    notify_url: str
    return_url: str = ""
    quit_url: str = ""


@dataclass(frozen=True, kw_only=True)
class QrCode:
    out_trade_no: str
    content: str


@dataclass(frozen=True, kw_only=True)
class TradeView:
    out_trade_no: str
    state: TradeState
    trade_no: str = ""
    amount_fen: int | None = None
    paid_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CancelView:
    """`action` is close, refund, or empty where there was nothing to cancel."""

    out_trade_no: str
    action: str
    retry: bool


@dataclass(frozen=True, kw_only=True)
class RefundSpec:
    """A retry repeats the same `out_request_no` and the same amount, for ever."""

    out_trade_no: str
    out_request_no: str
    amount_fen: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundView:
    out_trade_no: str
    out_request_no: str
    state: RefundState
    amount_fen: int | None = None


@dataclass(frozen=True, kw_only=True)
class TransferSpec:
    out_biz_no: str
    amount_fen: int
    identity: str = field(repr=False)
    identity_type: IdentityType
    name: str = field(default="", repr=False)
    title: str
    remark: str = ""
    scene_name: str = ""
    scene_reports: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class TransferView:
    out_biz_no: str
    state: TransferState
    order_id: str = ""
    amount_fen: int | None = None
    error_code: str = ""
    fail_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class VerifiedNotify:
    """A notify whose signature holds. App, seller, number and amount are still to be compared."""

    dedupe_key: str
    digest: str
    app_id: str
    seller_id: str
    out_trade_no: str
    trade_no: str
    trade_status: str
    amount_fen: int | None
    out_request_no: str
    refunded_fen: int | None
    masked: Mapping[str, str]
    paid_at: datetime | None = None

    @property
    def is_refund(self) -> bool:
        return bool(self.out_request_no) or self.refunded_fen is not None

    @property
    def is_closed(self) -> bool:
        return self.trade_status == "TRADE_CLOSED" and not self.is_refund

    @property
    def is_paid(self) -> bool:
        """The buyer's money is there and this notify is not about a refund."""
        return self.trade_status in {"TRADE_SUCCESS", "TRADE_FINISHED"} and not self.is_refund


class GatewayError(Exception):
    def __init__(
        self, message: str, *, code: str = "", sub_code: str = "", trusted: bool = True
    ) -> None:
        super().__init__(message)
        self.code = code
        self.sub_code = sub_code
        self.trusted = trusted


class NotSent(GatewayError):
    """The request was never taken in: repeating it is safe."""


class Rejected(GatewayError):
    """Final where `trusted`; an unsigned refusal is shown to people but decides nothing."""

    @property
    def never_opened(self) -> bool:
        return self.sub_code == "ACQ.TRADE_NOT_EXIST"


class Unknown(GatewayError):
    """It may have happened or not: query before anything else."""


class BadReply(Unknown):
    """An answer came that cannot be verified."""


class Misconfigured(GatewayError):
    """Keys, certificates, rights or clock are wrong; a person must act."""


class Forged(GatewayError):
    """The notify is not signed by the payment provider."""


class PaymentGateway(Protocol):
    """Never call inside a database transaction: the outcome may stay unknown for minutes."""

    def pay_url(self, attempt: AttemptSpec, *, channel: Channel) -> str: ...

    def create_qr(self, attempt: AttemptSpec) -> QrCode: ...

    def query(self, out_trade_no: str) -> TradeView: ...

    def close(self, out_trade_no: str) -> None: ...

    def cancel(self, out_trade_no: str) -> CancelView: ...

    def refund(self, spec: RefundSpec) -> RefundView: ...

    def query_refund(self, out_trade_no: str, out_request_no: str) -> RefundView: ...

    def transfer(self, spec: TransferSpec) -> TransferView: ...

    def query_transfer(self, out_biz_no: str) -> TransferView: ...

    def bill(self, day: date, kind: BillKind) -> bytes: ...

    def parse_notify(self, body: bytes, content_type: str) -> VerifiedNotify: ...
