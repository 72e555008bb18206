"""What a buyer is told before buying: where each yuan of a package would go."""

from collections.abc import Collection
from dataclasses import dataclass

from orders.rules.waterfall import PART_NAMES, Fees, Parts, bought, cut

SHOWN_PARTS = (
    "household", "purchase", "cooperative", "station", "village", "packaging", "payment_fee",
)  # fmt: skip
# Among so many packages the rounding of one is less than a fen.
MANY = 100


@dataclass(frozen=True, slots=True)
class PartRange:
    part: str
    name: str
    low_fen: int
    high_fen: int


def where_the_money_goes(
    price_fen: int, *, fees: Fees, modes: Collection[str] = ("consignment",)
) -> list[PartRange]:
    """Per package, low and high: sold alone or among many, from goods on consignment or bought.

    Fees are rounded down per source, so a package sold alone pays the least to each fee and the
    household has what is left. Goods bought at the scale were paid then: their part repays the
    cooperative's purchase.
    """
    ends: dict[str, list[int]] = {part: [] for part in SHOWN_PARTS}
    for mode in sorted(set(modes)) or ["consignment"]:
        alone = _cut(price_fen, 1, fees, mode)
        together = _cut(price_fen * MANY, MANY, fees, mode)
        for part in SHOWN_PARTS:
            some = getattr(together, part)
            ends[part] += [getattr(alone, part), some // MANY, -(-some // MANY)]
    return [
        PartRange(part, PART_NAMES[part], min(values), max(values))
        for part, values in ends.items()
        if max(values) > 0 or part != "purchase"
    ]


def _cut(share_fen: int, packages: int, fees: Fees, mode: str) -> Parts:
    packaging_fen = fees.packaging_fen_per_package * packages
    parts = cut(share_fen, fees=fees, packages_fen=packaging_fen)
    return bought(parts) if mode == "purchase" else parts
