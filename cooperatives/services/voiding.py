"""Voiding a receipt: a counter-record by a second person; the receipt stays (DESIGN section 3)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import AlreadyOpen, digest_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, NotFound
from backend.ledger import queries as books
from backend.ledger import services as ledger
from cooperatives import queries, rules
from cooperatives.models import (
    Certificate,
    ListingLot,
    Lot,
    Receipt,
    ReceiptVoid,
    StockMove,
    VoidRequest,
)
from cooperatives.services.moving import person_of
from cooperatives.services.receiving import is_owed, purchase_of

KIND = "receipt_void"
OBJECT = "void_request"


@transaction.atomic
def ask_void(
    *, uid: UUID, receipt_uid: UUID, reason: str, actor: Actor, now: datetime
) -> VoidRequest:
    """The station's word, with a reason; the cooperative's manager is asked."""
    receipt = _find(receipt_uid, actor)
    if str(receipt.station.uid) not in actor.stations:
        raise rules.OnlyOwnStation
    if before := VoidRequest.objects.filter(uid=uid, receipt=receipt).first():
        return before
    _check_unused(receipt, receipt.lot)
    if queries.waiting_void_of(receipt) is not None:
        raise AlreadyOpen
    request = VoidRequest.objects.create(
        uid=uid, receipt=receipt, reason=rules.check_reason(reason),
        asked_by=person_of(actor=actor), asked_at=now,
    )  # fmt: skip
    approvals.open_request(
        kind=KIND,
        object_kind=OBJECT,
        object_uid=str(request.uid),
        title=f"{receipt.station.name}：{receipt.lot.code} {receipt.read_back}",
        content_digest=digest_of(queries.void_content(request)),
        area_code=receipt.station.area_code,
        scope_ref=str(receipt.cooperative.uid),
        amount_fen=receipt.amount_fen,
        actor=actor,
        now=now,
        default_steps=[["CM"]],
    )
    return request


@transaction.atomic
def decide_void(
    *,
    request_uid: UUID,
    verdict: str,
    comment: str,
    content_digest: str,
    actor: Actor,
    now: datetime,
) -> VoidRequest:
    """The manager's word on exactly what was read; agreed, the goods and the debt go back."""
    request = queries.void_request(actor, request_uid)
    if request is None:
        raise NotFound("没有找到这份作废申请")
    if not actor.may("approve_1", "receipt"):
        raise Forbidden("作废由合作社理事长审批")
    approval = approving.open_request_of(object_kind=OBJECT, object_uid=str(request.uid))
    if approval is None:
        raise Conflict("这份作废申请已有结果，请刷新后查看")
    decided = approvals.decide(
        request_uid=str(approval.uid), verdict=verdict, comment=comment,
        content_digest=content_digest, actor=actor, now=now,
    )  # fmt: skip
    if decided.state == ApprovalRequest.State.APPROVED:
        _void(request, actor, now)
    return request


def _void(request: VoidRequest, actor: Actor, now: datetime) -> None:
    """Only where nothing of the lot is held, sold, rejected or wasted: one guarded UPDATE."""
    receipt, person = request.receipt, person_of(actor=actor)
    lot = Lot.objects.select_for_update().get(receipt=receipt)
    whole = Lot.objects.filter(pk=lot.pk, received_g=receipt.net_g, available_g=receipt.net_g)
    if not whole.update(received_g=0, available_g=0):
        raise rules.ReceiptInUse
    try:
        with transaction.atomic():
            void = ReceiptVoid.objects.create(
                request=request, receipt=receipt, asked_by_id=request.asked_by_id,
                decided_by=person, at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise rules.ReceiptVoided from error
    StockMove.objects.create(
        lot=lot, kind=StockMove.Kind.VOID, cause=StockMove.Cause.OTHER, weight_g=receipt.net_g,
        reason=request.reason, by=person, at=now,
    )  # fmt: skip
    ListingLot.objects.filter(lot=lot).delete()
    Certificate.objects.filter(lot=lot, revoked_at__isnull=True).update(revoked_at=now)
    _take_back(receipt, request.reason, actor, now)
    data: dict[str, object] = {"receipt": str(receipt.uid), "net_g": receipt.net_g}
    audit.record(actor=actor, action="receipt.void", subject=void, at=now, data=data)


def _take_back(receipt: Receipt, reason: str, actor: Actor, now: datetime) -> None:
    """A purchase is owed no more; what was paid out already is no longer ours to take back."""
    if not is_owed(receipt):
        return
    if books.balance_of("household", str(receipt.household.uid)) < receipt.amount_fen:
        raise rules.PurchasePaidOut
    key = purchase_of(receipt).key
    bought = books.transfer_by_key(key)
    if bought is None:
        raise Conflict("没有找到这笔收购的记账，请联系系统管理员")
    ledger.reverse(transfer=bought, reason=reason, key=f"void:{key}", actor=actor, now=now)


def _find(uid: UUID, actor: Actor) -> Receipt:
    found = Receipt.objects.visible_to(actor).select_related(
        "lot", "station", "cooperative", "household", "product"
    )
    receipt = found.filter(uid=uid).first()
    if receipt is None:
        raise NotFound("没有找到这张收货单")
    return receipt


def _check_unused(receipt: Receipt, lot: Lot) -> None:
    if hasattr(receipt, "void"):
        raise rules.ReceiptVoided
    if lot.available_g != receipt.net_g:
        raise rules.ReceiptInUse
