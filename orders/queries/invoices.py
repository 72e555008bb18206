"""Invoices as their buyer and the seller's desk read them, and what each would be made out for."""

from collections import Counter

from django.db.models import Q, QuerySet

from backend.common.actor import Actor
from backend.common.money import split
from orders.models import Invoice, LineSource
from orders.queries.worth import NET_FEN, shipping_per_shipment
from orders.rules.invoicing import GONE


def billable(*, order_id: int) -> dict[int, int]:
    """Fen per selling cooperative after refunds and short weights, its part of the shipping in it.

    Two statements; the parts sum to what the buyer paid and did not get back.
    """
    goods: Counter[tuple[int, int]] = Counter()
    sources = LineSource.objects.filter(line__order=order_id).annotate(net_fen=NET_FEN)
    rows = sources.order_by("pk").values_list("line__station", "line__cooperative", "net_fen")
    for station, cooperative, net_fen in rows:
        goods[station, cooperative] += net_fen
    sums: Counter[int] = Counter()
    for (_, cooperative), net_fen in goods.items():
        sums[cooperative] += net_fen
    for shipment, left_fen in shipping_per_shipment(order_id=order_id):
        there = {seller: fen for (at, seller), fen in goods.items() if at == shipment.station_id}
        parts = split(left_fen, list(there.values()), list(there))
        for seller, part in zip(there, parts, strict=True):
            sums[seller] += part
    return dict(sums)


def invoices_of(*, actor: Actor, state: str = "", order: str = "") -> QuerySet[Invoice]:
    """Requests of orders that never came to pass are no work for the seller's desk."""
    found = Invoice.objects.visible_to(actor).select_related("order", "cooperative")
    if actor.role != "BY":
        found = found.exclude(Q(state=Invoice.State.ASKED) & Q(order__status__in=GONE))
    if state:
        found = found.filter(state=state)
    if order:
        found = found.filter(order__number=order)
    return found


def desks_untold() -> QuerySet[Invoice]:
    """The goods arrived and the seller's desk, which can make the invoice out, was not told."""
    waiting = Invoice.objects.filter(
        state=Invoice.State.ASKED,
        desk_told_at__isnull=True,
        order__status__in=("delivered", "completed"),
    )
    return waiting.select_related("order", "cooperative").order_by("id")
