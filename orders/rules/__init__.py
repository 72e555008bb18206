"""What the law of an order is, in plain Python; its errors are named here."""

from orders.rules.status import (
    ListingNotOnSale,
    ListingSoldOut,
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
