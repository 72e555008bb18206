"""Yesterday's bill of the county's account, its differences, and what went wrong with money."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Sum

from backend.accounts.models import User
from backend.common.actor import system_actor
from backend.common.money import yuan
from backend.demo.money import Money
from backend.demo.plan import Plan, local
from backend.demo.store import Store
from backend.ledger.rules import Leg
from orders.models import BillImport, PaymentAttempt, PaymentIncident, ReconciliationItem, Refund

FEE_BP = 60


class Reconciled:
    """The bill agrees with the books but for three rows, one of them answered already."""

    def __init__(self, plan: Plan, store: Store, money: Money, accountant: User) -> None:
        self.plan, self.store, self.money, self.accountant = plan, store, money, accountant
        self.merchant = money.goods.merchant
        self.day = plan.as_of - timedelta(days=1)
        self.at = local(plan.as_of, 10) + timedelta(minutes=30)

    def lay_out(self, short: Refund, stuck: Refund) -> None:
        begin = local(self.day)
        paid = PaymentAttempt.objects.filter(
            merchant=self.merchant, paid_at__gte=begin, paid_at__lt=begin + timedelta(days=1)
        )
        given_back = Refund.objects.filter(
            attempt__merchant=self.merchant, done_at__gte=begin,
            done_at__lt=begin + timedelta(days=1),
        )  # fmt: skip
        self._bill(
            paid.count() + given_back.count(),
            paid.aggregate(sum=Sum("amount_fen"))["sum"] or 0,
            given_back.aggregate(sum=Sum("amount_fen"))["sum"] or 0,
        )
        self._differences(short)
        self._incidents(stuck)

    def _bill(self, rows: int, paid_fen: int, refunded_fen: int) -> None:
        fee_fen = paid_fen * FEE_BP // 10_000
        bill = self.store.add(BillImport(
            uid=self.plan.uid("bill", self.day.isoformat()), merchant_id=self.merchant.pk,
            day=self.day, digest=sha256(self.day.isoformat().encode()).hexdigest(), rows=rows,
            paid_fen=paid_fen, refunded_fen=refunded_fen, fee_fen=fee_fen, differences=3,
            imported_at=self.at,
        ))  # fmt: skip
        if fee_fen:
            merchant = str(self.merchant.uid)
            self.money.books.post(
                key=f"fee:{bill.uid}:1", kind="fee", reference=str(bill.uid), at=self.at,
                actor_uid=system_actor("reconciling").user_uid,
                legs=[Leg("clearing", merchant, fee_fen), Leg("payment_fee", merchant, -fee_fen)],
            )  # fmt: skip

    def _differences(self, short: Refund) -> None:
        attempt = PaymentAttempt.objects.get(pk=short.attempt_id)
        self._item(
            "amount", "refund", short.out_request_no, attempt_id=attempt.pk, refund_id=short.pk,
            bill_fen=short.amount_fen - 1, ledger_fen=short.amount_fen,
        )  # fmt: skip
        fee_fen = attempt.amount_fen * FEE_BP // 10_000
        self._item("fee", "payment", attempt.out_trade_no, attempt_id=attempt.pk,
                   bill_fen=fee_fen + 3, ledger_fen=fee_fen)  # fmt: skip
        self._item(
            "missing_in_ledger", "payment", f"XZ{self.plan.uid('stray', 1).hex}", bill_fen=1,
            resolved_at=self.at + timedelta(hours=2), **self._by(),
            resolution="验收收款码时付的一分钱，已在支付宝退回",
        )  # fmt: skip

    def _item(self, difference: str, row_kind: str, number: str, **more: Any) -> None:
        self.store.add(ReconciliationItem(
            uid=self.plan.uid("difference", number), merchant_id=self.merchant.pk, day=self.day,
            difference=difference, row_kind=row_kind, number=number, opened_at=self.at, **more,
        ))  # fmt: skip

    def _incidents(self, stuck: Refund) -> None:
        said = f"退款 {yuan(stuck.amount_fen)} 元申请一天后仍是“{stuck.get_state_display()}”"
        self._incident(
            "refund_stuck", f"refund:{stuck.out_request_no}", said, attempt_id=stuck.attempt_id,
            refund_id=stuck.pk, owner_uid=str(self.accountant.uid),
            owner_name=self.accountant.name,
        )  # fmt: skip
        self._incident(
            "no_such_attempt", f"nobody:{self.plan.uid('stray', 2).hex}",
            "签名正确的到账通知，商户单号不是本系统发出的。请到支付宝核对这笔收款",
            resolved_at=self.plan.closes_at - timedelta(hours=1),
            resolution="同一商家号下的旧收款码，钱已原路退回，旧码已停用", **self._by(),
        )  # fmt: skip

    def _incident(self, kind: str, key: str, said: str, **more: Any) -> None:
        opened_at = self.plan.closes_at - timedelta(hours=4)
        self.store.add(PaymentIncident(
            uid=self.plan.uid("incident", kind), kind=kind, key=key, said=said,
            merchant_id=self.merchant.pk, opened_at=opened_at,
            due_on=self.plan.as_of + timedelta(days=1), **more,
        ))  # fmt: skip

    def _by(self) -> dict[str, str]:
        return {
            "resolved_by_uid": str(self.accountant.uid), "resolved_by_name": self.accountant.name,
        }  # fmt: skip
