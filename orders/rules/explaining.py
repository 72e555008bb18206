"""Where one source's money went, in sentences: each step with its rate, its amount and what is
left (DESIGN 5). The amounts are those that were booked; the rates those frozen at sale."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.common.money import yuan
from orders.rules.waterfall import PART_NAMES, Fees, cut

BACK = "退款按比例退回"
ORDER = ("payment_fee", "packaging", "station", "cooperative", "village")


@dataclass(frozen=True, slots=True)
class Step:
    part: str
    name: str
    basis: str
    amount_fen: int
    left_fen: int


def explain(
    share_fen: int, booked: Mapping[str, int], *, fees: Fees, purchase: bool, back: bool
) -> list[Step]:
    """`booked` are the parts of a split, or of what a refund took back of it (below zero).

    收购: the booked cooperative's part holds its fee and its repaid purchase. They are told apart,
    except in what was taken back: there both stand under the purchase.
    """
    parts = dict(booked)
    if purchase:
        both = parts["cooperative"]
        fee_fen = 0 if back else min(cut(share_fen, fees=fees, packages_fen=0).cooperative, both)
        parts |= {"cooperative": fee_fen, "purchase": both - fee_fen}
    left, steps = share_fen, []
    for part in ORDER:
        left -= parts[part]
        steps.append(Step(part, PART_NAMES[part], _basis(part, fees, back), parts[part], left))
    last = "purchase" if purchase else "household"
    basis = "货款已在过秤时付给农户，归还合作社垫款" if purchase else "扣除以上各项后全部归农户"
    left -= parts[last]
    steps.append(Step(last, PART_NAMES[last], BACK if back else basis, parts[last], left))
    return steps


def _basis(part: str, fees: Fees, back: bool) -> str:
    if back:
        return BACK
    if part == "packaging":
        return f"每件 {yuan(fees.packaging_fen_per_package)} 元，按重量分摊"
    # Basis points read like fen: 60 of them are 0.60 %.
    return f"货款的 {yuan(getattr(fees, f'{part}_bp'))}%"
