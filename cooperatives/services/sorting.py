"""Which listings stand behind the others on the shelf because nothing is left of them."""

from datetime import datetime

from django.db.models import F, Sum
from django.utils.timezone import localdate

from cooperatives.models import Listing
from cooperatives.queries import sellable


def sort_shelf(*, now: datetime) -> int:
    """Marks what sold out or came back since the last call; the number of marks changed.

    Lots run out of weight and of days without anybody touching their listing, so this is asked
    every few minutes. More stock on a listing clears its mark at once.
    """
    stocked = (
        sellable(on=localdate(now))
        .filter(listing__status=Listing.Status.ON_SALE)
        .values("listing")
        .annotate(stock_g=Sum("lot__available_g"))
        .filter(stock_g__gte=F("listing__package_g"))
        .values("listing")
    )
    live = Listing.objects.on_sale()
    gone = live.filter(sold_out=False).exclude(pk__in=stocked).update(sold_out=True)
    back = live.filter(sold_out=True, pk__in=stocked).update(sold_out=False)
    return gone + back
