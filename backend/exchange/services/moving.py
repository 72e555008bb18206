"""A batch's state moves from the one that was read, in one UPDATE; who acts in its jobs."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from backend.accounts import queries as accounts
from backend.accounts.models import RoleAssignment, User
from backend.common.actor import Actor
from backend.common.errors import Forbidden, NotFound
from backend.exchange.models import ExportFile, ImportBatch
from backend.exchange.rules import states
from backend.exchange.rules.errors import BatchMoved


def move(batch: ImportBatch, step: str, **more: Any) -> None:
    """By the table of moves; somebody else was faster where no row changed."""
    state = states.next_state(batch.state, step)
    same = ImportBatch.objects.filter(pk=batch.pk, state=batch.state)
    if not same.update(state=state, **more):
        raise BatchMoved
    batch.refresh_from_db()


def may_steer(batch: ImportBatch, import_object: str, actor: Actor) -> bool:
    """Go on after a dead worker, or take back: who brought it in, or who agrees to such batches."""
    agrees = any(actor.may(verb, import_object) for verb in ("approve_1", "approve_2"))
    return agrees or batch.made_by_uid == actor.user_uid


def find_batch(uid: str, actor: Actor) -> ImportBatch:
    batch = ImportBatch.objects.visible_to(actor).filter(uid=uid).first()
    if batch is None:
        raise NotFound
    return batch


def actor_behind(made: ImportBatch | ExportFile, now: datetime) -> Actor:
    """The hat it was asked under: long work has no more reach than the person who began it."""
    user = User.objects.filter(uid=made.made_by_uid).first()
    hats = RoleAssignment.objects.in_force(localdate(now)).filter(uid=made.assignment_uid)
    hat = hats.filter(user=user).first() if user else None
    if user is None or hat is None:
        raise Forbidden("提交人的授权已到期或被收回，请重新授权后再处理")
    return accounts.actor_for(user, hat)
