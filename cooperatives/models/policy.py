"""Categories of households by policy period: data, not code (DOMAIN section 5)."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.models import UidModel
from cooperatives.models.household import Household


class PolicyPeriod(models.Model):
    """Years under one policy; `source` says where its categories are written."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=40)
    from_on = models.DateField(unique=True)
    to_on = models.DateField(null=True)
    source = models.CharField(max_length=120, default="")

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                name="policy_period_in_order",
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PolicyCategory(models.Model):
    """A category as its period calls it. `today` is how screens speak of it now (SCREENS P9)."""

    period = models.ForeignKey(PolicyPeriod, on_delete=models.PROTECT, related_name="categories")
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=20)
    today = models.CharField(max_length=10, choices=Household.Category.choices)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["period", "position"]
        constraints = [
            models.UniqueConstraint(fields=["period", "code"], name="policy_category_once")
        ]

    def __str__(self) -> str:
        return self.name


class HouseholdCategory(UidModel):
    """A household in a category from and to a day; one at a time. 风险消除 ends it early."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="categories")
    category = models.ForeignKey(PolicyCategory, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    risk_cleared = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, default="")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(valid_to__isnull=True),
                name="one_category_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["household", "valid_from"], name="category_from_a_day_once"
            ),
            models.CheckConstraint(
                name="category_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.category_id}"
