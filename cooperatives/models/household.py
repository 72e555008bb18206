"""Households: a minimal register; identity and phone are sealed (DOMAIN section 5)."""

from django.db import models
from django.db.models import Q

from backend.common.actor import Actor
from backend.common.models import EditedModel
from backend.common.sealed import SealedField
from stations.models import Area, StationCatchment
from stations.models.area import within


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, actor: Actor) -> "HouseholdQuerySet":
        """Areas of the actor; a station's catchment; a cooperative's members; one's own."""
        served = StationCatchment.objects.filter(
            station__uid__in=actor.stations, valid_to__isnull=True
        ).values("area")
        return self.filter(
            within(actor, "area_code")
            | Q(area__in=served)
            | Q(
                pk__in=self.model.objects.filter(
                    memberships__cooperative__uid__in=actor.cooperatives,
                    memberships__valid_to__isnull=True,
                ).values("pk")
            )
            | Q(uid__in=actor.households)
        )


class Household(EditedModel):
    """One household. `card_no` (HC…) is on its card; the head's name is 2-20 characters."""

    class Category(models.TextChoices):
        GENERAL = "general", "一般户"
        LIFTED = "lifted", "脱贫户"
        MONITORED = "monitored", "监测户"

    card_no = models.CharField(max_length=16, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="households")
    area_code = models.CharField(max_length=12)
    head_name = models.CharField(max_length=20)
    pinyin = models.CharField(max_length=80)
    initials = models.CharField(max_length=20)
    phone = SealedField(mask="phone")
    phone_tail = models.CharField(max_length=4, default="")
    identity = SealedField(mask="identity")
    identity_index = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    size = models.PositiveSmallIntegerField()
    labour_count = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=10, choices=Category.choices, default=Category.GENERAL)
    land_mu_x100 = models.PositiveIntegerField(default=0)
    # A person is named on public pages only with this consent.
    named_in_public = models.BooleanField(default=False)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["area_code", "id"]),
            models.Index(fields=["initials"]),
            models.Index(fields=["phone_tail"]),
        ]
        constraints = [
            models.CheckConstraint(name="household_has_people", condition=Q(size__gte=1)),
            models.CheckConstraint(
                name="labour_within_household", condition=Q(labour_count__lte=models.F("size"))
            ),
        ]

    def __str__(self) -> str:
        return self.card_no
