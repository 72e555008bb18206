"""What the law of an order is, in plain Python; its errors are named here."""

from cooperatives.rules import ListingNotOnSale, ListingSoldOut
from orders.rules.status import (
    LabelClosed,
    NotPaidYet,
    OrderAlreadyPaid,
    OrderClosed,
    OrderExpired,
    OrderMoved,
    PriceChanged,
    WaybillUsed,
    WrongLot,
)

__all__ = [
    "LabelClosed",
    "ListingNotOnSale",
    "ListingSoldOut",
    "NotPaidYet",
    "OrderAlreadyPaid",
    "OrderClosed",
    "OrderExpired",
    "OrderMoved",
    "PriceChanged",
    "WaybillUsed",
    "WrongLot",
]
