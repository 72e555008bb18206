"""The one place that knows how money is taken and paid out; everything else uses the Protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from orders.gateways.alipay import AlipayGateway
from orders.gateways.base import (
    AttemptSpec,
    BadReply,
    BillKind,
    CancelView,
    Channel,
    Forged,
    GatewayError,
    IdentityType,
    Misconfigured,
    NotSent,
    PaymentGateway,
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
    Unknown,
    VerifiedNotify,
)
from orders.gateways.bill import BillRow, BillRowKind, read_bill
from orders.gateways.sandbox import SANDBOX_APP_ID, SANDBOX_SELLER_ID, SandboxGateway
from orders.gateways.signing import AlipayConfig
from orders.gateways.transport import HttpTransport, InProcessTransport, Transport

__all__ = [
    "SANDBOX_APP_ID",
    "SANDBOX_SELLER_ID",
    "AlipayConfig",
    "AttemptSpec",
    "BadReply",
    "BillKind",
    "BillRow",
    "BillRowKind",
    "CancelView",
    "Channel",
    "Forged",
    "GatewayError",
    "IdentityType",
    "Merchant",
    "Misconfigured",
    "NotSent",
    "PaymentGateway",
    "QrCode",
    "RefundSpec",
    "RefundState",
    "RefundView",
    "Rejected",
    "TradeState",
    "TradeView",
    "TransferSpec",
    "TransferState",
    "TransferView",
    "Unknown",
    "VerifiedNotify",
    "gateway_for",
    "make_gateway",
    "read_bill",
    "sandbox",
    "sandbox_enabled",
]


class Merchant(Protocol):
    """Whose money it is: an account's app at the payment provider."""

    @property
    def app_id(self) -> str: ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


def make_gateway(
    config: AlipayConfig, transport: Transport, *, clock: Callable[[], datetime] = _utc_now
) -> PaymentGateway:
    return AlipayGateway(config, transport, clock=clock)


def sandbox_config(box: SandboxGateway) -> AlipayConfig:
    """Our side of the local gateway, in certificate mode as payouts need it."""
    return AlipayConfig(
        app_id=SANDBOX_APP_ID,
        server_url=f"{box.base_url}/sandbox/gateway.do",
        app_private_key=box.keys.app_private_key,
        app_cert=box.keys.app_cert,
        root_certs=box.keys.root_certs,
        alipay_certs=(box.keys.alipay_cert,),
    )


def alipay_config(given: Mapping[str, Any]) -> AlipayConfig:
    try:
        return AlipayConfig(
            app_id=given["app_id"],
            server_url=given.get("server_url") or "https://openapi.alipay.com/gateway.do",
            app_private_key=given["app_private_key"],
            alipay_public_keys=tuple(given.get("alipay_public_keys", ())),
            app_cert=given.get("app_cert", ""),
            root_certs=given.get("root_certs", ""),
            alipay_certs=tuple(given.get("alipay_certs", ())),
        )
    except KeyError as missing:
        raise Misconfigured(f"ALIPAY lacks {missing}") from None


def sandbox_enabled() -> bool:
    allowed = settings.DEBUG or getattr(settings, "ALLOW_SANDBOX_PAYMENTS", False)
    return bool(allowed) and settings.PAYMENTS_GATEWAY == "sandbox"


def sandbox() -> SandboxGateway:
    """The local gateway of this installation; refused where real money is taken."""
    if not sandbox_enabled():
        raise Misconfigured("the sandbox is not enabled here")
    return _sandbox(Path(settings.DATA_DIR), settings.PUBLIC_BASE_URL)


@lru_cache(maxsize=8)
def _sandbox(data_dir: Path, base_url: str) -> SandboxGateway:
    return SandboxGateway(data_dir=data_dir, base_url=base_url, clock=_utc_now)


@lru_cache(maxsize=8)
def _sandbox_gateway(data_dir: Path, base_url: str) -> PaymentGateway:
    box = _sandbox(data_dir, base_url)
    return make_gateway(sandbox_config(box), InProcessTransport(box))


@lru_cache(maxsize=8)
def _alipay_gateway(config: AlipayConfig, deadline_s: int) -> PaymentGateway:
    return make_gateway(config, HttpTransport(config.server_url, deadline_s=deadline_s))


def gateway_for(merchant: Merchant) -> PaymentGateway:
    """The gateway that carries this merchant's money, as the settings say."""
    if settings.PAYMENTS_GATEWAY == "sandbox":
        box = sandbox()
        own_app_id, gateway = (
            SANDBOX_APP_ID,
            _sandbox_gateway(Path(settings.DATA_DIR), box.base_url),
        )
    elif settings.PAYMENTS_GATEWAY == "alipay":
        config = alipay_config(settings.ALIPAY)
        own_app_id = config.app_id
        gateway = _alipay_gateway(config, int(settings.ALIPAY.get("deadline_s", 15)))
    else:
        raise Misconfigured("PAYMENTS_GATEWAY is neither sandbox nor alipay")
    if merchant.app_id != own_app_id:
        raise Misconfigured("this merchant's app is not the one configured here")
    return gateway
