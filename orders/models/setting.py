"""收费, 运费, 审批限额 and 收款账户 as proposals: the administrator drafts, an official agrees."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models import Cooperative


class SettingProposalQuerySet(models.QuerySet["SettingProposal"]):
    def visible_to(self, actor: Actor) -> "SettingProposalQuerySet":
        """Of the officials' and auditors' county; the administrator's own drafts."""
        if actor.system:
            return self.all()
        reach = Q(made_by__uid=actor.user_uid)
        for area in actor.ranges:
            reach |= Q(county_code__gte=area.low, county_code__lt=area.high)
        return self.filter(reach)


class SettingProposal(UidModel):
    """What shall hold from a day on; it becomes a version of the rules once a second person agrees.

    Changes of fees are published at least seven days ahead (e-commerce law, Art. 34).
    """

    class Kind(models.TextChoices):
        FEES = "fees", "收费规则"
        SHIPPING = "shipping", "运费规则"
        LIMITS = "limits", "审批限额"
        MERCHANT = "merchant", "收款账户"

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        PUBLISHED = "published", "已公布"
        REFUSED = "refused", "未同意"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    county_code = models.CharField(max_length=6)
    content = models.JSONField()
    effective_from = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    objects = SettingProposalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.county_code}"


class MoneyLimits(UidModel):
    """From which amounts on further people agree, and what a day or a run may take (ROLES 4).

    For a county, or for one cooperative instead of the county's. Versions are never edited.
    """

    county_code = models.CharField(max_length=6)
    cooperative = models.ForeignKey(
        Cooperative, on_delete=models.PROTECT, null=True, related_name="+"
    )
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    effective_from = models.DateTimeField()
    refund_supervisor_from_fen = models.BigIntegerField()
    supervisor_from_fen = models.BigIntegerField()
    minutes_from_fen = models.BigIntegerField()
    daily_cap_fen = models.BigIntegerField()
    township_from_fen = models.BigIntegerField()
    township_variance_bp = models.PositiveIntegerField()
    cap_bp = models.PositiveIntegerField()
    floor_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county_code", "number"], name="money_limits_once"),
            models.CheckConstraint(
                name="limits_leave_a_household_half_of_its_gross", condition=Q(cap_bp__lte=5_000)
            ),
            models.CheckConstraint(
                name="limits_ask_more_people_for_more_money",
                condition=Q(minutes_from_fen__gte=F("supervisor_from_fen")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county_code} limits v{self.number}"
