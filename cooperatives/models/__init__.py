"""WHO PRODUCES: households, cooperatives, products, prices, receipts, lots, listings."""

from cooperatives.models.change import HouseholdChange
from cooperatives.models.consent import Consent, ConsentNotice, ConsentPurpose
from cooperatives.models.cooperative import (
    Cooperative,
    MemberAccountEntry,
    Membership,
    StationAttachment,
    UnitMember,
)
from cooperatives.models.household import Household
from cooperatives.models.listing import Listing, ListingLot, ListingReview
from cooperatives.models.lot import Certificate, Lot
from cooperatives.models.member import HouseholdMember
from cooperatives.models.policy import HouseholdCategory, PolicyCategory, PolicyPeriod
from cooperatives.models.product import (
    Grade,
    PriceEntry,
    PriceList,
    Product,
    ProductClass,
    ReferencePrice,
)
from cooperatives.models.receipt import Receipt, ReceiptPhoto

__all__ = [
    "Certificate",
    "Consent",
    "ConsentNotice",
    "ConsentPurpose",
    "Cooperative",
    "Grade",
    "Household",
    "HouseholdCategory",
    "HouseholdChange",
    "HouseholdMember",
    "Listing",
    "ListingLot",
    "ListingReview",
    "Lot",
    "MemberAccountEntry",
    "Membership",
    "PolicyCategory",
    "PolicyPeriod",
    "PriceEntry",
    "PriceList",
    "Product",
    "ProductClass",
    "Receipt",
    "ReceiptPhoto",
    "ReferencePrice",
    "StationAttachment",
    "UnitMember",
]
