"""Areas by division code; the code is text, never a number (DOMAIN section 2)."""

from django.db import models
from django.db.models import Q

from backend.common.actor import Actor


def within(actor: Actor, field: str) -> Q:
    """The one area filter: half-open code ranges of the actor (ROLES section 1)."""
    if actor.system:
        return Q()
    reach = Q(pk__in=[])
    for area in actor.ranges:
        reach |= Q(**{f"{field}__gte": area.low, f"{field}__lt": area.high})
    return reach


class AreaQuerySet(models.QuerySet["Area"]):
    def visible_to(self, actor: Actor) -> "AreaQuerySet":
        """By code range; the administrator keeps the areas of every county."""
        if actor.may("edit", "area"):
            return self
        return self.filter(within(actor, "code"))


class Area(models.Model):
    """County (6 digits), township (9) or village level (12)."""

    class Level(models.TextChoices):
        COUNTY = "county", "县"
        TOWNSHIP = "township", "乡镇"
        VILLAGE = "village", "村"
        COMMUNITY = "community", "社区"

    code = models.CharField(max_length=12, unique=True)
    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=40)
    official_name = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=120)
    initials = models.CharField(max_length=20)
    # Two letters that open the county's lot codes ("DT"); counties only.
    letters = models.CharField(max_length=2, default="")
    # Edition of the division codes this row was taken from (DOMAIN section 2).
    edition_on = models.DateField()
    longitude_e6 = models.IntegerField(null=True)
    latitude_e6 = models.IntegerField(null=True)
    altitude_m = models.IntegerField(null=True)
    county_seat_m = models.IntegerField(null=True)
    # Optimistic lock and number of the last AreaVersion.
    version = models.PositiveIntegerField(default=1)
    closed_on = models.DateField(null=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="area_code_is_digits",
                condition=Q(code__regex=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"),
            ),
            models.CheckConstraint(
                name="area_has_parent", condition=Q(level="county") | Q(parent__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaNeighbour(models.Model):
    """Two villages that touch, from a day on; `source` says who says so. A row ends, none goes."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="neighbours")
    neighbour = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=60)
    # Text: the change that said so; empty where a file or the demo did.
    change_uid = models.CharField(max_length=36, default="")
    # Empty where a file says it without a day.
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    end_reason = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "neighbour"],
                condition=Q(valid_to__isnull=True),
                name="area_neighbour_once",
            ),
            models.CheckConstraint(
                name="area_neighbour_dates_in_order",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="area_not_its_own_neighbour", condition=~Q(area=models.F("neighbour"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id}-{self.neighbour_id}"
