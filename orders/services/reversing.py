"""After completion a refund takes back from each receiver what it was given (invariant 8)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from backend.common.actor import Actor
from backend.ledger.models import Transfer
from backend.ledger.rules import Leg
from backend.ledger.services import post_carrying_over
from orders.models import Order, Refund, SourceChange, SourceSplit
from orders.queries.refund_preview import parts_left
from orders.rules.waterfall import Parts

Back = tuple[SourceChange, Parts]


def take_back(*, order: Order, refund: Refund, actor: Actor, now: datetime) -> None:
    """Goods source by source, then shipping. Who has been paid out already owes it: carried over,
    never below zero in silence."""
    changes = refund.changes.select_related(
        "source__line__fee_rule", "source__village_rule", "source__household",
        "source__cooperative", "source__station",
    )  # fmt: skip
    backs = [
        (change, parts_left(change.source, -change.share_fen))
        for change in changes.order_by("source_id")
    ]
    if any(change.share_fen for change, _ in backs):
        transfer = _book(order, refund, f"split_back:{refund.out_request_no}",
                         list(_goods_legs(order, backs)), actor, now)  # fmt: skip
        SourceSplit.objects.bulk_create(
            _row(change, parts, refund, transfer, now) for change, parts in backs
        )
    shipping = [
        Leg("logistics", str(change.shipment.station.uid), change.shipping_fen)
        for change in refund.shipping_changes.select_related("shipment__station")
    ]
    if shipping:
        _book(order, refund, f"shipping_back:{refund.out_request_no}", shipping, actor, now)


def _book(
    order: Order, refund: Refund, key: str, legs: list[Leg], actor: Actor, now: datetime
) -> Transfer:
    """The legs below zero, and what they free as owed to the buyer."""
    freed = -sum(leg.amount_fen for leg in legs)
    return post_carrying_over(
        key=key,
        kind=key.partition(":")[0],
        reference=order.number,
        legs=[*legs, Leg("refund_due", str(refund.attempt.uid), freed)],
        county_code=refund.attempt.merchant.county_code,
        actor=actor,
        now=now,
    )


def _goods_legs(order: Order, backs: list[Back]) -> Iterator[Leg]:
    for change, parts in backs:
        source = change.source
        cooperative, station = str(source.cooperative.uid), str(source.station.uid)
        yield Leg("household", str(source.household.uid), -parts.household)
        yield Leg("cooperative", cooperative, -parts.cooperative)
        yield Leg("purchase", cooperative, -parts.purchase)
        yield Leg("station", station, -parts.station)
        yield Leg("packaging", station, -parts.packaging)
        yield Leg("village", source.area_code, -parts.village)
        yield Leg("payment_fee", str(order.merchant.uid), -parts.payment_fee)


def _row(
    change: SourceChange, parts: Parts, refund: Refund, transfer: Transfer, now: datetime
) -> SourceSplit:
    source = change.source
    return SourceSplit(
        source=source,
        refund=refund,
        transfer=transfer,
        household_id=source.household_id,
        area_code=source.area_code,
        split_on=timezone.localdate(now),
        weight_g=change.weight_g,
        share_fen=change.share_fen,
        payment_fee_fen=-parts.payment_fee,
        packaging_fen=-parts.packaging,
        station_fen=-parts.station,
        cooperative_fen=-(parts.cooperative + parts.purchase),
        village_fen=-parts.village,
        household_fen=-parts.household,
    )
