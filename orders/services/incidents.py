"""Opening, taking over and resolving incidents of payments; nothing is mended silently."""

from datetime import date, datetime

import structlog
from django.db import transaction
from django.utils.timezone import localdate

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Forbidden, NotFound
from backend.common.money import yuan
from orders.models import MerchantAccount, PaymentAttempt, PaymentIncident, Refund
from orders.queries.incidents import first_owner, stuck_refunds
from orders.rules import incident as rules
from orders.rules.refunding import check_reason

log = structlog.get_logger()
Kind = PaymentIncident.Kind
KEEPERS = ("CA",)


def open_incident(
    *, kind: str, key: str, said: str, merchant: MerchantAccount, now: datetime,
    attempt: PaymentAttempt | None = None, refund: Refund | None = None,
) -> None:  # fmt: skip
    """The same trouble told again is the incident that stands already."""
    owner_uid, owner_name = first_owner(attempt, on=localdate(now))
    _, opened = PaymentIncident.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind, "merchant": merchant, "attempt": attempt, "refund": refund,
            "said": said[:200], "opened_at": now, "due_on": rules.first_due(localdate(now)),
            "owner_uid": owner_uid, "owner_name": owner_name[:40],
        },
    )  # fmt: skip
    if opened:
        log.error("payment.incident", kind=kind, key=key)


def report_mismatch(*, attempt: PaymentAttempt, said: str, now: datetime) -> None:
    """A good signature over a wrong fact: the order stays unpaid, the money may be there."""
    open_incident(
        kind=said, key=f"{said}:{attempt.out_trade_no}", attempt=attempt,
        merchant=attempt.merchant, now=now,
        said=f"{Kind(said).label}，订单未入账。请到支付宝核对 {attempt.out_trade_no} 的收款",
    )  # fmt: skip


def report_stranger(*, merchant: MerchantAccount, digest: str, now: datetime) -> None:
    """Money for a number that we never gave out."""
    open_incident(
        kind=Kind.NOBODY, key=f"nobody:{digest}", merchant=merchant, now=now,
        said="签名正确的到账通知，商户单号不是本系统发出的。请到支付宝核对这笔收款",
    )  # fmt: skip


def report_closed(*, attempt: PaymentAttempt, now: datetime) -> None:
    """Booked as paid here, closed there, and not by a refund of ours."""
    open_incident(
        kind=Kind.CLOSED_AFTER_PAID, key=f"closed:{attempt.out_trade_no}", attempt=attempt,
        merchant=attempt.merchant, now=now,
        said=f"{attempt.out_trade_no} 已入账，支付宝答复交易已关闭。请核对是否在支付宝后台退过款",
    )  # fmt: skip


@transaction.atomic
def report_stuck_refunds(*, now: datetime) -> int:
    """A refund that has no outcome after a day; it is asked about on and on beside that."""
    found = list(stuck_refunds(now=now))
    for refund in found:
        state = refund.get_state_display()
        open_incident(
            kind=Kind.REFUND_STUCK, key=f"refund:{refund.out_request_no}", attempt=refund.attempt,
            refund=refund, merchant=refund.attempt.merchant, now=now,
            said=f"退款 {yuan(refund.amount_fen)} 元申请一天后仍是“{state}”{_why(refund)}",
        )  # fmt: skip
    return len(found)


def _why(refund: Refund) -> str:
    return f"，支付宝答复 {refund.refusal}" if refund.refusal else ""


@transaction.atomic
def take_incident(*, uid: str, due_on: date, actor: Actor, now: datetime) -> PaymentIncident:
    """Whoever takes it over says until when; it stays open until it has a conclusion."""
    incident = _mine_to_keep(uid, actor)
    due_on = rules.check_due(due_on, today=localdate(now))
    _change(
        incident, {"owner_uid": actor.user_uid, "owner_name": actor.name[:40], "due_on": due_on}
    )
    audit.record(
        actor=actor, action="incident.take", subject=incident, at=now,
        data={"due_on": due_on.isoformat()},
    )  # fmt: skip
    return incident


@transaction.atomic
def resolve_incident(*, uid: str, resolution: str, actor: Actor, now: datetime) -> PaymentIncident:
    incident = _mine_to_keep(uid, actor)
    why = check_reason(resolution, "resolution")
    _change(
        incident,
        {"resolved_at": now, "resolution": why, "resolved_by_uid": actor.user_uid,
         "resolved_by_name": actor.name[:40]},
    )  # fmt: skip
    audit.record(
        actor=actor, action="incident.resolve", subject=incident, at=now, data={"why": why}
    )
    return incident


def _mine_to_keep(uid: str, actor: Actor) -> PaymentIncident:
    incident = PaymentIncident.objects.visible_to(actor).filter(uid=uid).first()
    if incident is None:
        raise NotFound
    if actor.role not in KEEPERS:
        raise Forbidden("支付异常由合作社会计处理")
    return incident


def _change(incident: PaymentIncident, fields: dict[str, object]) -> None:
    """Guarded by its being open, as SQLite has no row locks."""
    still_open = PaymentIncident.objects.filter(pk=incident.pk, resolved_at__isnull=True)
    if still_open.update(**fields) != 1:
        raise rules.IncidentResolved
    incident.refresh_from_db()
