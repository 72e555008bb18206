"""Samples of money: how the buyer paid, what was asked back, what the bill and the gateway said."""

from datetime import date, timedelta
from typing import Any

from orders.models import (
    BillImport,
    ClaimLine,
    PaymentAttempt,
    PaymentIncident,
    ReconciliationItem,
    Refund,
    RefundClaim,
)
from orders.services.setting import propose_setting
from tests.cast import NOW, Cast

SHIPPING = {"fee": "8.00", "free_from": "99.00"}


def fill(samples: dict[str, Any], cast: Cast) -> None:
    order, merchant = samples["order"], cast.merchant
    common = {"order": order, "merchant": merchant, "amount_fen": order.total_fen,
              "created_at": NOW, "expires_at": NOW + timedelta(minutes=15)}  # fmt: skip
    paid = PaymentAttempt.objects.create(
        out_trade_no="XZpaid", channel="wap", state="paid", trade_no="T1", paid_at=NOW,
        asked_fen=100, **common,
    )  # fmt: skip
    samples["code"] = PaymentAttempt.objects.create(
        out_trade_no="XZcode", channel="qr", state="closed", **common
    )
    samples["refund"] = Refund.objects.create(
        attempt=paid, out_request_no="XZpaidR1", amount_fen=100, reason="goodwill", state="failed",
        requested_at=NOW,
    )  # fmt: skip
    samples["claim"] = _claim(cast, order)
    bill = {"merchant": merchant, "day": date(2026, 9, 27)}
    samples["bill"] = BillImport.objects.create(
        digest="0" * 64, rows=1, paid_fen=1, refunded_fen=0, fee_fen=0, differences=1,
        imported_at=NOW, **bill,
    )  # fmt: skip
    samples["difference"] = ReconciliationItem.objects.create(
        difference="amount", row_kind="payment", number="XZpaid", attempt=paid, bill_fen=1,
        ledger_fen=2, opened_at=NOW, **bill,
    )  # fmt: skip
    samples["incident"] = PaymentIncident.objects.create(
        kind="wrong_amount", key="wrong_amount:XZpaid", merchant=merchant, attempt=paid,
        said="金额不符", opened_at=NOW, due_on=date(2026, 9, 29),
    )  # fmt: skip
    samples["setting"] = propose_setting(
        kind="shipping", county_code="630121", content=SHIPPING,
        effective_from=NOW + timedelta(days=30), actor=cast.actor("administrator"), now=NOW,
    )  # fmt: skip


def _claim(cast: Cast, order: Any) -> RefundClaim:
    line = order.lines.get()
    claim = RefundClaim.objects.create(
        order=order, cooperative=cast.cooperative, kind="goodwill", state="deciding",
        amount_fen=100, reason="收到时已经发芽", made_by=cast.users["buyer"], made_at=NOW,
        client_key="sample-claim",
    )  # fmt: skip
    ClaimLine.objects.create(claim=claim, line=line, quantity=1, amount_fen=100)
    return claim
