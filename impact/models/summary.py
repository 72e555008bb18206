"""Months of households and of villages, so that a county is read without its raw lines.

They follow the orders journal past a cursor and can be made again from nothing; they are compared
with the splits and with the ledger before anything is shown.
"""

from django.db import models
from django.db.models import Q

from backend.common.actor import Actor
from cooperatives.models import Household
from stations.models.area import within


class HouseholdMonthQuerySet(models.QuerySet["HouseholdMonth"]):
    def visible_to(self, actor: Actor) -> "HouseholdMonthQuerySet":
        return self.filter(within(actor, "area_code") | Q(household__uid__in=actor.households))


class HouseholdMonth(models.Model):
    """What a household sold in a month, in the village frozen at sale; refunds are taken off."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="months")
    area_code = models.CharField(max_length=12)
    # The first day of it.
    month = models.DateField()
    lines = models.PositiveIntegerField()
    weight_g = models.BigIntegerField()
    sales_fen = models.BigIntegerField()
    household_fen = models.BigIntegerField()

    objects = HouseholdMonthQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "month", "area_code"], name="household_month_once"
            ),
            models.CheckConstraint(name="household_month_begins", condition=Q(month__day=1)),
        ]
        indexes = [models.Index(fields=["area_code", "month"])]

    def __str__(self) -> str:
        return f"{self.household_id} {self.month}"


class AreaMonthQuerySet(models.QuerySet["AreaMonth"]):
    def visible_to(self, actor: Actor) -> "AreaMonthQuerySet":
        return self.filter(within(actor, "area_code"))


class AreaMonth(models.Model):
    """A village's month: the sum of its households, and how many orders they stand behind."""

    area_code = models.CharField(max_length=12)
    month = models.DateField()
    households = models.PositiveIntegerField()
    orders = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    weight_g = models.BigIntegerField()
    sales_fen = models.BigIntegerField()
    household_fen = models.BigIntegerField()

    objects = AreaMonthQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_code", "month"], name="area_month_once"),
            models.CheckConstraint(name="area_month_begins", condition=Q(month__day=1)),
        ]
        indexes = [models.Index(fields=["month"])]

    def __str__(self) -> str:
        return f"{self.area_code} {self.month}"


class SummaryCursor(models.Model):
    """How far a journal has been read. What lies beyond is read again until it has settled."""

    name = models.CharField(max_length=20, unique=True)
    journal_id = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.journal_id}"
