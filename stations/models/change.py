"""A change of the registry as a document: what it says, who made it, what became of it."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from stations.models.area import within
from stations.rules import CHANGE_KINDS


class PlaceChangeQuerySet(models.QuerySet["PlaceChange"]):
    def visible_to(self, actor: Actor) -> "PlaceChangeQuerySet":
        """Of the actor's areas and stations; one's own; areas for the administrator."""
        reach = within(actor, "area_code") | Q(subject_uid__in=actor.stations)
        if actor.may("edit", "area"):
            reach |= Q(kind__startswith="area_")
        if actor.signed_in:
            reach |= Q(made_by__uid=actor.user_uid)
        return self.filter(reach)


class PlaceChange(UidModel):
    """`payload` is what will be applied, `lines` are what people read: both are signed."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "待审批"
        APPLIED = "applied", "已生效"
        RETURNED = "returned", "已退回"
        REJECTED = "rejected", "已否决"
        WITHDRAWN = "withdrawn", "已撤回"

    kind = models.CharField(
        max_length=16, choices=[(kind, row[0]) for kind, row in CHANGE_KINDS.items()]
    )
    # A station's uid or an area's code.
    subject_uid = models.CharField(max_length=36)
    area_code = models.CharField(max_length=12)
    title = models.CharField(max_length=120)
    payload = models.JSONField()
    lines = models.JSONField()
    reason = models.CharField(max_length=200)
    effective_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = PlaceChangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_uid", "state"]),
            models.Index(fields=["area_code"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_uid"],
                condition=Q(state="submitted"),
                name="one_open_change_per_kind",
            )
        ]

    def __str__(self) -> str:
        return self.title
