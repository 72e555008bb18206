"""Papers that name a household: whoever prints one leaves a trace the household can read."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.accounts.rules import check_made_in_force
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import NotFound
from cooperatives import rules
from cooperatives.models import Lot, Receipt, Reprint
from cooperatives.services.moving import person_of


@transaction.atomic
def open_label(*, code: str, actor: Actor, now: datetime) -> Lot:
    """A lot's label. It names no household; each print is counted in the audit."""
    found = Lot.objects.visible_to(actor).select_related(
        "receipt__product", "receipt__station", "receipt__household__area"
    )
    lot = found.filter(code=code).first()
    if lot is None or not actor.may("view", "receipt"):
        raise NotFound("没有找到这个批次")
    audit.record(actor=actor, action="lot.print_label", subject=lot, at=now)
    return lot


@transaction.atomic
def open_slip(*, uid: UUID, actor: Actor, now: datetime) -> Receipt:
    """The household's slip of one weigh-in."""
    found = Receipt.objects.visible_to(actor).select_related(
        "household__area", "product", "station", "cooperative", "lot"
    )
    receipt = found.filter(uid=uid).first()
    if receipt is None or not actor.may("view", "receipt"):
        raise NotFound("没有找到这张收货单")
    audit.record_access(
        actor=actor, subject=receipt.household, fields="head_name", purpose="打印收货单", at=now
    )
    return receipt


@transaction.atomic
def note_reprint(
    *, uid: UUID, receipt_uid: UUID, paper: str, printed_at: datetime, actor: Actor, now: datetime
) -> Reprint:
    """The device says that it printed a paper of this weigh-in again; the same `uid` is one."""
    check_made_in_force(actor, made_at=printed_at)
    receipt = Receipt.objects.visible_to(actor).filter(uid=receipt_uid).first()
    if receipt is None:
        raise NotFound("没有找到这张收货单")
    try:
        with transaction.atomic():
            reprint = Reprint.objects.create(
                uid=uid, receipt=receipt, paper=paper, printed_at=min(printed_at, now),
                by=person_of(actor=actor), at=now,
            )  # fmt: skip
    except IntegrityError as error:
        before = Reprint.objects.filter(uid=uid, receipt=receipt, paper=paper).first()
        if before is None:
            raise rules.ReprintChanged from error
        return before
    data: dict[str, object] = {"receipt": str(receipt_uid), "paper": paper}
    audit.record(actor=actor, action="receipt.reprint", subject=reprint, at=now, data=data)
    return reprint
