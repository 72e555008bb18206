"""The provider's day bill beside our attempts and books, and what did not agree."""

from django.db import models
from django.db.models import Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from orders.models.payment import MerchantAccount, PaymentAttempt, Refund


class BillImport(UidModel):
    """One per account, day and kind; importing again compares again and adds nothing twice."""

    merchant = models.ForeignKey(MerchantAccount, on_delete=models.PROTECT, related_name="bills")
    day = models.DateField()
    kind = models.CharField(max_length=16, default="trade")
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    paid_fen = models.BigIntegerField()
    refunded_fen = models.BigIntegerField()
    fee_fen = models.BigIntegerField()
    differences = models.PositiveIntegerField()
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant", "day", "kind"], name="bill_once_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.merchant_id} {self.day} {self.kind}"


class ReconciliationItemQuerySet(models.QuerySet["ReconciliationItem"]):
    def visible_to(self, actor: Actor) -> "ReconciliationItemQuerySet":
        """Those of a cooperative's own orders; of the area for officials and auditors."""
        if actor.system:
            return self.all()
        reach = Q(attempt__order__lines__cooperative__uid__in=actor.cooperatives)
        for area in actor.ranges:
            reach |= Q(merchant__county_code__gte=area.low, merchant__county_code__lt=area.high)
        if actor.cooperatives:
            # A row that names no order of ours is everybody's question until somebody answers it.
            reach |= Q(attempt__isnull=True, merchant__cooperative__isnull=True)
        return self.filter(reach).distinct()


class ReconciliationItem(UidModel):
    """One difference. It changes nothing by itself: a person resolves it with a reason."""

    class Difference(models.TextChoices):
        MISSING_IN_LEDGER = "missing_in_ledger", "账单有、账上无"
        MISSING_IN_BILL = "missing_in_bill", "账上有、账单无"
        AMOUNT = "amount", "金额不一致"
        FEE = "fee", "手续费不一致"

    merchant = models.ForeignKey(MerchantAccount, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    difference = models.CharField(max_length=20, choices=Difference.choices)
    row_kind = models.CharField(max_length=8)
    # The bill's row or ours: the same difference of the same day is one item.
    number = models.CharField(max_length=64)
    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, null=True)
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True)
    bill_fen = models.BigIntegerField(null=True)
    ledger_fen = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by_uid = models.CharField(max_length=64, default="")
    resolved_by_name = models.CharField(max_length=40, default="")
    resolution = models.CharField(max_length=200, default="")

    objects = ReconciliationItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant", "day", "row_kind", "number", "difference"],
                name="difference_once",
            ),
            models.CheckConstraint(
                name="resolved_item_says_why",
                condition=Q(resolved_at__isnull=True, resolution="")
                | (Q(resolved_at__isnull=False) & ~Q(resolution="")),
            ),
        ]
        indexes = [models.Index(fields=["resolved_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.difference} {self.number}"
