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
from cooperatives.models.goods_change import GoodsChange
from cooperatives.models.household import Household
from cooperatives.models.listing import Listing, ListingLot, ListingPhoto, ListingReview
from cooperatives.models.lot import Certificate, Lot
from cooperatives.models.member import HouseholdMember
from cooperatives.models.paper import GoodsPaper
from cooperatives.models.pin import HouseholdPin
from cooperatives.models.policy import HouseholdCategory, PolicyCategory, PolicyPeriod
from cooperatives.models.pricing import PriceCeiling, PriceDraft, PriceListStop
from cooperatives.models.product import (
    Grade,
    PriceEntry,
    PriceList,
    Product,
    ProductClass,
    ReferencePrice,
)
from cooperatives.models.receipt import Receipt, ReceiptPhoto, Reprint
from cooperatives.models.reveal import RevealRequest
from cooperatives.models.stock import (
    DayClose,
    ReceiptVoid,
    StockCount,
    StockCountLine,
    StockMove,
    VoidRequest,
)
from cooperatives.models.surplus import SurplusDistribution, SurplusShare

__all__ = [
    "Certificate",
    "Consent",
    "ConsentNotice",
    "ConsentPurpose",
    "Cooperative",
    "DayClose",
    "GoodsChange",
    "GoodsPaper",
    "Grade",
    "Household",
    "HouseholdCategory",
    "HouseholdChange",
    "HouseholdMember",
    "HouseholdPin",
    "Listing",
    "ListingLot",
    "ListingPhoto",
    "ListingReview",
    "Lot",
    "MemberAccountEntry",
    "Membership",
    "PolicyCategory",
    "PolicyPeriod",
    "PriceCeiling",
    "PriceDraft",
    "PriceEntry",
    "PriceList",
    "PriceListStop",
    "Product",
    "ProductClass",
    "Receipt",
    "ReceiptPhoto",
    "ReceiptVoid",
    "ReferencePrice",
    "Reprint",
    "RevealRequest",
    "StationAttachment",
    "StockCount",
    "StockCountLine",
    "StockMove",
    "SurplusDistribution",
    "SurplusShare",
    "UnitMember",
    "VoidRequest",
]
