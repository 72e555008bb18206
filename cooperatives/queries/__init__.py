"""Reads of the cooperatives' records."""

from cooperatives.queries.counter import CounterFacts, PriceBook, counter_facts, price_book
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
    lots,
    own_cooperative,
    price_entry,
    price_list_of,
    prices_of,
    product_by_uid,
    products,
    receipt_detail,
    receipts,
    waiting_for_a_price,
)
from cooperatives.queries.proof import broken_invariants
from cooperatives.queries.public import certificate_by_token, lot_story

__all__ = [
    "CounterFacts",
    "PoolLot",
    "PriceBook",
    "available_packages",
    "broken_invariants",
    "certificate_by_token",
    "cooperative_of",
    "counter_facts",
    "digest_content",
    "households",
    "listing_detail",
    "listings",
    "lot_story",
    "lots",
    "matching_returned",
    "own_cooperative",
    "pool_of",
    "price_book",
    "price_entry",
    "price_list_of",
    "prices_of",
    "product_by_uid",
    "products",
    "receipt_detail",
    "receipts",
    "released_before",
    "waiting_for_a_price",
]
