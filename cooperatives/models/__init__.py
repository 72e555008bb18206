"""WHO PRODUCES: households, cooperatives, products, prices, receipts, lots, listings."""

from cooperatives.models.cooperative import Cooperative, Membership, StationAttachment
from cooperatives.models.household import Household
from cooperatives.models.listing import Listing, ListingLot, ListingReview
from cooperatives.models.lot import Certificate, Lot
from cooperatives.models.product import (
    Grade,
    PriceEntry,
    PriceList,
    Product,
    ProductClass,
    ReferencePrice,
)
from cooperatives.models.receipt import Receipt

__all__ = [
    "Certificate",
    "Cooperative",
    "Grade",
    "Household",
    "Listing",
    "ListingLot",
    "ListingReview",
    "Lot",
    "Membership",
    "PriceEntry",
    "PriceList",
    "Product",
    "ProductClass",
    "Receipt",
    "ReferencePrice",
    "StationAttachment",
]
