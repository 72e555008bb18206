"""What is kept of a buyer, and what stands in the way of forgetting it."""

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.common.actor import Actor
from orders.models import Order, RefundClaim

OPEN_ORDERS = ("placed", "paid", "packed", "shipped", "delivered")
OPEN_CLAIMS = (RefundClaim.State.AWAITING_GOODS, RefundClaim.State.DECIDING)
MOST_ORDERS = 2_000


def orders_of_buyer(actor: Actor) -> QuerySet[Order]:
    """The newest first; trade data is kept at least three years (e-commerce law, Art. 31)."""
    mine = Order.objects.filter(buyer__uid=actor.user_uid).order_by("-id")
    return mine.prefetch_related("lines", "claims")[:MOST_ORDERS]


def unfinished(user: User) -> int:
    """Orders that are under way or have a claim under way."""
    mine = Order.objects.filter(buyer=user)
    under_way = mine.filter(status__in=OPEN_ORDERS)
    claimed = mine.filter(claims__state__in=OPEN_CLAIMS)
    return (under_way | claimed).distinct().count()
