"""A year's surplus and each member's share of it, frozen when it is drawn up."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models.cooperative import Cooperative, Membership
from cooperatives.models.household import Household
from stations.models.area import within


class SurplusQuerySet(models.QuerySet["SurplusDistribution"]):
    def visible_to(self, actor: Actor) -> "SurplusQuerySet":
        return self.filter(
            within(actor, "cooperative__area_code") | Q(cooperative__uid__in=actor.cooperatives)
        )


class SurplusDistribution(UidModel):
    """One plan per cooperative and year that stands; `digest` covers its exact lines."""

    class State(models.TextChoices):
        DRAFT = "draft", "草案"
        SUBMITTED = "submitted", "待审批"
        NOTICE = "notice", "公示中"
        RESOLVED = "resolved", "大会已通过"
        POSTED = "posted", "已入账"
        PAID = "paid", "已付清"
        RETURNED = "returned", "未通过审批"
        CANCELLED = "cancelled", "已取消"

    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="surpluses")
    year = models.PositiveSmallIntegerField()
    surplus_fen = models.BigIntegerField()
    loss_fen = models.BigIntegerField()
    reserve_bp = models.PositiveIntegerField()
    patronage_bp = models.PositiveIntegerField()
    subsidy_fen = models.BigIntegerField()
    reserve_fen = models.BigIntegerField()
    distributable_fen = models.BigIntegerField()
    refund_fen = models.BigIntegerField()
    by_account_fen = models.BigIntegerField()
    # Dealings with households that are no members are kept apart by law.
    non_member_fen = models.BigIntegerField()
    warning = models.CharField(max_length=80, default="")
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    refusal = models.CharField(max_length=400, default="")
    notice_from = models.DateField(null=True)
    resolved_on = models.DateField(null=True)
    entitled = models.PositiveIntegerField(default=0)
    attending = models.PositiveIntegerField(default=0)
    in_favour = models.PositiveIntegerField(default=0)
    # The minutes of the assembly: a private file and the SHA-256 of its content.
    minutes = models.CharField(max_length=48, default="")
    minutes_sha256 = models.CharField(max_length=64, default="")
    posted_at = models.DateTimeField(null=True)

    objects = SurplusQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "year"],
                condition=~Q(state__in=["returned", "cancelled"]),
                name="one_surplus_per_year",
            ),
            models.CheckConstraint(
                name="surplus_by_patronage_60_percent",
                condition=Q(patronage_bp__range=(6000, 10000)),
            ),
            models.CheckConstraint(
                name="surplus_adds_up",
                condition=Q(distributable_fen=F("refund_fen") + F("by_account_fen"))
                & Q(distributable_fen=F("surplus_fen") - F("loss_fen") - F("reserve_fen")),
            ),
            models.CheckConstraint(
                name="surplus_posted_by_resolution",
                condition=~Q(state__in=["resolved", "posted", "paid"])
                | (Q(resolved_on__isnull=False) & ~Q(minutes="")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.cooperative_id} {self.year}"


class SurplusShare(UidModel):
    """One member's line; never changed. `household` is the one that was member then."""

    distribution = models.ForeignKey(
        SurplusDistribution, on_delete=models.PROTECT, related_name="shares"
    )
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12)
    patronage_fen = models.BigIntegerField()
    capital_fen = models.BigIntegerField()
    reserve_fen = models.BigIntegerField()
    subsidy_fen = models.BigIntegerField()
    refund_fen = models.BigIntegerField()
    by_account_fen = models.BigIntegerField()
    reserve_added_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["distribution", "membership"], name="surplus_share_once"
            ),
            models.CheckConstraint(
                name="surplus_share_not_negative",
                condition=Q(refund_fen__gte=0, by_account_fen__gte=0, reserve_added_fen__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.total_fen}"

    @property
    def total_fen(self) -> int:
        return self.refund_fen + self.by_account_fen
