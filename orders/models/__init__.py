"""WHO BOUGHT: orders, their provenance, payments, shipments, splits, the journal."""

from orders.models.address import Address
from orders.models.adjustment import Adjustment, ShippingChange, SourceChange
from orders.models.claim import ClaimLine, RefundClaim
from orders.models.deduction import DeductionAgreement, SettlementCorrection
from orders.models.incident import PaymentIncident
from orders.models.invoice import Invoice, InvoiceStep
from orders.models.journal import JournalEntry
from orders.models.order import Hold, LineSource, Order, OrderLine, OrderStep
from orders.models.payment import MerchantAccount, PaymentAttempt, PaymentEvent, Refund
from orders.models.payout import Payout, PayoutResult, PayoutRun
from orders.models.reconciling import BillImport, ReconciliationItem
from orders.models.reminder import StockReminder
from orders.models.review import Review, ReviewStep
from orders.models.setting import MoneyLimits, SettingProposal
from orders.models.settlement import SettlementParty, SettlementRun, SettlementStep
from orders.models.settlement_line import SettlementLine, SettlementObjection
from orders.models.shipment import Shipment
from orders.models.split import FeeRule, ShippingRule, SourceSplit

__all__ = [
    "Address",
    "Adjustment",
    "BillImport",
    "ClaimLine",
    "DeductionAgreement",
    "FeeRule",
    "Hold",
    "Invoice",
    "InvoiceStep",
    "JournalEntry",
    "LineSource",
    "MerchantAccount",
    "MoneyLimits",
    "Order",
    "OrderLine",
    "OrderStep",
    "PaymentAttempt",
    "PaymentEvent",
    "PaymentIncident",
    "Payout",
    "PayoutResult",
    "PayoutRun",
    "ReconciliationItem",
    "Refund",
    "RefundClaim",
    "Review",
    "ReviewStep",
    "SettingProposal",
    "SettlementCorrection",
    "SettlementLine",
    "SettlementObjection",
    "SettlementParty",
    "SettlementRun",
    "SettlementStep",
    "Shipment",
    "ShippingChange",
    "ShippingRule",
    "SourceChange",
    "SourceSplit",
    "StockReminder",
]
