"""WHO BOUGHT: orders, their provenance, payments, shipments, splits, the journal."""

from orders.models.adjustment import Adjustment, ShippingChange, SourceChange
from orders.models.claim import ClaimLine, RefundClaim
from orders.models.journal import JournalEntry
from orders.models.order import Hold, LineSource, Order, OrderLine, OrderStep
from orders.models.payment import MerchantAccount, PaymentAttempt, PaymentEvent, Refund
from orders.models.shipment import Shipment
from orders.models.split import FeeRule, ShippingRule, SourceSplit

__all__ = [
    "Adjustment",
    "ClaimLine",
    "FeeRule",
    "Hold",
    "JournalEntry",
    "LineSource",
    "MerchantAccount",
    "Order",
    "OrderLine",
    "OrderStep",
    "PaymentAttempt",
    "PaymentEvent",
    "Refund",
    "RefundClaim",
    "Shipment",
    "ShippingChange",
    "ShippingRule",
    "SourceChange",
    "SourceSplit",
]
