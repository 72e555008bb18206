"""What went wrong with money and waits for a person: who, until when, and what it was."""

from django.db import models
from django.db.models import Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from orders.models.payment import MerchantAccount, PaymentAttempt, Refund


class PaymentIncidentQuerySet(models.QuerySet["PaymentIncident"]):
    def visible_to(self, actor: Actor) -> "PaymentIncidentQuerySet":
        """Those of a cooperative's own orders; of the area for officials and auditors."""
        if actor.system:
            return self.all()
        reach = Q(attempt__order__lines__cooperative__uid__in=actor.cooperatives)
        for area in actor.ranges:
            reach |= Q(merchant__county_code__gte=area.low, merchant__county_code__lt=area.high)
        if actor.cooperatives:
            # Money that names no order of ours is everybody's question until somebody answers it.
            reach |= Q(attempt__isnull=True, merchant__cooperative__isnull=True)
        return self.filter(reach).distinct()


class PaymentIncident(UidModel):
    """It changes nothing by itself: money moves only by the documents that move money."""

    class Kind(models.TextChoices):
        WRONG_APP = "wrong_app", "通知来自别的应用"
        WRONG_SELLER = "wrong_seller", "收款方不符"
        WRONG_AMOUNT = "wrong_amount", "金额不符"
        NOBODY = "no_such_attempt", "查无此单"
        CLOSED_AFTER_PAID = "closed_after_paid", "入账后被关闭"
        REFUND_STUCK = "refund_stuck", "退款久无结果"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    # What it is about (an event, a refund): the same trouble is one incident.
    key = models.CharField(max_length=120, unique=True)
    merchant = models.ForeignKey(MerchantAccount, on_delete=models.PROTECT, related_name="+")
    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, null=True)
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True)
    # In words for the person who looks into it; no personal data.
    said = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    owner_uid = models.CharField(max_length=64, default="")
    owner_name = models.CharField(max_length=40, default="")
    due_on = models.DateField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by_uid = models.CharField(max_length=64, default="")
    resolved_by_name = models.CharField(max_length=40, default="")
    resolution = models.CharField(max_length=200, default="")

    objects = PaymentIncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="resolved_incident_says_why",
                condition=Q(resolved_at__isnull=True, resolution="")
                | (Q(resolved_at__isnull=False) & ~Q(resolution="")),
            )
        ]
        indexes = [models.Index(fields=["resolved_at", "due_on"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
