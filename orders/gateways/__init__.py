"""The one place that knows how money is taken and paid out; everything else uses the Protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol

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
from orders.gateways.crypto import several
from orders.gateways.sandbox import (
    SANDBOX_APP_ID,
    SANDBOX_APP_IDS,
    SANDBOX_SELLER_ID,
    SandboxGateway,
)
from orders.gateways.sandbox.keys import KEYS_FOLDER, SandboxKeys, sandbox_keys
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
    "sandbox_config",
    "sandbox_enabled",
    "sandbox_here",
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


def sandbox_config(
    keys: SandboxKeys, base_url: str, *, app_id: str = SANDBOX_APP_ID
) -> AlipayConfig:
    """Our side of the local gateway, in certificate mode as payouts need it."""
    return AlipayConfig(
        app_id=app_id,
        server_url=f"{base_url.rstrip('/')}/sandbox/gateway.do",
        app_private_key=keys.app_private_key,
        app_cert=keys.app_cert,
        root_certs=keys.root_certs,
        alipay_certs=(keys.alipay_cert,),
    )


def alipay_config(given: Mapping[str, str]) -> AlipayConfig:
    """From `settings.ALIPAY`; keys and certificates are texts, several of a kind may be joined."""
    if not given.get("app_id") or not given.get("private_key"):
        raise Misconfigured("ALIPAY_APP_ID and ALIPAY_PRIVATE_KEY are needed to take real money")
    return AlipayConfig(
        app_id=given["app_id"],
        server_url=given["server_url"],
        app_private_key=given["private_key"],
        alipay_public_keys=several(given.get("alipay_public_key", "")),
        app_cert=given.get("app_cert", ""),
        root_certs=given.get("alipay_root_cert", ""),
        alipay_certs=several(given.get("alipay_cert", "")),
    )


def sandbox_enabled() -> bool:
    allowed = settings.DEBUG or getattr(settings, "ALLOW_SANDBOX_PAYMENTS", False)
    return bool(allowed) and settings.PAYMENTS_GATEWAY == "sandbox"


def require_sandbox() -> None:
    if not sandbox_enabled():
        raise Misconfigured("the sandbox is not enabled here")


def sandbox_here() -> SandboxGateway:
    """The local gateway of this installation; refused where real money is taken."""
    require_sandbox()
    return _sandbox(Path(settings.DATA_DIR), settings.PUBLIC_BASE_URL)


@lru_cache(maxsize=8)
def _sandbox(data_dir: Path, base_url: str) -> SandboxGateway:
    return SandboxGateway(data_dir=data_dir, base_url=base_url, clock=_utc_now)


@lru_cache(maxsize=8)
def _sandbox_gateway(
    data_dir: Path, base_url: str, service_url: str, app_id: str
) -> PaymentGateway:
    """In this process, or over HTTP where the sandbox runs as a service of its own."""
    transport: Transport
    if service_url:
        transport = HttpTransport(service_url)
    else:
        transport = InProcessTransport(_sandbox(data_dir, base_url))
    keys = sandbox_keys(data_dir / KEYS_FOLDER)
    return make_gateway(sandbox_config(keys, base_url, app_id=app_id), transport)


@lru_cache(maxsize=8)
def _alipay_gateway(config: AlipayConfig) -> PaymentGateway:
    return make_gateway(config, HttpTransport(config.server_url))


def merchant_keys(app_id: str) -> Mapping[str, str]:
    """A cooperative's own account: files named as in `settings.ALIPAY`, in `merchants/<app id>`.

    The account of `ALIPAY_APP_ID` is the county's and comes from the settings themselves.
    """
    own = Path(settings.DATA_DIR) / "merchants" / app_id
    if not app_id.isdigit() or not own.is_dir():
        raise Misconfigured("this merchant's app is not configured here")
    found = {path.stem: path.read_text().strip() for path in sorted(own.iterdir())}
    return {**settings.ALIPAY, "app_cert": "", "alipay_cert": "", **found, "app_id": app_id}


def gateway_for(merchant: Merchant) -> PaymentGateway:
    """The gateway that carries this merchant's money, as the settings say."""
    if settings.PAYMENTS_GATEWAY == "alipay":
        own = merchant.app_id == settings.ALIPAY["app_id"]
        given = settings.ALIPAY if own else merchant_keys(merchant.app_id)
        return _alipay_gateway(alipay_config(given))
    require_sandbox()
    if merchant.app_id not in SANDBOX_APP_IDS:
        raise Misconfigured("this merchant's app is not one of the sandbox's")
    return _sandbox_gateway(
        Path(settings.DATA_DIR),
        settings.PUBLIC_BASE_URL,
        getattr(settings, "SANDBOX_SERVER_URL", ""),
        merchant.app_id,
    )
