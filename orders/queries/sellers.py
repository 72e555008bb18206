"""Who sells a listing, under which papers, and how long its station's parcels took."""

import statistics
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q

from cooperatives.models import GoodsPaper, Listing
from cooperatives.queries import sellable
from orders.models import Shipment

# Fewer would tell of single orders.
LEAST, MEASURED = 5, 60
RECENT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Seller:
    """The cooperative's licence as registered (e-commerce law, Arts. 10 and 15)."""

    name: str
    credit_code: str
    address: str
    phone: str
    business: str
    # Households whose own produce it sells for them: they need no registration.
    self_produced_households: int
    papers: list[GoodsPaper]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Medians over the station's last parcels that arrived, in days; too few, no estimate: zero."""

    parcels: int
    days_to_ship: float
    days_on_the_way: float


def seller(*, uid: str, on: date) -> Seller | None:
    """Two statements; None where the listing is not on sale."""
    own = Q(pool__in=sellable(on=on), pool__lot__receipt__mode="consignment")
    names = ("name", "credit_code", "address", "office_phone", "business")
    row = (
        Listing.objects.on_sale()
        .filter(uid=uid)
        .annotate(consigning=Count("pool__lot__receipt__household", filter=own, distinct=True))
        .values("cooperative_id", "product_id", "consigning", *(f"cooperative__{n}" for n in names))
        .first()
    )
    if row is None:
        return None
    papers = GoodsPaper.objects.in_force(on).filter(
        cooperative=row["cooperative_id"], product=row["product_id"]
    )
    name, credit_code, address, phone, business = (row[f"cooperative__{one}"] for one in names)
    return Seller(
        name, credit_code, address, phone, business, row["consigning"],
        list(papers.order_by("kind", "number")),
    )  # fmt: skip


def delivery(*, uid: str, now: datetime) -> Delivery | None:
    """Two statements, however many parcels there are; None where the listing is not on sale."""
    station = Listing.objects.on_sale().filter(uid=uid).values_list("station_id", flat=True).first()
    if station is None:
        return None
    arrived = Shipment.objects.filter(
        station=station, status=Shipment.Status.DELIVERED, pick_up=False,
        shipped_at__gte=F("order__paid_at"), delivered_at__gte=now - RECENT,
    )  # fmt: skip
    spans = arrived.annotate(
        to_ship=F("shipped_at") - F("order__paid_at"),
        on_the_way=F("delivered_at") - F("shipped_at"),
    )
    times = list(spans.order_by("-id").values_list("to_ship", "on_the_way")[:MEASURED])
    if len(times) < LEAST:
        return Delivery(0, 0.0, 0.0)
    to_ship, on_the_way = (statistics.median(map(_days, some)) for some in zip(*times, strict=True))
    return Delivery(len(times), round(to_ship, 1), round(on_the_way, 1))


def _days(time: timedelta) -> float:
    return time / timedelta(days=1)
