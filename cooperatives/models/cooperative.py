"""Cooperatives, who belongs to them, and which stations they serve."""

from django.db import models
from django.db.models import Q

from backend.common.actor import Actor
from backend.common.models import EditedModel
from cooperatives.models.household import Household
from stations.models import Area, Station
from stations.models.area import within


class CooperativeQuerySet(models.QuerySet["Cooperative"]):
    def visible_to(self, actor: Actor) -> "CooperativeQuerySet":
        attached = StationAttachment.objects.filter(
            station__uid__in=actor.stations, valid_to__isnull=True
        ).values("cooperative")
        return self.filter(
            within(actor, "area_code") | Q(uid__in=actor.cooperatives) | Q(pk__in=attached)
        )


class Cooperative(EditedModel):
    """A farmers' cooperative by its unified social credit code (93…)."""

    name = models.CharField(max_length=60)
    credit_code = models.CharField(max_length=18, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="cooperatives")
    area_code = models.CharField(max_length=12)
    founded_on = models.DateField()

    objects = CooperativeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["area_code"])]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A household in a cooperative from and to a date; `number` breaks ties in splits."""

    cooperative = models.ForeignKey(
        Cooperative, on_delete=models.PROTECT, related_name="memberships"
    )
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    number = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "number"], name="member_number_once"),
            models.UniqueConstraint(
                fields=["cooperative", "household"],
                condition=Q(valid_to__isnull=True),
                name="member_once_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["household", "valid_to"])]

    def __str__(self) -> str:
        return self.number


class StationAttachment(models.Model):
    """The cooperative a station sells through, over time."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="attachments")
    cooperative = models.ForeignKey(
        Cooperative, on_delete=models.PROTECT, related_name="attachments"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["station"],
                condition=Q(valid_to__isnull=True),
                name="one_cooperative_per_station",
            )
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.cooperative_id}"
