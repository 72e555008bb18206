"""Moving grams within lots for orders. Every order's stock passes here (invariant 1).

Each verb takes one statement however many lots it touches: a guarded UPDATE moves the weight of all
of them, and its subquery locks the rows in key order first (which does nothing on SQLite). A row
that refuses raises, and the caller's transaction rolls the others back.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When

from backend.common.actor import Actor
from cooperatives.models import Lot, StockMove
from cooperatives.rules import HeldStockMissing, ListingSoldOut
from cooperatives.services.moving import person_of


@transaction.atomic
def hold_lots(*, takes: Mapping[int, int]) -> None:
    """available -> held, `{lot id: grams}`. `ListingSoldOut` when any lot has less left."""
    if _move(takes, "available_g", "held_g") != len(takes):
        raise ListingSoldOut


@transaction.atomic
def sell_held(*, takes: Mapping[int, int]) -> None:
    """held -> sold."""
    if _move(takes, "held_g", "sold_g") != len(takes):
        raise HeldStockMissing


@transaction.atomic
def release_held(*, takes: Mapping[int, int]) -> None:
    """held -> available."""
    if _move(takes, "held_g", "available_g") != len(takes):
        raise HeldStockMissing


@transaction.atomic
def restock_sold(*, takes: Mapping[int, int]) -> None:
    """sold -> available: a paid order that was cancelled before anybody packed it."""
    if _move(takes, "sold_g", "available_g") != len(takes):
        raise HeldStockMissing


@transaction.atomic
def write_off_sold(*, takes: Mapping[int, int], why: str, actor: Actor, now: datetime) -> None:
    """sold -> wasted: short at packing, lost on the way, come back spoilt; with a move each."""
    if _move(takes, "sold_g", "wasted_g") != len(takes):
        raise HeldStockMissing
    person = person_of(actor=actor)
    StockMove.objects.bulk_create(
        StockMove(
            lot_id=lot_id, kind=StockMove.Kind.WASTE, cause=StockMove.Cause.OTHER,
            weight_g=weight_g, reason=why, by=person, at=now,
        )
        for lot_id, weight_g in sorted(takes.items())
    )  # fmt: skip


def _move(takes: Mapping[int, int], source: str, target: str) -> int:
    """Rows that had enough in `source`; the guard and the move are one statement."""
    if not takes:
        return 0
    if min(takes.values()) <= 0:
        raise ValueError("a stock move has weight")
    weight_g = Case(
        *(When(pk=lot_id, then=Value(takes[lot_id])) for lot_id in sorted(takes)),
        output_field=IntegerField(),
    )
    locked = Lot.objects.select_for_update().filter(pk__in=takes).order_by("pk").values("pk")
    enough = Lot.objects.filter(pk__in=locked, **{f"{source}__gte": weight_g})
    return enough.update(**{source: F(source) - weight_g, target: F(target) + weight_g})
