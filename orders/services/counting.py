"""How many packages of a listing were sold, kept beside it for lists."""

from django.db.models import F, OuterRef, Subquery, Sum

from cooperatives.models import Listing
from orders.models import Order, OrderLine


def count_packages(*, order: Order, sign: int) -> None:
    """One statement for all listings of the order; +1 when it is paid, -1 when given back.

    Called where the hold has just changed hands, so each order counts once.
    """
    quantity = (
        OrderLine.objects.filter(order=order, listing=OuterRef("pk"))
        .order_by()
        .values("listing")
        .annotate(total=Sum("quantity"))
        .values("total")
    )
    listings = Listing.objects.filter(
        pk__in=OrderLine.objects.filter(order=order).values("listing")
    )
    listings.update(sold_packages=F("sold_packages") + sign * Subquery(quantity))
