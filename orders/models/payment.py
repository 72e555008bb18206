"""Payments: merchant accounts, attempts, the events that prove them, refunds (PAYMENTS 9)."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr

from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models import Cooperative
from orders.models.order import Order


class MerchantAccountQuerySet(models.QuerySet["MerchantAccount"]):
    def visible_to(self, actor: Actor) -> "MerchantAccountQuerySet":
        """The county's for its officials, and for the cooperatives that sell under it."""
        if actor.system:
            return self
        reach = Q(cooperative__uid__in=actor.cooperatives)
        if actor.cooperatives:
            counties = Cooperative.objects.filter(uid__in=actor.cooperatives)
            codes = counties.annotate(county=Substr("area_code", 1, 6)).values("county")
            reach |= Q(cooperative__isnull=True, county_code__in=codes)
        for area in actor.ranges:
            reach |= Q(county_code__gte=area.low, county_code__lt=area.high)
        return self.filter(reach)


class MerchantAccount(UidModel):
    """The account at Alipay that buyers pay into: the county's, or a cooperative's own."""

    name = models.CharField(max_length=60)
    # Whose it is; the county's sells for every cooperative without one.
    cooperative = models.ForeignKey(
        Cooperative, on_delete=models.PROTECT, null=True, related_name="merchants"
    )
    app_id = models.CharField(max_length=32, unique=True)
    seller_id = models.CharField(max_length=32)
    gateway = models.CharField(max_length=8)
    county_code = models.CharField(max_length=6)

    objects = MerchantAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "gateway"],
                condition=Q(cooperative__isnull=False),
                name="one_account_per_cooperative",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PaymentAttempt(UidModel):
    """One try to pay: one out_trade_no. Amounts follow from its events."""

    class State(models.TextChoices):
        CREATED = "created", "已创建"
        PENDING = "pending", "等待付款"
        PAID = "paid", "已支付"
        PARTLY_REFUNDED = "partly_refunded", "部分退款"
        REFUNDED = "refunded", "已退款"
        CLOSED = "closed", "已关闭"
        MISMATCH = "mismatch", "核对不符"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="attempts")
    merchant = models.ForeignKey(MerchantAccount, on_delete=models.PROTECT)
    out_trade_no = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=8)
    amount_fen = models.BigIntegerField()
    # Refunds asked for so far; the guarded UPDATE that raises it keeps them within the capture.
    asked_fen = models.BigIntegerField(default=0)
    state = models.CharField(max_length=16, choices=State.choices, default=State.CREATED)
    trade_no = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    next_poll_at = models.DateTimeField(null=True)
    poll_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="attempt_above_zero", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="refunds_within_the_capture",
                condition=Q(asked_fen__gte=0) & Q(asked_fen__lte=models.F("amount_fen")),
            ),
            models.CheckConstraint(
                name="paid_attempt_has_trade_no",
                condition=~Q(state__in=["paid", "partly_refunded", "refunded"])
                | Q(trade_no__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_poll_at"],
                name="attempt_due",
                condition=Q(state__in=["created", "pending"]),
            )
        ]

    def __str__(self) -> str:
        return self.out_trade_no


class PaymentEvent(models.Model):
    """What a notify, a query or a bill said about an attempt. Append-only, masked."""

    class Source(models.TextChoices):
        NOTIFY = "notify"
        QUERY = "query"
        OPERATOR = "operator"

    attempt = models.ForeignKey(
        PaymentAttempt, on_delete=models.PROTECT, null=True, related_name="events"
    )
    source = models.CharField(max_length=8, choices=Source.choices)
    dedupe_key = models.CharField(max_length=160, unique=True)
    outcome = models.CharField(max_length=24)
    digest = models.CharField(max_length=64)
    masked = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source} {self.outcome}"


class RefundQuerySet(models.QuerySet["Refund"]):
    def visible_to(self, actor: Actor) -> "RefundQuerySet":
        """Those of the orders within reach."""
        orders = Order.objects.visible_to(actor)
        return self if actor.system else self.filter(attempt__order__in=orders)


class Refund(UidModel):
    """Money to give back. `out_request_no` never changes, whatever is repeated."""

    class State(models.TextChoices):
        REQUESTED = "requested", "待退款"
        UNKNOWN = "unknown", "结果待查"
        DONE = "done", "已退款"
        FAILED = "failed", "退款失败"

    class Reason(models.TextChoices):
        CLOSED_THEN_PAID = "closed_then_paid", "关闭后到账"
        OVERPAYMENT = "overpayment", "重复支付"
        CANCELLED = "cancelled", "打包前取消"
        SHORT_WEIGHT = "short_weight", "缺重"
        LOST = "lost", "丢件"
        RETURNED = "returned", "退货"
        QUALITY = "quality", "质量问题"
        GOODWILL = "goodwill", "协商退款"

    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, related_name="refunds")
    out_request_no = models.CharField(max_length=64, unique=True)
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=24, choices=Reason.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    # What the gateway answered where it refused: code and sub_code, no personal data.
    refusal = models.CharField(max_length=80, default="")
    requested_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)

    objects = RefundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="refund_above_zero", condition=Q(amount_fen__gt=0))
        ]

    def __str__(self) -> str:
        return self.out_request_no
