"""Pick lists: what to fetch from which lot for all parcels that wait."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from backend.common.actor import Actor
from cooperatives.models import Grade
from orders.models import LineSource, Shipment
from orders.queries.worth import NET_G


@dataclass(frozen=True, slots=True)
class Pick:
    lot_code: str
    product_name: str
    grade_name: str
    expires_on: date
    weight_g: int
    order_numbers: list[str]

    @property
    def parcels(self) -> int:
        return len(self.order_numbers)


def pick_list(*, actor: Actor) -> list[Pick]:
    """One statement; first expiring first, then by code."""
    waiting = Shipment.objects.visible_to(actor).filter(
        status=Shipment.Status.WAITING, order__status__in=("paid", "packed")
    )
    sources = (
        LineSource.objects.filter(
            line__order__shipments__in=waiting, line__order__shipments__station=F("line__station")
        )
        .annotate(net_g=NET_G)
        .filter(net_g__gt=0)
        .select_related("lot", "line__order")
        .order_by("lot__expires_on", "lot__code", "pk")
    )
    by_lot: dict[int, list[LineSource]] = {}
    for source in sources:
        by_lot.setdefault(source.lot_id, []).append(source)
    return [_pick(of_lot) for of_lot in by_lot.values()]


def _pick(sources: list[LineSource]) -> Pick:
    lot, line = sources[0].lot, sources[0].line
    return Pick(
        lot_code=lot.code,
        product_name=line.product_name,
        grade_name=str(Grade(line.grade).label),
        expires_on=lot.expires_on,
        weight_g=sum(source.net_g for source in sources),  # type: ignore[attr-defined]
        order_numbers=list(dict.fromkeys(source.line.order.number for source in sources)),
    )
