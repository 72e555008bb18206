"""A sale that is over: the potato household's goods, bought by the buyer."""

from typing import Any

from orders.models import Invoice, Review
from tests.cast import NOW, Cast
from tests.orders.trade import sell_from


def fill(samples: dict[str, Any], cast: Cast) -> None:
    samples["sold"] = sell_from(cast, "potato_household", 2, number=901)
    # Of another line than the one that a buyer may still review.
    order = sell_from(cast, "potato_household", 1, number=777)
    line = order.lines.get()
    samples["review"] = Review.objects.create(
        line=line, listing=line.listing, station=line.station, buyer=order.buyer, taste=5,
        freshness=4, packing=3, text="很面", state="published", made_at=NOW,
    )  # fmt: skip
    samples["invoice"] = Invoice.objects.create(
        order=order, cooperative=line.cooperative, buyer=order.buyer, title_kind="person",
        title="周敏", asked_at=NOW,
    )  # fmt: skip
