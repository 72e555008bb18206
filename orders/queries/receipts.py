"""What a paid order's receipt says: lines, shipping, refunds, who sold, under which payment."""

from dataclasses import dataclass
from datetime import datetime

from backend.common.actor import Actor
from backend.common.money import capitals, yuan
from orders.models import Order, OrderLine, PaymentAttempt, Refund
from orders.queries.worth import refunds_of

PAID = ("paid", "partly_refunded", "refunded")


@dataclass(frozen=True, slots=True)
class BoughtLine:
    title: str
    seller: str
    packages: int
    price: str
    amount: str


@dataclass(frozen=True, slots=True)
class PaymentReceipt:
    """Amounts in yuan, as they are printed."""

    number: str
    buyer: str
    paid_at: datetime
    trade_no: str
    lines: list[BoughtLine]
    shipping: str
    paid: str
    refunded: str
    kept: str
    in_capitals: str


def receipt_of(*, number: str, actor: Actor) -> PaymentReceipt | None:
    """The buyer's own, once it is paid; everybody else's is not there. Four statements."""
    mine = Order.objects.visible_to(actor).filter(buyer__uid=actor.user_uid)
    order = mine.select_related("buyer").filter(number=number).first()
    if order is None or order.paid_at is None:
        return None
    taken = PaymentAttempt.objects.filter(order=order, state__in=PAID).order_by("id").first()
    done = refunds_of(order_id=order.pk).filter(state=Refund.State.DONE)
    refunded_fen = sum(refund.amount_fen for refund in done)
    kept_fen = order.total_fen - refunded_fen
    lines = order.lines.select_related("cooperative").order_by("position")
    return PaymentReceipt(
        number=order.number, buyer=order.buyer.name, paid_at=order.paid_at,
        trade_no=(taken.trade_no if taken else None) or "",
        lines=[_line(line) for line in lines], shipping=yuan(order.shipping_fen),
        paid=yuan(order.total_fen), refunded=yuan(refunded_fen) if refunded_fen else "",
        kept=yuan(kept_fen), in_capitals=capitals(kept_fen),
    )  # fmt: skip


def _line(line: OrderLine) -> BoughtLine:
    seller = line.cooperative
    return BoughtLine(
        line.title, f"{seller.name} {seller.credit_code}", line.quantity, yuan(line.price_fen),
        yuan(line.amount_fen),
    )  # fmt: skip
