"""The only writers of the cooperatives' records, one module per use case."""

from cooperatives.services.listing import add_stock, search_text_of, submit_listing
from cooperatives.services.photos import keep_photo, keep_receipt_photo
from cooperatives.services.pricing import price_waiting
from cooperatives.services.printing import open_label, open_slip
from cooperatives.services.receiving import Outcome, weigh_in, weigh_in_many
from cooperatives.services.reference import load_reference
from cooperatives.services.releasing import release_listing, return_listing, take_down
from cooperatives.services.stock import hold_lots, release_held, sell_held
from cooperatives.services.weighing import WeighIn

__all__ = [
    "Outcome",
    "WeighIn",
    "add_stock",
    "hold_lots",
    "keep_photo",
    "keep_receipt_photo",
    "load_reference",
    "open_label",
    "open_slip",
    "price_waiting",
    "release_held",
    "release_listing",
    "return_listing",
    "search_text_of",
    "sell_held",
    "submit_listing",
    "take_down",
    "weigh_in",
    "weigh_in_many",
]
