"""The local gateway; see `gateway` for the wire, `cashier` for the buyer."""

from orders.gateways.sandbox.cashier import Action, Outcome, act, flip_transfer
from orders.gateways.sandbox.gateway import SandboxGateway
from orders.gateways.sandbox.notifying import Delivery, Send, deliver_due, send_by_http
from orders.gateways.sandbox.protocol import SANDBOX_APP_ID, SANDBOX_SELLER_ID

__all__ = [
    "SANDBOX_APP_ID",
    "SANDBOX_SELLER_ID",
    "Action",
    "Delivery",
    "Outcome",
    "SandboxGateway",
    "Send",
    "act",
    "deliver_due",
    "flip_transfer",
    "send_by_http",
]
