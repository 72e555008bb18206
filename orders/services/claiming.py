"""售后: who may ask for money back, who decides, and what then happens to money and goods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.approvals import services as approvals
from backend.audit import services as audit
from backend.common import photos
from backend.common.actor import Actor
from backend.common.errors import Forbidden, Invalid, NotFound
from backend.common.models import StoredPhoto
from backend.common.money import yuan
from orders.models import ClaimLine, Order, OrderLine, RefundClaim
from orders.queries import claims as queries
from orders.queries.limits import limits_of
from orders.rules import refunding as rules
from orders.rules.payment import NothingToRefund, RefundReason

OBJECT = "refundclaim"
BOUGHT = ("paid", "packed", "shipped", "delivered", "completed")
REASONS = {
    "return": RefundReason.RETURNED,
    "quality": RefundReason.QUALITY,
    "goodwill": RefundReason.GOODWILL,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Packages of a line; the amount is open where all of them are meant."""

    position: int
    quantity: int
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    order_number: str
    kind: str
    lines: Sequence[Asked]
    reason: str
    photo_hash: str = ""
    client_key: str


def make_claim(*, asking: Asking, actor: Actor, now: datetime) -> RefundClaim:
    """A buyer asks within the time of the goods' class; the accountant may offer a goodwill sum.

    Returns of seven-day goods follow their rule; everything else waits for a decision.
    """
    try:
        with transaction.atomic():
            return _make(asking, actor, now)
    except IntegrityError as error:
        # The same request twice at once is one claim; another one is told to wait.
        if known := queries.claim_by_key(actor.user_uid, asking.client_key):
            return known
        raise rules.ClaimOpen from error


def _make(asking: Asking, actor: Actor, now: datetime) -> RefundClaim:
    if known := queries.claim_by_key(actor.user_uid, asking.client_key):
        return known
    order = _order_to_claim(asking, actor)
    lines = _lines(order, asking, actor, now)
    person = User.objects.get(uid=actor.user_uid)
    claim = RefundClaim.objects.create(
        order=order,
        cooperative_id=lines[0][0].cooperative_id,
        kind=asking.kind,
        state=RefundClaim.State.AWAITING_GOODS if asking.kind == "return"
        else RefundClaim.State.DECIDING,
        amount_fen=sum(amount for _, _, amount in lines),
        reason=rules.check_reason(asking.reason),
        photo=_photo(asking),
        made_by=person,
        made_by_role=actor.role,
        client_key=asking.client_key,
        made_at=now,
    )  # fmt: skip
    ClaimLine.objects.bulk_create(
        ClaimLine(claim=claim, line=line, quantity=quantity, amount_fen=amount_fen)
        for line, quantity, amount_fen in lines
    )
    data: dict[str, object] = {"kind": claim.kind, "amount_fen": claim.amount_fen}
    audit.record(actor=actor, action="claim.make", subject=claim, at=now, data=data)
    if claim.state == RefundClaim.State.DECIDING:
        _ask(claim, actor, now)
    return claim


@transaction.atomic
def keep_claim_photo(*, order_number: str, raw: bytes, actor: Actor, now: datetime) -> StoredPhoto:
    """What went wrong with the goods, re-encoded without place and time; a claim names it then."""
    _asked_about(order_number, actor)
    return photos.store(raw=raw, actor=actor, now=now)


def _photo(asking: Asking) -> StoredPhoto | None:
    digest = rules.check_photo(asking.photo_hash, needed=asking.kind == "quality")
    photo = StoredPhoto.objects.filter(digest=digest).first() if digest else None
    if digest and photo is None:
        raise Invalid(fields={"photo_hash": "照片还没有传上来，请重新拍一张"})
    return photo


def _asked_about(number: str, actor: Actor) -> tuple[Order, bool]:
    """The order, locked, and whether it is the buyer's own; else the cooperative's accountant's."""
    orders = Order.objects.visible_to(actor).select_for_update(of=("self",))
    order = orders.filter(number=number).select_related("buyer").first()
    if order is None:
        raise NotFound
    own = actor.role == "BY" and str(order.buyer.uid) == actor.user_uid
    if not own and actor.role != "CA":
        raise Forbidden("售后由买家本人或合作社会计提出")
    return order, own


def _order_to_claim(asking: Asking, actor: Actor) -> Order:
    """Kinds by role, and only what was paid for."""
    order, own = _asked_about(asking.order_number, actor)
    allowed = {"return", "quality"} if own else {"quality", "goodwill"}
    if asking.kind not in allowed:
        raise Invalid(fields={"kind": "请选择可以申请的售后类型"})
    if order.status not in BOUGHT:
        raise NothingToRefund
    return order


def _lines(
    order: Order, asking: Asking, actor: Actor, now: datetime
) -> list[tuple[OrderLine, int, int]]:
    """Each line with packages and fen, within what is left of it."""
    if not asking.lines or len({one.position for one in asking.lines}) != len(asking.lines):
        raise Invalid(fields={"lines": "请选择要退的商品，每种一行"})
    left = {one.line.position: one for one in queries.claimable(order=order, actor=actor)}
    found, wrong = [], {}
    for i, one in enumerate(asking.lines):
        there = left.get(one.position)
        most = there.packages if there else 0
        if there is None or not 1 <= one.quantity <= most:
            wrong[f"lines.{i}.quantity"] = f"最多可退 {most} 件"
            continue
        _check_time(order, there.line, asking.kind, now)
        most_fen = there.worth_fen * one.quantity // most
        typed = one.amount_fen if asking.kind != "return" else None
        amount_fen = most_fen if typed is None else typed
        if not 0 < amount_fen <= most_fen:
            wrong[f"lines.{i}.amount"] = f"这几件最多可退 ¥{yuan(most_fen)}"
            continue
        found.append((there.line, one.quantity, amount_fen))
    if wrong:
        raise Invalid(fields=wrong)
    if len({line.cooperative_id for line, _, _ in found}) > 1:
        raise Invalid(fields={"lines": "不同合作社的商品请分开申请"})
    return found


def _check_time(order: Order, line: OrderLine, kind: str, now: datetime) -> None:
    """A goodwill offer of the cooperative has no time; the buyer's rights have."""
    if kind != "goodwill":
        rules.check_claim_time(
            kind=kind,
            return_rule=line.returns_by,
            delivered_at=order.delivered_at,
            today=timezone.localdate(now),
            now=timezone.localtime(now),
        )


def _ask(claim: RefundClaim, actor: Actor, now: datetime) -> None:
    limits = limits_of(claim.cooperative, now=now)
    approvals.open_request(
        kind="refund",
        object_kind=OBJECT,
        object_uid=str(claim.uid),
        title=f"{claim.order.number} {claim.get_kind_display()}",
        content_digest=queries.digest(claim),
        area_code=claim.cooperative.area_code,
        scope_ref=str(claim.cooperative.uid),
        amount_fen=claim.amount_fen,
        actor=actor,
        now=now,
        default_steps=rules.steps_of(
            claim.amount_fen, supervisor_from_fen=limits.refund_supervisor_from_fen
        ),
    )
