"""A sale that is over: the potato household's goods, bought by the buyer."""

from typing import Any

from tests.cast import Cast
from tests.orders.trade import sell_from


def fill(samples: dict[str, Any], cast: Cast) -> None:
    samples["sold"] = sell_from(cast, "potato_household", 2, number=901)
