"""Stations, the villages they serve, and the branches that lead or host them, all with dates."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr

from backend.common.actor import Actor
from backend.common.models import EditedModel
from stations.models.area import Area, within
from stations.models.branch import PartyBranch


class StationQuerySet(models.QuerySet["Station"]):
    def visible_to(self, actor: Actor) -> "StationQuerySet":
        """Stations of the actor's areas, those it works for, those its cooperative sells for."""
        own = Q(uid__in=actor.stations) | Q(cooperative_ref__in=actor.cooperatives)
        return self.filter(within(actor, "area_code") | own)


class Station(EditedModel):
    """One e-commerce service station. `opened_on` is history and never overwritten."""

    class Status(models.TextChoices):
        APPLIED = "applied", "已申请"
        APPROVED = "approved", "已批准"
        BUILDING = "building", "建设中"
        ACCEPTED = "accepted", "已验收"
        OPERATING = "operating", "运营中"
        SUSPENDED = "suspended", "暂停"
        CLOSED = "closed", "已关闭"

    class Level(models.TextChoices):
        COUNTY = "county", "县级中心"
        TOWNSHIP = "township", "乡镇站"
        VILLAGE = "village", "村级点"

    class Host(models.TextChoices):
        SHOP = "小卖部", "小卖部"
        COMMITTEE = "村委会", "村委会"
        SUPPLY = "供销社", "供销社"
        POST = "邮政", "邮政"
        COOPERATIVE = "合作社", "合作社"

    name = models.CharField(max_length=40)
    # Three characters within lot codes (DOMAIN section 7).
    letters = models.CharField(max_length=3)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="stations")
    area_code = models.CharField(max_length=12)
    status = models.CharField(max_length=10, choices=Status.choices)
    opened_on = models.DateField(null=True)
    phone = models.CharField(max_length=20, default="")
    address = models.CharField(max_length=80, default="")
    host_kind = models.CharField(max_length=20, default="")
    online_rate_bp = models.PositiveIntegerField(default=0)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.VILLAGE)
    # The grade of the last inspection; empty before the first (DOMAIN section 4).
    grade = models.CharField(max_length=10, default="")
    area_m2 = models.PositiveIntegerField(default=0)
    broadband = models.BooleanField(default=False)
    # [{"name": "电子秤", "count": 1}], keys of rules.ZONES, keys of ServiceKind.
    equipment = models.JSONField(default=list)
    zones = models.JSONField(default=list)
    services = models.JSONField(default=list)
    service_hours = models.CharField(max_length=60, default="")
    applied_on = models.DateField(null=True)
    # WGS-84, millionths of a degree.
    longitude_e6 = models.IntegerField(null=True)
    latitude_e6 = models.IntegerField(null=True)
    # Uid of the cooperative it is attached to; the dated rows are cooperatives' own.
    cooperative_ref = models.CharField(max_length=36, default="")

    objects = StationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["area_code"]),
            models.Index(fields=["cooperative_ref"], name="station_of_cooperative"),
        ]
        constraints = [
            # Within the country's box; longitude and latitude come together.
            models.CheckConstraint(
                name="station_lies_in_the_country",
                condition=Q(longitude_e6__isnull=True, latitude_e6__isnull=True)
                | Q(
                    longitude_e6__range=(73_000_000, 136_000_000),
                    latitude_e6__range=(3_000_000, 54_000_000),
                ),
            ),
            models.CheckConstraint(
                name="operating_station_has_opened",
                condition=~Q(status="operating") | Q(opened_on__isnull=False),
            ),
            # A county numbers its own stations.
            models.UniqueConstraint(
                Substr("area_code", 1, 6), "letters", name="station_letters_once_per_county"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StationCatchment(models.Model):
    """A village belongs to one station's catchment at a time."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="catchments")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="catchments")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(valid_to__isnull=True), name="one_station_per_village"
            ),
            models.CheckConstraint(
                name="catchment_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.area_id}"

    @classmethod
    def on(cls, day: date) -> "models.QuerySet[StationCatchment]":
        """Catchments as they stood on a day."""
        return cls.objects.filter(valid_from__lte=day).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class StationBranch(models.Model):
    """Which branch leads or hosts a station since when: history, never overwritten."""

    class Part(models.TextChoices):
        LED = "led", "支部领办"
        HOSTED = "hosted", "支部托管"

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="branches")
    branch = models.ForeignKey(PartyBranch, on_delete=models.PROTECT, related_name="stations")
    part = models.CharField(max_length=6, choices=Part.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["station", "part"],
                condition=Q(valid_to__isnull=True),
                name="one_branch_per_part",
            ),
            models.CheckConstraint(
                name="station_branch_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.part}"
