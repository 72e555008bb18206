"""The one way an order changes its status: guarded, stepped, journalled."""

from datetime import datetime
from typing import Any

from django.db import transaction

from backend.common.actor import Actor
from orders.models import JournalEntry, Order, OrderStep
from orders.rules.status import OrderMoved, may, next_status

JOURNALLED = frozenset(JournalEntry.Kind.values)


@transaction.atomic(savepoint=False)
def move_order(*, order: Order, move: str, actor: Actor, now: datetime, **fields: Any) -> None:
    """Moves once; who comes second gets `OrderMoved`, a move that is not listed `IllegalMove`.

    `fields` are set together with the status (completed_at=now, …).
    """
    next_status(order.status, move)
    if not try_move(order=order, move=move, actor=actor, now=now, **fields):
        raise OrderMoved


@transaction.atomic(savepoint=False)
def try_move(*, order: Order, move: str, actor: Actor, now: datetime, **fields: Any) -> bool:
    """Whether it moved: the UPDATE is guarded by the status read (SQLite has no row locks)."""
    before = order.status
    if not may(before, move):
        return False
    after = next_status(before, move)
    changed = Order.objects.filter(pk=order.pk, status=before).update(status=after, **fields)
    if changed != 1:
        return False
    for name, value in (fields | {"status": after}).items():
        setattr(order, name, value)
    OrderStep.objects.create(
        order=order, from_status=before, to_status=after, actor_uid=actor.user_uid, at=now
    )
    if after in JOURNALLED:
        enter(order=order, kind=after, amount_fen=order.total_fen, now=now)
    return True


def enter(*, order: Order, kind: str, amount_fen: int, now: datetime) -> JournalEntry:
    """One line of the journal that impact reads past its cursor."""
    return JournalEntry.objects.create(order=order, kind=kind, at=now, amount_fen=amount_fen)
