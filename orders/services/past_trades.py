"""The local gateway learns of sales that were loaded, not paid there: the demo county's.

So they can be given back like any other.
"""

from collections.abc import Iterator

from orders.gateways import RefundSpec, sandbox_here
from orders.gateways.sandbox import PastRefund, PastTrade, remember
from orders.models import PaymentAttempt, Refund
from orders.services.paying import attempt_spec


def tell_gateway() -> None:
    """After the load is committed: the gateway's file is no part of the database."""
    remember(sandbox_here().store, _trades(), _refunds())


def _trades() -> Iterator[PastTrade]:
    paid = PaymentAttempt.objects.filter(trade_no__isnull=False, paid_at__isnull=False)
    for attempt in paid.select_related("order", "merchant").iterator():
        yield PastTrade(
            spec=attempt_spec(attempt.order, attempt), trade_no=attempt.trade_no or "",
            app_id=attempt.merchant.app_id, channel=attempt.channel,
            created_at=attempt.created_at, paid_at=attempt.paid_at or attempt.created_at,
        )  # fmt: skip


def _refunds() -> Iterator[PastRefund]:
    for refund in Refund.objects.filter(state="done").select_related("attempt").iterator():
        spec = RefundSpec(
            out_trade_no=refund.attempt.out_trade_no, out_request_no=refund.out_request_no,
            amount_fen=refund.amount_fen, reason=refund.get_reason_display(),
        )  # fmt: skip
        yield PastRefund(spec=spec, at=refund.done_at or refund.requested_at)
