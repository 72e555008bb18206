"""WHO BOUGHT: orders, their provenance, payments, shipments, splits, the journal."""

from orders.models.journal import JournalEntry
from orders.models.order import Hold, LineSource, Order, OrderLine, OrderStep
from orders.models.payment import MerchantAccount, PaymentAttempt, PaymentEvent, Refund
from orders.models.shipment import Shipment
from orders.models.split import FeeRule, ShippingRule, SourceSplit

__all__ = [
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
    "Shipment",
    "ShippingRule",
    "SourceSplit",
]
