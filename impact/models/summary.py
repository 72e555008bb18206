"""Months and years of households and of villages, so that a county is read without its raw lines.

They follow the orders journal past a cursor and can be made again from nothing; each month is
compared with the ledger as it is summed, and a month that differs is not shown.
"""

from django.db import models
from django.db.models import F, Q

from cooperatives.models import Household
from stations.models import Station


class HouseholdMonth(models.Model):
    """What a household sold through a station in a month; refunds are taken off.

    `area_code` is the household's village, frozen at sale.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="months")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12)
    # The first day of it.
    month = models.DateField()
    lines = models.PositiveIntegerField()
    weight_g = models.BigIntegerField()
    sales_fen = models.BigIntegerField()
    household_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "month", "area_code", "station"], name="household_month_once"
            ),
            models.CheckConstraint(name="household_month_begins", condition=Q(month__day=1)),
        ]
        indexes = [
            models.Index(fields=["area_code", "month"]),
            models.Index(fields=["station", "month"]),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.month}"


class LeftOutMonth(models.Model):
    """What the months above leave out: sales under review, and those that were found false.

    With them each month is what the ledger holds: ledger = counted + left out.
    """

    class State(models.TextChoices):
        UNDER_REVIEW = "under_review", "核查中"
        CONFIRMED = "confirmed", "确认虚假"

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12)
    month = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices)
    lines = models.PositiveIntegerField()
    weight_g = models.BigIntegerField()
    sales_fen = models.BigIntegerField()
    household_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "month", "area_code", "station", "state"],
                name="left_out_month_once",
            ),
            models.CheckConstraint(name="left_out_month_begins", condition=Q(month__day=1)),
        ]
        indexes = [models.Index(fields=["area_code", "month"])]

    def __str__(self) -> str:
        return f"{self.household_id} {self.month} {self.state}"


class SettledMonth(models.Model):
    """What households of a village were owed for a month's sales, and how much of it was paid to
    them in time; made anew each night, since payouts come long after the sales."""

    area_code = models.CharField(max_length=12)
    month = models.DateField()
    due_fen = models.BigIntegerField()
    timely_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_code", "month"], name="settled_month_once"),
            models.CheckConstraint(
                name="settled_month_within_due",
                condition=Q(timely_fen__gte=0, timely_fen__lte=F("due_fen")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.month}"


class VillageSums(models.Model):
    """A village's sums: every column but `households` is the sum of its households' months."""

    area_code = models.CharField(max_length=12)
    # Each once, however many months and stations it sold in.
    households = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    weight_g = models.BigIntegerField()
    sales_fen = models.BigIntegerField()
    household_fen = models.BigIntegerField()

    class Meta:
        abstract = True


class AreaMonth(VillageSums):
    month = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_code", "month"], name="area_month_once"),
            models.CheckConstraint(name="area_month_begins", condition=Q(month__day=1)),
        ]
        indexes = [models.Index(fields=["month"])]

    def __str__(self) -> str:
        return f"{self.area_code} {self.month}"


class AreaYear(VillageSums):
    """Beside the months because a household that sold in several of them counts once."""

    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_code", "year"], name="area_year_once")]
        indexes = [models.Index(fields=["year"])]

    def __str__(self) -> str:
        return f"{self.area_code} {self.year}"


class MonthCheckQuerySet(models.QuerySet["MonthCheck"]):
    def differing(self) -> "MonthCheckQuerySet":
        return self.exclude(
            villages_sales_fen=F("ledger_sales_fen") - F("left_out_sales_fen"),
            villages_paid_fen=F("ledger_paid_fen") - F("left_out_paid_fen"),
            homes_sales_fen=F("ledger_sales_fen") - F("left_out_sales_fen"),
            homes_paid_fen=F("ledger_paid_fen") - F("left_out_paid_fen"),
        )  # fmt: skip


class MonthCheck(models.Model):
    """A county's month in both tables and in the ledger, as it was last compared.

    `sales` is what buyers paid for goods, `paid` what went to households; `left_out` is what both
    tables leave out while it is under review, and what was found false.
    """

    county_code = models.CharField(max_length=6)
    month = models.DateField()
    villages_sales_fen = models.BigIntegerField()
    villages_paid_fen = models.BigIntegerField()
    homes_sales_fen = models.BigIntegerField()
    homes_paid_fen = models.BigIntegerField()
    left_out_sales_fen = models.BigIntegerField(default=0)
    left_out_paid_fen = models.BigIntegerField(default=0)
    ledger_sales_fen = models.BigIntegerField()
    ledger_paid_fen = models.BigIntegerField()
    checked_at = models.DateTimeField()

    objects = MonthCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county_code", "month"], name="month_check_once")
        ]

    def __str__(self) -> str:
        return f"{self.county_code} {self.month}"


class SummaryCursor(models.Model):
    """How far a journal has been read. What lies beyond is read again until it has settled."""

    name = models.CharField(max_length=20, unique=True)
    journal_id = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.journal_id}"
