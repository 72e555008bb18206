"""What ends a claim: people decide, the goods come back, or it is withdrawn."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from cooperatives.services import stock
from orders.models import Adjustment, ClaimLine, LineSource, Order, RefundClaim
from orders.queries import claims as queries
from orders.queries.worth import packages_gone, sources_of, worth_of
from orders.rules import refunding as rules
from orders.rules.refunding import Taken
from orders.services.claiming import OBJECT, REASONS
from orders.services.losing import grams_per_lot
from orders.services.refunding import Basket, refund_part


@transaction.atomic
def decide_claim(
    *,
    claim_uid: str,
    verdict: str,
    comment: str,
    content_digest: str,
    actor: Actor,
    now: datetime,
) -> RefundClaim:
    """One person's word; with the last one the money goes back or the claim is refused."""
    claim = _locked(claim_uid, actor)
    request = approving.open_request_of(object_kind=OBJECT, object_uid=str(claim.uid))
    if request is None or claim.state != RefundClaim.State.DECIDING:
        raise rules.ClaimMoved
    if queries.digest(claim) != request.digest:
        raise Conflict("售后内容与提交时不一致，请联系县电商办")
    request = approvals.decide(
        request_uid=str(request.uid),
        verdict=verdict,
        comment=comment,
        content_digest=content_digest,
        actor=actor,
        now=now,
    )
    if request.state == ApprovalRequest.State.APPROVED:
        taken = [one for line in claim.lines.all() for one in _share_of(line)]
        _give_back(claim, Basket(taken), actor, now)
    elif request.state in {ApprovalRequest.State.REJECTED, ApprovalRequest.State.RETURNED}:
        _end(claim, RefundClaim.State.REFUSED, actor, now, answer=comment.strip()[:400])
    return claim


@transaction.atomic
def receive_return(*, claim_uid: str, fate: str, actor: Actor, now: datetime) -> RefundClaim:
    """The goods are back at the station: the rule gives the money back, nobody is asked."""
    claim = _locked(claim_uid, actor)
    if fate not in Adjustment.Fate.values:
        raise Invalid(fields={"fate": "请选择放回货架或计入损耗"})
    if claim.state == RefundClaim.State.REFUNDED:
        return claim
    if claim.state != RefundClaim.State.AWAITING_GOODS:
        raise rules.ClaimMoved
    sources: list[LineSource] = []
    taken: list[Taken] = []
    for line in claim.lines.select_related("line"):
        of_line = list(sources_of(order_id=claim.order_id).filter(line=line.line_id))
        left = line.line.quantity - packages_gone(line_ids=[line.line_id]).get(line.line_id, 0)
        sources += of_line
        taken += rules.take_packages(line.quantity, left, worth_of(of_line))
    basket = Basket(taken)
    _give_back(claim, basket, actor, now)
    takes = grams_per_lot(basket, sources)
    if fate == Adjustment.Fate.SHELF:
        stock.restock_sold(takes=takes)
    else:
        stock.write_off_sold(takes=takes, why=f"退货：{claim.reason}"[:200], actor=actor, now=now)
    return claim


@transaction.atomic
def withdraw_claim(*, claim_uid: str, actor: Actor, now: datetime) -> RefundClaim:
    """By whoever made it, while nothing has been decided."""
    claim = _locked(claim_uid, actor)
    if str(claim.made_by.uid) != actor.user_uid:
        raise rules.NotYourClaim
    if claim.state == RefundClaim.State.WITHDRAWN:
        return claim
    approvals.void_open(object_kind=OBJECT, object_uid=str(claim.uid), now=now)
    _end(claim, RefundClaim.State.WITHDRAWN, actor, now)
    return claim


def _locked(uid: str, actor: Actor) -> RefundClaim:
    """The claim within reach; its order is locked first, as by every service of an order."""
    claim = queries.claim_of(uid=uid, actor=actor)
    if claim is None:
        raise NotFound
    claim.order = Order.objects.select_for_update().get(pk=claim.order_id)
    claim.refresh_from_db(fields=["state", "refund"])
    return claim


def _share_of(line: ClaimLine) -> Iterable[Taken]:
    sources = sources_of(order_id=line.line.order_id).filter(line=line.line_id)
    return rules.take(line.amount_fen, worth_of(sources))


def _give_back(claim: RefundClaim, basket: Basket, actor: Actor, now: datetime) -> None:
    refund = refund_part(
        order=claim.order,
        basket=basket,
        number=f"K{claim.uid.hex[:16]}",
        reason=REASONS[claim.kind],
        actor=actor,
        now=now,
    )
    claim.amount_fen = refund.amount_fen
    _end(claim, RefundClaim.State.REFUNDED, actor, now, refund=refund)


def _end(claim: RefundClaim, state: str, actor: Actor, now: datetime, **fields: object) -> None:
    """Once: the UPDATE is guarded by the state that was read."""
    before = claim.state
    if before not in {RefundClaim.State.AWAITING_GOODS, RefundClaim.State.DECIDING}:
        raise rules.ClaimMoved
    given = {"state": state, "decided_at": now, "amount_fen": claim.amount_fen, **fields}
    if RefundClaim.objects.filter(pk=claim.pk, state=before).update(**given) != 1:
        raise rules.ClaimMoved
    for name, value in given.items():
        setattr(claim, name, value)
    audit.record(actor=actor, action=f"claim.{state}", subject=claim, at=now)
