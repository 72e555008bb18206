"""When a station really began to sell, and what else reached its village. Made from other apps'
rows, so both can be thrown away and made again."""

from django.db import models
from django.db.models import Q

from stations.models import Station


class StationOpening(models.Model):
    """`effective_year`: the first with enough settled orders in enough months (IMPACT section 4).

    `orders` and `months` are that year's, or the best year's where none was enough.
    """

    station = models.OneToOneField(Station, on_delete=models.PROTECT, related_name="opening")
    county_code = models.CharField(max_length=6)
    nominal_on = models.DateField(null=True)
    effective_year = models.PositiveSmallIntegerField(null=True)
    orders = models.PositiveIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="effective_opening_has_orders",
                condition=Q(effective_year__isnull=True) | Q(orders__gt=0, months__gt=0),
            ),
            models.CheckConstraint(name="months_of_a_year", condition=Q(months__lte=12)),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.effective_year}"


class ProgrammeExposure(models.Model):
    """What other programmes brought to a village in a year, counted from `programme`'s records."""

    class Kind(models.TextChoices):
        LOAN = "loan", "贷款"
        ASSISTANCE = "assistance", "结对帮扶"
        COLLECTIVE = "collective", "集体经济项目"
        WORK_TEAM = "work_team", "工作队项目"

    area_code = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    records = models.PositiveIntegerField()
    amount_fen = models.BigIntegerField()
    started_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "kind", "year"], name="exposure_once_a_year"
            ),
            models.CheckConstraint(
                name="exposure_is_something", condition=Q(records__gt=0, amount_fen__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.area_code} {self.year}"
