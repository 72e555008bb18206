"""Parcels to pack and ship at a station, and what its day looks like."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils.timezone import localdate, make_aware

from backend.common.actor import Actor
from cooperatives.models import Listing, ListingLot, Lot, Receipt
from orders.models import LineSource, OrderLine, Shipment
from orders.queries.worth import NET_G, sources_of

# Parcels of orders that were paid and not given back.
PAID_FOR = ("paid", "packed", "shipped", "delivered", "completed")


@dataclass(frozen=True, slots=True)
class Today:
    """The counters of the station's home screen."""

    to_pack: int
    to_ship: int
    received_count: int
    received_g: int
    received_fen: int
    lots_unlisted: int
    listings_on_sale: int
    listings_returned: int


def shipments_of(*, actor: Actor, status: str = "") -> QuerySet[Shipment]:
    """The station's parcels of paid orders; four statements for a page."""
    shipments = Shipment.objects.visible_to(actor).filter(order__status__in=PAID_FOR)
    if status:
        shipments = shipments.filter(status=status)
    sources = LineSource.objects.annotate(net_g=NET_G).filter(net_g__gt=0)
    sources = sources.select_related("lot").order_by("id")
    lines = OrderLine.objects.order_by("position").prefetch_related(
        Prefetch("sources", queryset=sources)
    )
    return shipments.select_related("order").prefetch_related(
        Prefetch("order__lines", queryset=lines)
    )


def shipment_of(*, uid: str, actor: Actor) -> Shipment | None:
    return shipments_of(actor=actor).filter(uid=uid).first()


def lines_in(shipment: Shipment) -> list[OrderLine]:
    """The order's lines that leave from this station (prefetched by `shipments_of`)."""
    lines = shipment.order.lines.all()
    return [line for line in lines if line.station_id == shipment.station_id]


def lot_codes_of(shipment: Shipment) -> list[str]:
    """The lots still in the parcel: what was short or exchanged is not asked for."""
    here = sources_of(order_id=shipment.order_id).filter(line__station=shipment.station_id)
    return [
        source.lot.code
        for source in here.select_related("lot")
        if source.net_g > 0  # type: ignore[attr-defined]
    ]


def today_of(*, actor: Actor, now: datetime) -> Today:
    """Four statements whatever the station has received and sold."""
    on = localdate(now)
    begin = make_aware(datetime.combine(on, time.min))
    parcels = shipments_of(actor=actor).aggregate(
        to_pack=Count("pk", filter=Q(status="waiting")),
        to_ship=Count("pk", filter=Q(status="packed")),
    )
    mine = Q(station__uid__in=actor.stations)
    received = (
        Receipt.objects.standing()
        .filter(mine, weighed_at__gte=begin, weighed_at__lt=begin + timedelta(days=1))
        .aggregate(count=Count("pk"), net_g=Sum("net_g"), amount_fen=Sum("amount_fen"))
    )
    unlisted = Lot.objects.filter(
        ~Exists(ListingLot.objects.filter(lot=OuterRef("pk"))),
        receipt__station__uid__in=actor.stations,
        available_g__gt=0,
        expires_on__gte=on,
    ).count()
    listings = Listing.objects.filter(mine).aggregate(
        on_sale=Count("pk", filter=Q(status="on_sale")),
        returned=Count("pk", filter=Q(status="returned")),
    )
    return Today(
        to_pack=parcels["to_pack"],
        to_ship=parcels["to_ship"],
        received_count=received["count"],
        received_g=received["net_g"] or 0,
        received_fen=received["amount_fen"] or 0,
        lots_unlisted=unlisted,
        listings_on_sale=listings["on_sale"],
        listings_returned=listings["returned"],
    )
