"""What incomes are measured against: prices by year and lines by year, each with its source."""

from django.db import models
from django.db.models import Q

from backend.common.models import UidModel


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
            models.UniqueConstraint(fields=["county_code", "name", "year"], name="index_once"),
            models.CheckConstraint(
                name="index_above_zero_with_a_source", condition=Q(index_bp__gt=0) & ~Q(source="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class IncomeLine(UidModel):
    """A line of yuan a head and year that a policy draws, as published (DOMAIN section 5)."""

    class Kind(models.TextChoices):
        POVERTY = "poverty", "脱贫标准"
        MONITORING = "monitoring", "防返贫监测线"

    county_code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    amount_fen = models.BigIntegerField()
    source = models.CharField(max_length=120)
    made_by_uid = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "year", "kind"], name="income_line_once"
            ),
            models.CheckConstraint(
                name="income_line_above_zero_with_a_source",
                condition=Q(amount_fen__gt=0) & ~Q(source=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
