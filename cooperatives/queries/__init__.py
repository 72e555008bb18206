"""Reads of the cooperatives' records."""

from cooperatives.queries.listings import (
    digest_content,
    listing_detail,
    listings,
    matching_returned,
    released_before,
)
from cooperatives.queries.pool import PoolLot, available_packages, pool_of
from cooperatives.queries.produce import (
    cooperative_of,
    households,
    lot_codes_of,
    lots,
    own_cooperative,
    price_entry,
    price_list_of,
    prices_of,
    product_by_uid,
    products,
    receipt_by_uid,
    receipts,
)
from cooperatives.queries.proof import broken_invariants
from cooperatives.queries.public import certificate_by_token, lot_story

__all__ = [
    "PoolLot",
    "available_packages",
    "broken_invariants",
    "certificate_by_token",
    "cooperative_of",
    "digest_content",
    "households",
    "listing_detail",
    "listings",
    "lot_codes_of",
    "lot_story",
    "lots",
    "matching_returned",
    "own_cooperative",
    "pool_of",
    "price_entry",
    "price_list_of",
    "prices_of",
    "product_by_uid",
    "products",
    "receipt_by_uid",
    "receipts",
    "released_before",
]
