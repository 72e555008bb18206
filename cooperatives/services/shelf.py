"""What happens on a station's shelf besides sales: rejection, waste, counting."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from backend.accounts.rules import check_made_in_force
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Invalid, NotFound
from cooperatives import queries, rules
from cooperatives.models import Lot, StockCount, StockCountLine, StockMove
from cooperatives.services.moving import person_of
from stations import queries as places

MOST_LINES = 500


@transaction.atomic
def take_out(
    *,
    uid: UUID,
    lot_code: str,
    kind: str,
    cause: str,
    weight_g: int,
    reason: str,
    actor: Actor,
    now: datetime,
) -> StockMove:
    """available -> rejected or wasted, guarded, with its reason; the same `uid` moves once."""
    check_made_in_force(actor, made_at=now)
    lot = _own_lot(lot_code, actor)
    reason = rules.check_move(kind=kind, cause=cause, reason=reason, weight_g=weight_g)
    if before := StockMove.objects.filter(uid=uid).first():
        return _check_same(before, lot, kind, weight_g)
    move = StockMove(
        uid=uid, lot=lot, kind=kind, cause=cause, weight_g=weight_g, reason=reason,
        by=person_of(actor=actor), at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            # The row first: two with one uid meet on UNIQUE before any gram moves.
            move.save(force_insert=True)
            column = rules.STOCK_MOVES[kind]
            enough = Lot.objects.filter(pk=lot.pk, available_g__gte=weight_g)
            if not enough.update(
                **{"available_g": F("available_g") - weight_g, column: F(column) + weight_g}
            ):
                lot.refresh_from_db()
                raise rules.less_left(lot.available_g)
    except IntegrityError:
        return _check_same(StockMove.objects.get(uid=uid), lot, kind, weight_g)
    data: dict[str, object] = {"kind": kind, "cause": cause, "weight_g": weight_g}
    audit.record(actor=actor, action="lot.take_out", subject=lot, at=now, data=data)
    return move


def _check_same(before: StockMove, lot: Lot, kind: str, weight_g: int) -> StockMove:
    if (before.lot_id, before.kind, before.weight_g) != (lot.pk, kind, weight_g):
        raise rules.MoveChanged
    return before


def _own_lot(code: str, actor: Actor) -> Lot:
    found = Lot.objects.visible_to(actor).filter(code=rules.clean_code(code))
    lot = found.select_related("receipt__station").first()
    if lot is None:
        raise NotFound("没有找到这个批次")
    if str(lot.receipt.station.uid) not in actor.stations:
        raise rules.OnlyOwnStation
    return lot


@transaction.atomic
def count_stock(
    *,
    uid: UUID,
    lines: Sequence[tuple[str, int]],
    note: str,
    actor: Actor,
    now: datetime,
) -> StockCount:
    """What lies on the shelf against what the books say; it moves nothing by itself.

    Shortage is written off by a person as waste with the cause 盘点短少.
    """
    check_made_in_force(actor, made_at=now)
    station = places.station_of(actor)
    if station is None:
        raise NotFound("您的身份没有绑定服务站")
    if before := queries.stock_count(actor, uid):
        return before
    cooperative = queries.cooperative_of(station, on=timezone.localdate(now))
    if cooperative is None:
        raise rules.StationHasNoCooperative
    counted = _counted(lines)
    lots = Lot.objects.filter(receipt__station=station, code__in=counted)
    by_code = {lot.code: lot for lot in lots.order_by("id")}
    if unknown := sorted(set(counted) - set(by_code)):
        raise Invalid(fields={"lines": f"本站没有批次 {'、'.join(unknown[:5])}，请核对标签"})
    count = StockCount.objects.create(
        uid=uid, station=station, cooperative=cooperative, counted_at=now,
        note=note.strip()[:200], by=person_of(actor=actor),
    )  # fmt: skip
    StockCountLine.objects.bulk_create(
        StockCountLine(
            count=count, lot=lot, received_g=lot.received_g, sold_g=lot.sold_g,
            rejected_g=lot.rejected_g, wasted_g=lot.wasted_g, on_hand_g=counted[code],
        )
        for code, lot in by_code.items()
    )  # fmt: skip
    data: dict[str, object] = {"lots": len(by_code)}
    audit.record(actor=actor, action="stock.count", subject=count, at=now, data=data)
    return count


def _counted(lines: Sequence[tuple[str, int]]) -> dict[str, int]:
    if not 1 <= len(lines) <= MOST_LINES:
        raise Invalid(fields={"lines": f"请盘点 1 至 {MOST_LINES} 个批次"})
    counted: dict[str, int] = {}
    for code, on_hand_g in lines:
        clean = rules.clean_code(code)
        if clean in counted:
            raise Invalid(fields={"lines": f"批次 {clean} 填了两次，请合并为一行"})
        counted[clean] = on_hand_g
    return counted
