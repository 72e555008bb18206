"""Weight is integer grams; people say 斤 (500 g) and 公斤."""

from backend.common.errors import Invalid

JIN_G = 500
KG_G = 1_000


def jin_text(weight_g: int) -> str:
    """Grams as 斤 with at most three decimals, no trailing zeros: 1250 -> "2.5斤"."""
    whole, rest = divmod(weight_g * 1000 // JIN_G, 1000)
    decimals = f".{rest:03d}".rstrip("0").rstrip(".")
    return f"{whole}{decimals}斤"


def check_weighing(*, gross_g: int, tare_g: int, most_g: int) -> int:
    """Net grams of a weighing, or `Invalid` naming the field that cannot be right."""
    if gross_g <= 0:
        raise Invalid(fields={"gross_g": "毛重必须大于 0"})
    if tare_g < 0:
        raise Invalid(fields={"tare_g": "皮重不能小于 0"})
    if tare_g >= gross_g:
        raise Invalid(fields={"tare_g": "皮重不能大于或等于毛重，请重新称量"})
    if gross_g - tare_g > most_g:
        raise Invalid(
            fields={"gross_g": f"净重超过本品种上限 {jin_text(most_g)}，请检查是否把公斤当成了斤"}
        )
    return gross_g - tare_g
