"""Where the money of a sale goes, to the fen (DESIGN 5, completion)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from backend.common.money import share_bp, split

# In the order in which they are taken; what is left is the household's.
PART_NAMES = {
    "household": "农户所得",
    "cooperative": "合作社服务",
    "station": "服务站服务",
    "village": "村集体",
    "packaging": "包装",
    "payment_fee": "支付手续费",
    "purchase": "合作社收购款",
    "shipping": "运费",
    "refund": "已退买家",
}


class FeeTerms(Protocol):
    """What a version of the fee rules says."""

    payment_fee_bp: int
    packaging_fen_per_package: int
    station_bp: int
    cooperative_bp: int
    village_bp: int


@dataclass(frozen=True, slots=True)
class Fees:
    payment_fee_bp: int
    packaging_fen_per_package: int
    station_bp: int
    cooperative_bp: int
    village_bp: int

    @classmethod
    def of(cls, rule: FeeTerms, village: FeeTerms | None = None) -> "Fees":
        """A line's rule; where the household's village has its own, that says the village's."""
        return cls(
            payment_fee_bp=rule.payment_fee_bp,
            packaging_fen_per_package=rule.packaging_fen_per_package,
            station_bp=rule.station_bp,
            cooperative_bp=rule.cooperative_bp,
            village_bp=(village or rule).village_bp,
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """They always sum to the share; `purchase` is the goods' part of goods bought at the scale."""

    payment_fee: int
    packaging: int
    station: int
    cooperative: int
    village: int
    household: int
    purchase: int = 0

    @property
    def total(self) -> int:
        fees = self.payment_fee + self.packaging + self.station + self.cooperative + self.village
        return fees + self.household + self.purchase


def cut(share_fen: int, *, fees: Fees, packages_fen: int) -> Parts:
    """Cuts one source's share of a line.

    Fees are rounded down, so the household never pays for a rounding. They are taken in the order
    payment fee, packaging, station, cooperative, village; where a small share runs out, the later
    ones get what is left or nothing, and nobody falls below zero.
    """
    if share_fen < 0 or packages_fen < 0:
        raise ValueError("a share and its packaging are not negative")
    wanted = (
        share_bp(share_fen, fees.payment_fee_bp),
        packages_fen,
        share_bp(share_fen, fees.station_bp),
        share_bp(share_fen, fees.cooperative_bp),
        share_bp(share_fen, fees.village_bp),
    )
    left, taken = share_fen, []
    for want in wanted:
        part = min(want, left)
        taken.append(part)
        left -= part
    payment_fee, packaging, station, cooperative, village = taken
    return Parts(payment_fee, packaging, station, cooperative, village, household=left)


def bought(parts: Parts) -> Parts:
    """收购: the household was paid at the weigh-in; its part repays the cooperative's purchase."""
    return replace(parts, household=0, purchase=parts.purchase + parts.household)


@dataclass(frozen=True, slots=True)
class Piece:
    """One source of a line: what it weighs and is worth, under which fees."""

    key: int
    weight_g: int
    share_fen: int
    fees: Fees
    purchase: bool


def cut_line(packages: int, pieces: Sequence[Piece]) -> list[Parts]:
    """The waterfall of one line, source by source; the packaging is that of the line's rule."""
    if not pieces:
        return []
    packaging = packaging_of(
        packages,
        fees=pieces[0].fees,
        weights_g=[max(piece.weight_g, 0) for piece in pieces],
        keys=[piece.key for piece in pieces],
    )
    cuts = [
        cut(piece.share_fen, fees=piece.fees, packages_fen=packages_fen)
        for piece, packages_fen in zip(pieces, packaging, strict=True)
    ]
    return [
        bought(parts) if piece.purchase else parts
        for piece, parts in zip(pieces, cuts, strict=True)
    ]


def packaging_of(
    packages: int, *, fees: Fees, weights_g: Sequence[int], keys: Sequence[int]
) -> list[int]:
    """A line's packaging spread over its sources by weight; sums to the whole."""
    return split(packages * fees.packaging_fen_per_package, weights_g, keys)
