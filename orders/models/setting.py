"""收费, 运费 and 收款账户 as proposals: the administrator drafts, a county official agrees."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel


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
