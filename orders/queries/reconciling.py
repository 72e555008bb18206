"""What our books say of a day, item by item as a bill does, and how reconciling stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.timezone import make_aware

from backend.common.actor import Actor
from orders.models import (
    BillImport,
    FeeRule,
    MerchantAccount,
    PaymentAttempt,
    ReconciliationItem,
    Refund,
)
from orders.rules.payment import CAPTURED_STATES
from orders.rules.reconciling import Row

STALE_AFTER = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Standing:
    """For the health page: the last bill that was compared, and what waits."""

    last_day: date | None
    last_import_at: datetime | None
    open_items: int
    stale: bool


def books_of(merchant: MerchantAccount, day: date) -> Iterator[Row]:
    """Captures and refunds of one account on one Beijing day; amounts from the documents that
    `check_invariants` holds against the ledger."""
    begin = make_aware(datetime.combine(day, time.min))
    within = (begin, begin + timedelta(days=1))
    attempts = PaymentAttempt.objects.filter(
        merchant=merchant, state__in=CAPTURED_STATES, paid_at__gte=within[0], paid_at__lt=within[1]
    )
    for number, amount_fen in attempts.values_list("out_trade_no", "amount_fen"):
        yield Row("payment", number, amount_fen)
    refunds = Refund.objects.filter(
        attempt__merchant=merchant, state="done", done_at__gte=within[0], done_at__lt=within[1]
    )
    for number, amount_fen in refunds.values_list("out_request_no", "amount_fen"):
        yield Row("refund", number, amount_fen)


def fee_bp_of(merchant: MerchantAccount, now: datetime) -> int:
    """The payment fee that the county's rule in force takes from a sale."""
    rules = FeeRule.objects.filter(county_code=merchant.county_code, effective_from__lte=now)
    rule = rules.order_by("-effective_from", "-number").first()
    return rule.payment_fee_bp if rule else 0


def items_of(*, actor: Actor, state: str = "") -> QuerySet[ReconciliationItem]:
    items = ReconciliationItem.objects.visible_to(actor).select_related(
        "merchant", "attempt__order", "refund"
    )
    if state == "open":
        return items.filter(resolved_at__isnull=True)
    return items.filter(resolved_at__isnull=False) if state == "resolved" else items


def bills_of(*, actor: Actor) -> QuerySet[BillImport]:
    """Totals of days: no order and no person stands in them."""
    return BillImport.objects.select_related("merchant").filter(
        merchant__in=MerchantAccount.objects.visible_to(actor)
    )


def standing(*, now: datetime) -> Standing:
    """When reconciling last worked; the health page reads it."""
    last = BillImport.objects.order_by("-day", "-imported_at").first()
    stale = last is None or now - last.imported_at > STALE_AFTER
    return Standing(
        last_day=last.day if last else None,
        last_import_at=last.imported_at if last else None,
        open_items=ReconciliationItem.objects.filter(resolved_at__isnull=True).count(),
        stale=stale,
    )
