"""WHAT CHANGED: income surveys, the price index, and reports. Reads other apps, writes itself."""

from django.db import models
from django.db.models import F, Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models import Household
from stations.models.area import within


class PriceIndex(models.Model):
    """Consumer prices by year, base year = 10000 (basis points), with its source."""

    county_code = models.CharField(max_length=6)
    name = models.CharField(max_length=40)
    base_year = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    index_bp = models.PositiveIntegerField()
    source = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county_code", "name", "year"], name="index_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class IncomeSurvey(UidModel):
    """One wave: the incomes of one year, asked with one instrument."""

    county_code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    instrument = models.CharField(max_length=40)
    is_baseline = models.BooleanField(default=False)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county_code", "year"], name="one_wave_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.county_code} {self.year}"


class IncomeEntryQuerySet(models.QuerySet["IncomeEntry"]):
    def visible_to(self, actor: Actor) -> "IncomeEntryQuerySet":
        return self.filter(within(actor, "area_code"))


class IncomeEntry(models.Model):
    """A household's nominal income of one year by the four components (IMPACT section 6).

    One row per household and wave with a column per component (docs/adr/0003): the database
    derives the nets and adds them, so gross can never stand in for income.
    """

    class Status(models.TextChoices):
        OBSERVED = "observed", "已采集"
        REFUSED = "refused", "拒访"
        MOVED = "moved", "外迁"
        NOT_SAMPLED = "not_sampled", "未抽中"

    class Method(models.TextChoices):
        DIARY = "diary", "记账"
        RECALL = "recall", "回忆"
        ADMINISTRATIVE = "administrative", "行政记录"
        CADRE_ESTIMATE = "cadre_estimate", "干部估计"

    survey = models.ForeignKey(IncomeSurvey, on_delete=models.PROTECT, related_name="entries")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="incomes")
    area_code = models.CharField(max_length=12)
    status = models.CharField(max_length=12, choices=Status.choices)
    method = models.CharField(max_length=16, choices=Method.choices)
    persons = models.PositiveSmallIntegerField()
    wage_fen = models.BigIntegerField(default=0)
    operating_revenue_fen = models.BigIntegerField(default=0)
    operating_expense_fen = models.BigIntegerField(default=0)
    property_fen = models.BigIntegerField(default=0)
    transfer_received_fen = models.BigIntegerField(default=0)
    transfer_paid_fen = models.BigIntegerField(default=0)
    earned_fen = models.GeneratedField(
        expression=F("wage_fen")
        + F("operating_revenue_fen")
        - F("operating_expense_fen")
        + F("property_fen"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    objects = IncomeEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "household"], name="income_once_a_wave"),
            models.CheckConstraint(name="income_of_people", condition=Q(persons__gte=1)),
        ]
        indexes = [models.Index(fields=["area_code"])]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.household_id}"


class TrueEffect(models.Model):
    """What a synthetic county was made with, shown only as 演示真值 (DESIGN section 9)."""

    survey = models.OneToOneField(IncomeSurvey, on_delete=models.PROTECT, related_name="truth")
    effect_first_year_fen = models.BigIntegerField()
    effect_later_fen = models.BigIntegerField()
    seed = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.survey_id}"
