"""Households near a published line: which side a year's income a head lies on, plain arithmetic."""

# Up to a fifth above the line a household is watched (防返贫监测 looks ahead, not back).
NEAR_BP = 12_000
BELOW, NEAR, ABOVE = "below", "near", "above"
PLACES = {BELOW: "低于监测线", NEAR: "线上两成以内", ABOVE: "高于监测线两成以上"}


def per_head(income_fen: int, persons: int) -> int:
    """Rounded down, as an income is compared with a line."""
    return income_fen // max(persons, 1)


def place_of(per_head_fen: int, line_fen: int) -> str:
    if per_head_fen < line_fen:
        return BELOW
    return NEAR if per_head_fen * 10_000 <= line_fen * NEAR_BP else ABOVE
