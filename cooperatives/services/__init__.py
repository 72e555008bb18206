"""The only writers of the cooperatives' records, one module per use case."""

from cooperatives.services.asking import (
    add_evidence,
    ask_change,
    withdraw_change,
)
from cooperatives.services.changing import (
    ask_restore,
    decide_change,
)
from cooperatives.services.closing import (
    close_day,
    close_day_for,
)
from cooperatives.services.consenting import (
    record_consent,
)
from cooperatives.services.enrolling import (
    book_account_entry,
    end_membership,
    enrol_member,
    enrol_unit,
)
from cooperatives.services.founding import (
    attach_station,
    decide_cooperative,
    edit_cooperative,
    submit_cooperative,
)
from cooperatives.services.goods import (
    ClassCard,
    ProductCard,
    decide_goods,
    propose_goods,
    revise_product,
)
from cooperatives.services.household_accounts import open_household_account
from cooperatives.services.listing import (
    add_stock,
    search_text_of,
    submit_listing,
)
from cooperatives.services.looking import (
    open_file,
)
from cooperatives.services.papers import record_paper
from cooperatives.services.photos import (
    keep_photo,
    keep_receipt_photo,
)
from cooperatives.services.pins import household_by_pin, set_pin
from cooperatives.services.price_lists import (
    decide_prices,
    draft_prices,
    revise_prices,
    stop_prices,
    submit_prices,
)
from cooperatives.services.pricing import (
    price_waiting,
)
from cooperatives.services.printing import (
    note_reprint,
    open_label,
    open_slip,
)
from cooperatives.services.products import (
    observe_price,
    set_ceiling,
)
from cooperatives.services.receiving import (
    Outcome,
    weigh_in,
    weigh_in_many,
)
from cooperatives.services.reference import (
    load_reference,
)
from cooperatives.services.registering import (
    register_household,
    register_temporary,
)
from cooperatives.services.releasing import (
    release_listing,
    return_listing,
    take_down,
)
from cooperatives.services.revealing import ask_reveal, decide_reveal, reveal_value
from cooperatives.services.shelf import (
    count_stock,
    take_out,
)
from cooperatives.services.sorting import (
    sort_shelf,
)
from cooperatives.services.stock import (
    hold_lots,
    release_held,
    sell_held,
)
from cooperatives.services.voiding import (
    ask_void,
    decide_void,
)
from cooperatives.services.weighing import (
    WeighIn,
)

__all__ = [
    "ClassCard",
    "Outcome",
    "ProductCard",
    "WeighIn",
    "add_evidence",
    "add_stock",
    "ask_change",
    "ask_restore",
    "ask_reveal",
    "ask_void",
    "attach_station",
    "book_account_entry",
    "close_day",
    "close_day_for",
    "count_stock",
    "decide_change",
    "decide_cooperative",
    "decide_goods",
    "decide_prices",
    "decide_reveal",
    "decide_void",
    "draft_prices",
    "edit_cooperative",
    "end_membership",
    "enrol_member",
    "enrol_unit",
    "hold_lots",
    "household_by_pin",
    "keep_photo",
    "keep_receipt_photo",
    "load_reference",
    "note_reprint",
    "observe_price",
    "open_file",
    "open_household_account",
    "open_label",
    "open_slip",
    "price_waiting",
    "propose_goods",
    "record_consent",
    "record_paper",
    "register_household",
    "register_temporary",
    "release_held",
    "release_listing",
    "return_listing",
    "reveal_value",
    "revise_prices",
    "revise_product",
    "search_text_of",
    "sell_held",
    "set_ceiling",
    "set_pin",
    "sort_shelf",
    "stop_prices",
    "submit_cooperative",
    "submit_listing",
    "submit_prices",
    "take_down",
    "take_out",
    "weigh_in",
    "weigh_in_many",
    "withdraw_change",
]
