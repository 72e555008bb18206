"""An auditor asks to see one sealed value; a second auditor or a county officer agrees."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.models import UidModel
from cooperatives.models.household import Household


class RevealRequest(UidModel):
    """Once agreed to it opens one value, once, for the person who asked."""

    class Field(models.TextChoices):
        PHONE = "phone", "电话"
        ACCOUNT = "account", "收款账户"
        IDENTITY = "identity", "身份证号"

    class State(models.TextChoices):
        ASKED = "asked", "待审批"
        AGREED = "agreed", "已同意"
        REFUSED = "refused", "未同意"
        OPENED = "opened", "已查看"

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=8, choices=Field.choices)
    # Whose identity, by uid; empty for what belongs to the household.
    member = models.CharField(max_length=36, default="")
    reason = models.CharField(max_length=160)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "field", "member", "asked_by"],
                condition=Q(state="asked"),
                name="one_waiting_reveal_per_value",
            ),
            models.CheckConstraint(name="reveal_takes_two", condition=~Q(decided_by=F("asked_by"))),
            models.CheckConstraint(
                name="reveal_opened_once",
                condition=Q(state="opened", opened_at__isnull=False)
                | (~Q(state="opened") & Q(opened_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.field} {self.state}"
