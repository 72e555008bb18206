"""售后申请: a buyer or the cooperative's accountant asks for money back."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import StoredPhoto, UidModel
from cooperatives.models import Cooperative
from orders.models.order import Order, OrderLine
from orders.models.payment import Refund
from stations.models.area import within


class RefundClaimQuerySet(models.QuerySet["RefundClaim"]):
    def visible_to(self, actor: Actor) -> "RefundClaimQuerySet":
        """The buyer's own; the cooperative's; the station's where its goods come back."""
        if actor.system:
            return self.all()
        reach = Q(cooperative__uid__in=actor.cooperatives)
        reach |= Q(lines__line__station__uid__in=actor.stations)
        if actor.role == "BY":
            reach |= Q(order__buyer__uid=actor.user_uid)
        if actor.role == "AU":
            reach |= within(actor, "cooperative__area_code")
        return self.filter(reach).distinct()


class RefundClaim(UidModel):
    """Seven-day returns follow their rule; everything else is decided by people (ROLES 4)."""

    class Kind(models.TextChoices):
        RETURN = "return", "七天无理由退货"
        QUALITY = "quality", "质量问题"
        GOODWILL = "goodwill", "协商退款"

    class State(models.TextChoices):
        AWAITING_GOODS = "awaiting_goods", "等待退货"
        DECIDING = "deciding", "待审批"
        REFUNDED = "refunded", "已同意退款"
        REFUSED = "refused", "未同意"
        WITHDRAWN = "withdrawn", "已撤回"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="claims")
    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=16, choices=State.choices)
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    photo = models.ForeignKey(StoredPhoto, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_by_role = models.CharField(max_length=2)
    client_key = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=400, default="")
    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, null=True, related_name="claim")

    objects = RefundClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["made_by", "client_key"], name="claimed_once"),
            models.UniqueConstraint(
                fields=["order", "cooperative"],
                condition=Q(state__in=["awaiting_goods", "deciding"]),
                name="one_open_claim_per_order",
            ),
            models.CheckConstraint(
                name="claim_above_zero_and_says_why",
                condition=Q(amount_fen__gt=0) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="bad_quality_is_shown",
                condition=~Q(kind="quality") | Q(photo__isnull=False),
            ),
            models.CheckConstraint(
                name="refunded_claim_has_its_refund",
                condition=Q(state="refunded", refund__isnull=False)
                | (~Q(state="refunded") & Q(refund__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["cooperative", "state", "-id"])]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind}"


class ClaimLine(models.Model):
    """Packages and fen of one line that a claim is about."""

    claim = models.ForeignKey(RefundClaim, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "line"], name="claim_line_once"),
            models.CheckConstraint(
                name="claim_line_asks_something",
                condition=Q(quantity__gt=0) & Q(amount_fen__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.line_id}"
