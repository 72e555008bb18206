"""How a parcel is packed and handed over, and how far the order is with it."""

import re
from collections.abc import Collection, Sequence

from backend.common.errors import Invalid
from orders.rules.status import (
    ORDER_MOVES,
    SHIPMENT_REACH,
    LabelClosed,
    NoPickUpCode,
    PickedUpHere,
    WrongLot,
    WrongPickUpCode,
)

# The moves of an order that follow its parcels, in order.
FOLLOWING = (("pack", "packed"), ("ship", "shipped"), ("deliver", "delivered"))
# A receiver is read to send goods; once they have arrived there is no reason left.
LABEL_ORDERS = frozenset({"paid", "packed", "shipped"})
_WAYBILL = re.compile(r"[0-9A-Z-]{6,32}")


def check_scanned(needed: Collection[str], scanned: Collection[str]) -> None:
    """Every lot of the parcel and no other; the refusal names the codes (SCREENS S10)."""
    wrong = sorted(set(scanned) - set(needed))
    if wrong:
        text = f"批次 {'、'.join(wrong)} 不在这个包裹里，请放回"
        raise WrongLot(text, fields={"lot_codes": text})
    missing = sorted(set(needed) - set(scanned))
    if missing:
        text = f"还没有扫到批次 {'、'.join(missing)}"
        raise WrongLot(text, fields={"lot_codes": text})


def check_courier(courier: str) -> str:
    name = courier.strip()
    if not 2 <= len(name) <= 20:
        raise Invalid(fields={"courier": "请填写快递公司，2 至 20 个字"})
    return name


def check_waybill(waybill: str) -> str:
    """As the scanner or a hand gives it: blanks out, upper case."""
    number = re.sub(r"\s", "", waybill).upper()
    if not _WAYBILL.fullmatch(number):
        raise Invalid(fields={"waybill": "请扫描或填写运单号，6 至 32 位字母和数字"})
    return number


# How the waybills of each courier look (DOMAIN 9): hints for the operator, never a block.
_SHAPES = {
    "顺丰速运": r"SF\d{13}",
    "圆通速递": r"YT\d{13}",
    "中通快递": r"7[3-68]\d{12}",
    "申通快递": r"(77|43)\d{12,15}",
    "韵达快递": r"[34]\d{14}|\d{5}\d{12}",
    "极兔速递": r"JT\d{13}",
    "京东物流": r"JD[A-Z0-9]{2}\d{11}",
    "邮政快递": r"[981]\d{12}|[A-Z]?P[A-Z0-9]?\d{11}",
    "德邦快递": r"DPK\d{12}",
    "菜鸟速递": r"621\d{12}",
}


def couriers_of(waybill: str) -> list[str]:
    """The couriers whose waybills look like this one; empty where none does."""
    number = re.sub(r"\s", "", waybill).upper()
    return [name for name, shape in _SHAPES.items() if re.fullmatch(shape, number)]


def check_goes_by_courier(*, pick_up: bool) -> None:
    if pick_up:
        raise PickedUpHere


def check_pick_up_code(*, expected: str, said: str) -> None:
    """Without a code the parcel goes by courier, or is not packed yet."""
    if not expected:
        raise NoPickUpCode
    if re.sub(r"\s", "", said) != expected:
        text = "取货码不对，请买家打开订单核对后再报一次"
        raise WrongPickUpCode(text, fields={"code": text})


def check_label_needed(order_status: str, shipment_status: str) -> None:
    if order_status not in LABEL_ORDERS or shipment_status in {"delivered", "lost"}:
        raise LabelClosed


def address_in_full(region: str, street: str) -> str:
    """Province and city once, also where the buyer has typed them again before the street."""
    return street if street.startswith(region) else f"{region}{street}"


def moves_to_follow(status: str, shipments: Sequence[str]) -> list[str]:
    """An order is as far as the last of its parcels; the moves that bring it there."""
    reached = min(SHIPMENT_REACH[shipment] for shipment in shipments)
    moves = []
    for move, after in FOLLOWING[:reached]:
        if move in ORDER_MOVES[status]:
            moves.append(move)
            status = after
    return moves
