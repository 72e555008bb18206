"""The local gateway; see `gateway` for the wire, `cashier` for the buyer."""

from orders.gateways.sandbox.cashier import LABELS, Action, Outcome, Sheet, act, flip_transfer, show
from orders.gateways.sandbox.faults import FAULT_NAMES, HANG_S, AnswerLost, Fault
from orders.gateways.sandbox.gateway import SandboxGateway
from orders.gateways.sandbox.notifying import Delivery, Send, deliver_due, send_by_http
from orders.gateways.sandbox.protocol import (
    SANDBOX_APP_ID,
    SANDBOX_APP_IDS,
    SANDBOX_SELLER_ID,
    Refused,
)
from orders.gateways.sandbox.remembering import PastRefund, PastTrade, remember

__all__ = [
    "FAULT_NAMES",
    "HANG_S",
    "LABELS",
    "SANDBOX_APP_ID",
    "SANDBOX_APP_IDS",
    "SANDBOX_SELLER_ID",
    "Action",
    "AnswerLost",
    "Delivery",
    "Fault",
    "Outcome",
    "PastRefund",
    "PastTrade",
    "Refused",
    "SandboxGateway",
    "Send",
    "Sheet",
    "act",
    "deliver_due",
    "flip_transfer",
    "remember",
    "send_by_http",
    "show",
]
