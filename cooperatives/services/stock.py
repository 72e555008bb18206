"""Moving grams within lots for orders. Every order's stock passes here (invariant 1).

Each verb takes one statement however many lots it touches: a guarded UPDATE moves the weight of all
of them, and its subquery locks the rows in key order first (which does nothing on SQLite). A row
that refuses raises, and the caller's transaction rolls the others back.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from backend.common.actor import Actor
from cooperatives.models import StockMove
from cooperatives.rules import HeldStockMissing, ListingSoldOut
from cooperatives.services.moving import person_of

# By hand: the ORM took a fifth of a payment's time to build it, and knows no list of values.
# It begins with UPDATE: Python counts no rows of a statement that begins with WITH on SQLite.
_MOVE = """
UPDATE cooperatives_lot SET {source} = {source} - taken.grams, {target} = {target} + taken.grams
FROM (SELECT column1 AS lot_id, column2 AS grams FROM (VALUES {pairs}) AS given) AS taken
WHERE cooperatives_lot.id = taken.lot_id AND {source} >= taken.grams
AND cooperatives_lot.id IN (
    SELECT id FROM cooperatives_lot WHERE id IN ({keys}) ORDER BY id {lock}
)
"""


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
    pairs = ", ".join(["(%s, %s)"] * len(takes))
    keys = ", ".join(["%s"] * len(takes))
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    said = _MOVE.format(source=source, target=target, pairs=pairs, keys=keys, lock=lock)
    given = [part for lot_id, grams in sorted(takes.items()) for part in (lot_id, grams)]
    with connection.cursor() as cursor:
        cursor.execute(said, [*given, *takes])
        return int(cursor.rowcount)
