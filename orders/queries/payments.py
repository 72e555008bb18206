"""What a buyer may know about the money of an order."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from orders.models import Order, PaymentAttempt, SourceSplit
from orders.queries.worth import refunds_of, shipping_per_shipment
from orders.rules.waterfall import PART_NAMES

PARTS = ("household", "cooperative", "station", "village", "packaging", "payment_fee")


@dataclass(frozen=True, slots=True)
class PaymentView:
    state: str
    state_name: str
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """One part of 每笔款项去向."""

    part: str
    name: str
    amount_fen: int


def payment_of(order: Order) -> PaymentView | None:
    """The attempt that counts: the one that took the money, else one that people look into, else
    the latest."""
    attempts = list(PaymentAttempt.objects.filter(order=order).order_by("-id"))
    if not attempts:
        return None
    taken = [a for a in attempts if a.state in {"paid", "partly_refunded", "refunded"}]
    doubtful = [a for a in attempts if a.state == PaymentAttempt.State.MISMATCH]
    shown = (taken[-1:] or doubtful or attempts)[0]
    return PaymentView(shown.state, shown.get_state_display(), shown.paid_at)


def money_parts(order: Order) -> list[MoneyPart] | None:
    """Where the money of a completed order went; together they are what was paid."""
    if order.status != Order.Status.COMPLETED:
        return None
    splits = SourceSplit.objects.filter(source__line__order=order)
    sums = splits.aggregate(**{part: Sum(f"{part}_fen") for part in PARTS})
    sums["shipping"] = sum(left for _, left in shipping_per_shipment(order_id=order.pk))
    sums["refund"] = refunds_of(order_id=order.pk).aggregate(sum=Sum("amount_fen"))["sum"]
    parts = (*PARTS, "shipping", *(["refund"] if sums["refund"] else []))
    return [MoneyPart(part, PART_NAMES[part], sums[part] or 0) for part in parts]
