"""What is left of an order after its refunds and adjustments: grams and fen, source by source."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from orders.models import ClaimLine, LineSource, Refund, Shipment
from orders.rules.refunding import Worth

NET_G = F("weight_g") + Coalesce(Sum("changes__weight_g"), 0)
NET_FEN = F("share_fen") + Coalesce(Sum("changes__share_fen"), 0)


def sources_of(*, order_id: int) -> QuerySet[LineSource]:
    """Sources with `net_g` and `net_fen`; one statement."""
    found = LineSource.objects.filter(line__order=order_id).annotate(net_g=NET_G, net_fen=NET_FEN)
    return found.order_by("line_id", "pk")


def worth_of(sources: Iterable[LineSource]) -> list[Worth]:
    return [
        Worth(source.pk, source.net_g, source.net_fen)  # type: ignore[attr-defined]
        for source in sources
    ]


def net_weights_per_lot(*, order_id: int) -> dict[int, int]:
    """Grams that the order still takes of each lot."""
    grams: dict[int, int] = {}
    for source in sources_of(order_id=order_id):
        net_g: int = source.net_g  # type: ignore[attr-defined]
        if net_g:
            grams[source.lot_id] = grams.get(source.lot_id, 0) + net_g
    return grams


def shipping_left(shipment: Shipment) -> int:
    back = shipment.shipping_changes.aggregate(sum=Coalesce(Sum("shipping_fen"), 0))["sum"]
    return shipment.shipping_fen + int(back)


def shipping_per_shipment(*, order_id: int) -> list[tuple[Shipment, int]]:
    """Shipments with what is left of their shipping; one statement."""
    shipments = Shipment.objects.filter(order=order_id).select_related("station")
    rows = shipments.annotate(
        left_fen=F("shipping_fen") + Coalesce(Sum("shipping_changes__shipping_fen"), 0)
    ).order_by("pk")
    return [
        (shipment, shipment.left_fen)  # type: ignore[attr-defined]
        for shipment in rows
    ]


def refunds_of(*, order_id: int) -> QuerySet[Refund]:
    """Refunds of what was bought; money that bought nothing is not among them."""
    mine = Refund.objects.filter(attempt__order=order_id)
    return mine.filter(~Q(reason__in=("closed_then_paid", "overpayment"))).order_by("id")


def packages_gone(*, line_ids: Iterable[int]) -> dict[int, int]:
    """Packages per line that were returned already; one statement."""
    returned = ClaimLine.objects.filter(
        line__in=list(line_ids), claim__state="refunded", claim__kind="return"
    ).order_by()
    return dict(returned.values_list("line").annotate(Sum("quantity")))
