"""What a buyer is told before buying: where each yuan of a package would go."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product

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
    price_fen: int, *, fees: Sequence[Fees], modes: Collection[str] = ("consignment",)
) -> list[PartRange]:
    """Per package, low and high: sold alone or among many, from goods on consignment or bought.

    Fees are rounded down per source, so a package sold alone pays the least to each fee and the
    household has what is left. Goods bought at the scale were paid then: their part repays the
    cooperative's purchase. Several `fees` where villages of the pool have rules of their own;
    without any nothing can be said.
    """
    if not fees:
        return []
    ends: dict[str, list[int]] = {part: [] for part in SHOWN_PARTS}
    for mode, each in product(sorted(set(modes)) or ["consignment"], fees):
        alone = _cut(price_fen, 1, each, mode)
        together = _cut(price_fen * MANY, MANY, each, mode)
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
