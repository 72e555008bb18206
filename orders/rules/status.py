"""What may happen to an order and to a shipment, and the errors people then read (DESIGN 9)."""

from backend.common.errors import Conflict, DomainError, IllegalMove

ORDER_MOVES: dict[str, dict[str, str]] = {
    "placed": {"pay": "paid", "expire": "expired", "cancel": "cancelled"},
    "paid": {"pack": "packed", "cancel": "cancelled"},
    "packed": {"ship": "shipped"},
    "shipped": {"deliver": "delivered"},
    "delivered": {"complete": "completed"},
    "completed": {},
    "expired": {},
    "cancelled": {},
}
SHIPMENT_MOVES: dict[str, dict[str, str]] = {
    "waiting": {"pack": "packed"},
    "packed": {"ship": "shipped", "hand_over": "delivered"},
    "shipped": {"deliver": "delivered", "lose": "lost"},
    "delivered": {},
    "lost": {},
}
# How far the goods have come: an order is as far as the last of its shipments; a lost one has
# come to its end.
SHIPMENT_REACH = {"waiting": 0, "packed": 1, "shipped": 2, "delivered": 3, "lost": 3}
ORDER_NAMES = {
    "placed": "待付款", "paid": "待发货", "packed": "已打包", "shipped": "运输中",
    "delivered": "已送达", "completed": "已完成", "expired": "超时未付", "cancelled": "已取消",
}  # fmt: skip
SHIPMENT_NAMES = {
    "waiting": "待打包", "packed": "已打包", "shipped": "运输中", "delivered": "已送达",
    "lost": "已丢失",
}  # fmt: skip


class OrderExpired(DomainError):
    code, title = "order_expired", "订单已超时，占用的货品已放回，请重新下单"


class OrderAlreadyPaid(DomainError):
    code, title = "order_already_paid", "订单已付款，无需再付"


class OrderClosed(DomainError):
    code, title = "order_closed", "订单已取消，不能再付款"


class PriceChanged(DomainError):
    code, title = "price_changed", "价格有变化，请确认现价后再提交"


class WrongLot(DomainError):
    code, title = "wrong_lot", "扫到的批次与订单不符"


class WaybillUsed(DomainError):
    code, title = "waybill_used", "这个运单号已用过，请核对后重新扫描"


class NotPaidYet(DomainError):
    code, title = "not_paid_yet", "订单还没有付款，不能打包"


class LabelClosed(DomainError):
    code, title = "label_closed", "包裹已送达或订单已结束，不能再打开收件人资料"


class PickedUpHere(DomainError):
    code, title = "picked_up_here", "买家到站自提，不用填运单号；请在买家报取货码后交付"


class NoPickUpCode(DomainError):
    code, title = "no_pick_up_code", "这个包裹没有取货码：还没有打包，或者由快递送达"


class WrongPickUpCode(DomainError):
    code, title = "wrong_pick_up_code", "取货码不对"


class AlreadyPacked(DomainError):
    code, title = "already_packed", "订单已经打包，不能取消，请联系发货服务站"


class OrderMoved(Conflict):
    code, title = "conflict", "订单状态刚刚有变化，请刷新后再试"


def next_status(status: str, move: str) -> str:
    """The order's status after a move; only listed transitions exist."""
    try:
        return ORDER_MOVES[status][move]
    except KeyError:
        name = ORDER_NAMES.get(status, status)
        raise IllegalMove(f"订单现在是“{name}”，不能进行此操作") from None


def next_shipment_status(status: str, move: str) -> str:
    try:
        return SHIPMENT_MOVES[status][move]
    except KeyError:
        name = SHIPMENT_NAMES.get(status, status)
        raise IllegalMove(f"包裹现在是“{name}”，不能进行此操作") from None


def may(status: str, move: str) -> bool:
    return move in ORDER_MOVES.get(status, {})
