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
    # Locked in key order, so two orders of the same goods wait for each other and never crosswise.
    mine = Listing.objects.filter(pk__in=OrderLine.objects.filter(order=order).values("listing"))
    locked = mine.select_for_update().order_by("pk").values("pk")
    listings = Listing.objects.filter(pk__in=locked)
    listings.update(sold_packages=F("sold_packages") + sign * Subquery(quantity))
