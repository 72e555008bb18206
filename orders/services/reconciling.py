"""The day bill is fetched, compared and kept; differences become items, nothing is mended silently.

Only "paid in the bill, still pending here" is acted on: the provider is asked, and its answer
books the payment as any query does (PAYMENTS 7).
"""

from datetime import date, datetime, timedelta
from hashlib import sha256

import structlog
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from backend.audit import services as audit
from backend.common.actor import Actor, system_actor
from backend.common.errors import Forbidden, NotFound
from backend.ledger.models import Entry
from backend.ledger.rules import Booking, Leg
from backend.ledger.services import post_working_off
from orders.gateways import (
    BillKind,
    BillRow,
    BillRowKind,
    GatewayError,
    Rejected,
    gateway_for,
    read_bill,
)
from orders.models import (
    BillImport,
    MerchantAccount,
    PaymentAttempt,
    ReconciliationItem,
    Refund,
)
from orders.queries.reconciling import books_of, fee_bp_of
from orders.rules import payment as payment_rules
from orders.rules import reconciling as rules
from orders.rules.refunding import check_reason
from orders.services.polling import poll_attempt

log = structlog.get_logger()
KINDS = {BillRowKind.PAYMENT: "payment", BillRowKind.REFUND: "refund"}
BACK_DAYS = 5


def reconcile_daily(*, now: datetime) -> int:
    """Every account's last days that have no bill yet; a day without a bill is tried again."""
    done = 0
    today = timezone.localdate(now)
    for merchant in MerchantAccount.objects.order_by("pk"):
        for back in range(BACK_DAYS, 0, -1):
            day = today - timedelta(days=back)
            if BillImport.objects.filter(merchant=merchant, day=day).exists():
                continue
            try:
                import_bill(merchant=merchant, day=day, now=now)
                done += 1
            except rules.BillNotReady:
                continue
            except GatewayError as error:
                log.warning("bill.not_fetched", day=str(day), reason=type(error).__name__)
    return done


def import_bill(*, merchant: MerchantAccount, day: date, now: datetime) -> BillImport:
    """Fetched outside any transaction, compared in one."""
    try:
        archive = gateway_for(merchant).bill(day, BillKind.TRADE)
    except Rejected as refusal:
        if "BILL_NOT_EXIST" in refusal.sub_code:
            raise rules.BillNotReady from refusal
        raise
    rows = read_bill(archive)
    _ask_about_pending(rows, now)
    return _keep(merchant, day, rows, sha256(archive).hexdigest(), now)


def _ask_about_pending(rows: list[BillRow], now: datetime) -> None:
    """The bill is no proof; it only says whom to ask about."""
    paid = [row.out_trade_no for row in rows if row.kind is BillRowKind.PAYMENT]
    attempts = PaymentAttempt.objects.filter(
        out_trade_no__in=paid, state__in=payment_rules.OPEN_STATES
    )
    for attempt in attempts.select_related("merchant", "order"):
        poll_attempt(attempt=attempt, now=now)


@transaction.atomic
def _keep(
    merchant: MerchantAccount, day: date, rows: list[BillRow], digest: str, now: datetime
) -> BillImport:
    theirs = [_row(row) for row in rows]
    found = rules.compare(theirs, books_of(merchant, day), fee_bp=fee_bp_of(merchant, now))
    for one in found:
        _open_item(merchant, day, one, now)
    sums = {kind: sum(r.amount_fen for r in theirs if r.kind == kind) for kind in KINDS.values()}
    imported, _ = BillImport.objects.update_or_create(
        merchant=merchant,
        day=day,
        kind=BillKind.TRADE.value,
        defaults={
            "digest": digest,
            "rows": len(rows),
            "paid_fen": sums["payment"],
            "refunded_fen": sums["refund"],
            "fee_fen": sum(row.fee_fen for row in rows),
            "differences": len(found),
            "imported_at": now,
        },
    )
    doubtful = {one.number for one in found if one.difference != "fee"}
    _book_fee(imported, sum(r.fee_fen or 0 for r in theirs if r.number not in doubtful), now)
    return imported


def _book_fee(bill: BillImport, taken_fen: int, now: datetime) -> None:
    """What the provider took by its bill leaves the fees that were set aside at the splits.

    Only of payments that agree with the books; a bill fetched again books what it adds.
    """
    merchant = bill.merchant
    booked = Entry.objects.filter(
        transfer__kind="fee", transfer__reference=str(bill.uid), account__kind="clearing"
    ).aggregate(fen=Sum("amount_fen"), count=Count("pk"))
    fee_fen = taken_fen - (booked["fen"] or 0)
    if not fee_fen:
        return
    legs = (
        Leg("clearing", str(merchant.uid), fee_fen),
        Leg("payment_fee", str(merchant.uid), -fee_fen),
    )
    key = f"fee:{bill.uid}:{booked['count'] + 1}"
    post_working_off(
        bookings=[Booking(key, "fee", str(bill.uid), legs)],
        county_code=merchant.county_code, actor=system_actor("reconciling"), now=now,
    )  # fmt: skip


def _row(row: BillRow) -> rules.Row:
    payment = row.kind is BillRowKind.PAYMENT
    number = row.out_trade_no if payment else row.out_request_no
    return rules.Row(KINDS[row.kind], number, row.amount_fen, row.fee_fen if payment else None)


def _open_item(merchant: MerchantAccount, day: date, one: rules.Found, now: datetime) -> None:
    """The same difference found again is the item that stands already."""
    refund = Refund.objects.filter(out_request_no=one.number).select_related("attempt").first()
    attempt = PaymentAttempt.objects.filter(out_trade_no=one.number).first()
    ReconciliationItem.objects.get_or_create(
        merchant=merchant,
        day=day,
        row_kind=one.kind,
        number=one.number,
        difference=one.difference,
        defaults={
            "attempt": attempt or (refund.attempt if refund else None),
            "refund": refund,
            "bill_fen": one.bill_fen,
            "ledger_fen": one.ledger_fen,
            "opened_at": now,
        },
    )


@transaction.atomic
def resolve_item(
    *, item_uid: str, resolution: str, actor: Actor, now: datetime
) -> ReconciliationItem:
    """The accountant says what it was; money moves only by the documents that move money."""
    item = ReconciliationItem.objects.visible_to(actor).filter(uid=item_uid).first()
    if item is None:
        raise NotFound
    if actor.role != "CA":
        raise Forbidden("对账差异由合作社会计处理")
    why = check_reason(resolution, "resolution")
    open_item = ReconciliationItem.objects.filter(pk=item.pk, resolved_at__isnull=True)
    given = {
        "resolved_at": now,
        "resolution": why,
        "resolved_by_uid": actor.user_uid,
        "resolved_by_name": actor.name[:40],
    }
    if open_item.update(**given) != 1:
        raise rules.AlreadyResolved
    audit.record(
        actor=actor, action="reconciliation.resolve", subject=item, at=now, data={"why": why}
    )
    item.refresh_from_db()
    return item
