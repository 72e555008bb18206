"""缺重 and 换货 at packing: a document of old, new, who, why; the difference goes back by rule."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid
from cooperatives.models import Lot
from cooperatives.rules import ListingSoldOut, clean_code
from cooperatives.services import stock
from orders.models import Adjustment, LineSource, Shipment, SourceChange
from orders.queries.worth import sources_of
from orders.rules import refunding as rules
from orders.rules.payment import RefundReason
from orders.rules.refunding import Worth
from orders.services.parcels import lock_shipment
from orders.services.refunding import Basket, refund_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """What the operator found at the scale, for one lot of one line."""

    position: int
    lot_code: str
    fate: str
    reason: str
    photo_hash: str = ""
    client_key: str


@transaction.atomic
def pack_short(
    *, shipment_uid: str, found: Shortage, actual_g: int, actor: Actor, now: datetime
) -> Adjustment:
    """Less of a lot than was sold: its part of the line is refunded at once, nobody asks."""
    shipment = lock_shipment(uid=shipment_uid, actor=actor)
    if done := shipment.adjustments.filter(client_key=found.client_key).first():
        return done
    source = _source(shipment, found)
    taken = rules.take_goods(source.net_g - actual_g, _worth(source))  # type: ignore[attr-defined]
    if actual_g == 0 and not _something_else(shipment, source):
        raise rules.NothingLeft
    adjustment = _document(shipment, source, found, "short_weight", actual_g, actor, now)
    if taken.share_fen:
        refund_part(
            order=shipment.order,
            basket=Basket([taken]),
            number=f"S{adjustment.uid.hex[:16]}",
            reason=RefundReason.SHORT_WEIGHT,
            actor=actor,
            now=now,
            adjustment=adjustment,
        )
    else:
        SourceChange.objects.create(
            source=source, adjustment=adjustment, weight_g=-taken.weight_g, share_fen=0
        )
    _put_away(source.lot_id, taken.weight_g, adjustment, actor, now)
    return adjustment


@transaction.atomic
def substitute(
    *, shipment_uid: str, found: Shortage, new_lot_code: str, actor: Actor, now: datetime
) -> Adjustment:
    """Another lot of the same goods and grade in its place: same weight, same price.

    The first household's goods were not sold after all; the second one's were.
    """
    shipment = lock_shipment(uid=shipment_uid, actor=actor)
    if done := shipment.adjustments.filter(client_key=found.client_key).first():
        return done
    source = _source(shipment, found)
    weight_g: int = source.net_g  # type: ignore[attr-defined]
    lot = _other_lot(source, clean_code(new_lot_code), actor, now)
    try:
        stock.hold_lots(takes={lot.pk: weight_g})
    except ListingSoldOut as error:
        text = f"批次 {lot.code} 剩余不足 {weight_g} 克，请换一批"
        raise Invalid(fields={"new_lot_code": text}) from error
    stock.sell_held(takes={lot.pk: weight_g})
    adjustment = _document(shipment, source, found, "substitution", 0, actor, now)
    SourceChange.objects.create(
        source=source,
        adjustment=adjustment,
        replaced_by=_new_source(source, lot),
        weight_g=-weight_g,
        share_fen=-source.net_fen,  # type: ignore[attr-defined]
    )
    _put_away(source.lot_id, weight_g, adjustment, actor, now)
    return adjustment


def _source(shipment: Shipment, found: Shortage) -> LineSource:
    """What the parcel still holds of a lot, before it is closed."""
    if shipment.status != Shipment.Status.WAITING:
        raise Conflict("包裹已经打包，不能再调整；请按售后处理")
    if found.fate not in Adjustment.Fate.values:
        raise Invalid(fields={"fate": "请选择放回货架或计入损耗"})
    sources = sources_of(order_id=shipment.order_id).filter(
        line__position=found.position,
        line__station=shipment.station_id,
        lot__code=clean_code(found.lot_code),
    )
    rows = sources.select_related("line__listing__product", "lot")
    source = next((row for row in rows if row.net_g > 0), None)  # type: ignore[attr-defined]
    if source is None:
        raise Invalid(fields={"lot_code": "这个包裹里没有这个批次，请核对后重新扫描"})
    return source


def _worth(source: LineSource) -> Worth:
    return Worth(source.pk, source.net_g, source.net_fen)  # type: ignore[attr-defined]


def _something_else(shipment: Shipment, source: LineSource) -> bool:
    here = sources_of(order_id=shipment.order_id).filter(line__station=shipment.station_id)
    return any(
        other.net_g > 0  # type: ignore[attr-defined]
        for other in here.exclude(pk=source.pk)
    )


def _document(
    shipment: Shipment, source: LineSource, found: Shortage, kind: str, new_g: int, actor: Actor,
    now: datetime,
) -> Adjustment:  # fmt: skip
    adjustment = Adjustment.objects.create(
        kind=kind,
        shipment=shipment,
        line=source.line,
        source=source,
        old_g=source.net_g,  # type: ignore[attr-defined]
        new_g=new_g,
        fate=found.fate,
        reason=rules.check_reason(found.reason),
        photo_hash=rules.check_photo(found.photo_hash, needed=False),
        client_key=found.client_key,
        by_uid=actor.user_uid,
        by_name=actor.name[:40],
        at=now,
    )
    data = {"kind": kind, "lot": source.lot.code, "old_g": adjustment.old_g, "new_g": new_g}
    audit.record(actor=actor, action="shipment.adjust", subject=shipment, at=now, data=data)
    return adjustment


def _put_away(
    lot_id: int, weight_g: int, document: Adjustment, actor: Actor, now: datetime
) -> None:
    if document.fate == Adjustment.Fate.SHELF:
        stock.restock_sold(takes={lot_id: weight_g})
    else:
        why = f"{document.get_kind_display()}：{document.reason}"[:200]
        stock.write_off_sold(takes={lot_id: weight_g}, why=why, actor=actor, now=now)


def _other_lot(source: LineSource, code: str, actor: Actor, now: datetime) -> Lot:
    """The same product, grade and cooperative, at the same station, not expired."""
    lot = (
        Lot.objects.visible_to(actor)
        .select_related("receipt__household")
        .filter(code=code, expires_on__gte=timezone.localdate(now))
        .exclude(pk=source.lot_id)
        .first()
    )
    like = lot and (
        lot.receipt.product_id == source.line.listing.product_id
        and lot.receipt.grade == source.line.grade
        and lot.receipt.cooperative_id == source.cooperative_id
        and lot.receipt.station_id == source.station_id
    )
    if lot is None or not like:
        text = "只能换成本站、本社同品种同等级、没有过期的批次"
        raise Invalid(fields={"new_lot_code": text})
    return lot


def _new_source(source: LineSource, lot: Lot) -> LineSource:
    receipt = lot.receipt
    return LineSource.objects.create(
        line=source.line,
        lot=lot,
        household=receipt.household,
        cooperative_id=source.cooperative_id,
        station_id=source.station_id,
        household_name=receipt.household.head_name,
        area_code=receipt.area_code,
        mode=receipt.mode,
        policy=source.policy,
        weight_g=source.net_g,  # type: ignore[attr-defined]
        share_fen=source.net_fen,  # type: ignore[attr-defined]
        substitute=True,
    )
