"""The end of a sale: the buyer has the goods, and the held money is cut to the fen (DESIGN 5)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

import structlog
from django.db import DatabaseError, transaction
from django.utils import timezone

from backend.common.actor import Actor, system_actor
from backend.common.errors import DomainError, NotFound
from backend.common.failpoints import failpoint
from backend.ledger.rules import Leg, merged
from backend.ledger.services import post
from orders.models import LineSource, Order, RefundClaim, Shipment, SourceSplit
from orders.queries.worth import shipping_per_shipment, sources_of
from orders.rules import payment as rules
from orders.rules.refunding import ClaimOpen
from orders.rules.status import OrderMoved
from orders.rules.waterfall import Fees, Parts, Piece, cut_line
from orders.services.journal import move_order

PURCHASE = "purchase"
log = structlog.get_logger()
AT_ONCE = 500
OPEN_CLAIMS = (RefundClaim.State.AWAITING_GOODS, RefundClaim.State.DECIDING)


@transaction.atomic
def confirm_receipt(*, order_number: str, actor: Actor, now: datetime) -> Order:
    """确认收货 by the buyer; once completed, confirming again changes nothing."""
    order = (
        Order.objects.visible_to(actor)
        .filter(number=order_number, buyer__uid=actor.user_uid)
        .select_related("merchant")
        .first()
    )
    if order is None:
        raise NotFound
    if order.status == Order.Status.COMPLETED:
        return order
    if order.status not in {Order.Status.SHIPPED, Order.Status.DELIVERED}:
        raise rules.NotReceivable
    if order.claims.filter(state__in=OPEN_CLAIMS).exists():
        raise ClaimOpen("售后申请还在处理；撤回申请后才能确认收货")
    if order.status == Order.Status.SHIPPED:
        # The order before its parcels, as `fulfilling` locks them: two callers never cross.
        move_order(order=order, move="deliver", actor=actor, now=now, delivered_at=now)
        order.shipments.filter(status=Shipment.Status.SHIPPED).update(
            status=Shipment.Status.DELIVERED, delivered_at=now
        )
    complete(order=order, actor=actor, now=now)
    return order


def complete_delivered(*, now: datetime) -> int:
    """Orders whose time for complaints is over and that have none open; one transaction each."""
    due = Order.objects.filter(status=Order.Status.DELIVERED, completes_at__lte=now).exclude(
        claims__state__in=OPEN_CLAIMS
    )
    done = 0
    for order in list(due.select_related("merchant").order_by("completes_at")[:AT_ONCE]):
        try:
            complete(order=order, actor=system_actor("completion"), now=now)
            done += 1
        except OrderMoved:
            continue
        except (DomainError, DatabaseError) as error:
            # One broken order must not keep the money of all the other households.
            log.error("completing_failed", order=order.number, reason=type(error).__name__)
    return done


@transaction.atomic
def complete(*, order: Order, actor: Actor, now: datetime) -> None:
    """The guarded move lets one caller through; the ledger key holds even without it."""
    move_order(order=order, move="complete", actor=actor, now=now, completed_at=now)
    failpoint("complete.moved")
    cuts = list(_cuts(order))
    legs = merged([*_goods_legs(order, cuts), *_shipping_legs(order)])
    if not legs:
        # Everything was given back before: there is nothing to cut.
        return
    transfer = post(
        key=f"split:{order.number}",
        kind="split",
        reference=order.number,
        legs=legs,
        county_code=order.merchant.county_code,
        actor=actor,
        now=now,
    )
    failpoint("complete.booked")
    SourceSplit.objects.bulk_create(
        SourceSplit(
            source=source,
            transfer=transfer,
            household_id=source.household_id,
            area_code=source.area_code,
            split_on=timezone.localdate(now),
            weight_g=source.net_g,  # type: ignore[attr-defined]
            share_fen=source.net_fen,  # type: ignore[attr-defined]
            payment_fee_fen=parts.payment_fee,
            packaging_fen=parts.packaging,
            station_fen=parts.station,
            cooperative_fen=parts.cooperative + parts.purchase,
            village_fen=parts.village,
            household_fen=parts.household,
        )
        for source, parts in cuts
    )
    failpoint("complete.split")


def _cuts(order: Order) -> Iterator[tuple[LineSource, Parts]]:
    """What is left of each frozen source with its parts, under the fee rule frozen on its line."""
    sources = list(
        sources_of(order_id=order.pk).select_related(
            "line__fee_rule", "village_rule", "household", "cooperative", "station"
        )
    )
    for _, of_line in groupby(sources, key=lambda source: source.line_id):
        yield from _cuts_of_line([s for s in of_line if s.net_fen])  # type: ignore[attr-defined]


def _cuts_of_line(sources: list[LineSource]) -> Iterator[tuple[LineSource, Parts]]:
    pieces = [
        Piece(
            key=source.pk,
            weight_g=source.net_g,  # type: ignore[attr-defined]
            share_fen=source.net_fen,  # type: ignore[attr-defined]
            fees=Fees.of(source.line.fee_rule, source.village_rule),
            purchase=source.mode == PURCHASE,
        )
        for source in sources
    ]
    packages = sources[0].line.quantity if sources else 0
    yield from zip(sources, cut_line(packages, pieces), strict=True)


def _goods_legs(order: Order, cuts: list[tuple[LineSource, Parts]]) -> Iterator[Leg]:
    yield Leg("held", str(order.uid), -sum(parts.total for _, parts in cuts))
    for source, parts in cuts:
        cooperative, station = str(source.cooperative.uid), str(source.station.uid)
        yield Leg("household", str(source.household.uid), parts.household)
        yield Leg("cooperative", cooperative, parts.cooperative)
        yield Leg("purchase", cooperative, parts.purchase)
        yield Leg("station", station, parts.station)
        yield Leg("packaging", station, parts.packaging)
        yield Leg("village", source.area_code, parts.village)
        yield Leg("payment_fee", str(order.merchant.uid), parts.payment_fee)


def _shipping_legs(order: Order) -> Iterator[Leg]:
    for shipment, shipping_fen in shipping_per_shipment(order_id=order.pk):
        yield Leg("logistics", str(shipment.station.uid), shipping_fen)
        yield Leg("held", str(order.uid), -shipping_fen)
