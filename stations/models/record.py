"""A station's record over time: moves, operators, inspections. Rows are added, not overwritten."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from stations.models.area import within
from stations.models.change import PlaceChange
from stations.models.station import Station


class StationMove(models.Model):
    """One step of a station's life: who, when, from, to, why. Append-only."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="moves")
    move = models.CharField(max_length=10)
    from_status = models.CharField(max_length=10, default="")
    to_status = models.CharField(max_length=10, choices=Station.Status.choices)
    moved_on = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    change = models.OneToOneField(
        PlaceChange, on_delete=models.PROTECT, null=True, related_name="station_move"
    )

    class Meta:
        indexes = [models.Index(fields=["station", "moved_on"])]

    def __str__(self) -> str:
        return f"{self.from_status} {self.to_status}"


class OperatorPosting(UidModel):
    """Who runs a station from when to when. The right itself is an assignment of accounts."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="postings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assignment_uid = models.CharField(max_length=36, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["station"], condition=Q(valid_to__isnull=True), name="one_operator_posted"
            ),
            models.CheckConstraint(
                name="posting_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.user_id}"


class Inspection(UidModel):
    """Scores of one visit and the grade they give. Append-only."""

    class Grade(models.TextChoices):
        BELOW = "below", "不达标"
        ORDINARY = "ordinary", "一般"
        QUALIFIED = "qualified", "达标"
        ADVANCED = "advanced", "先进"
        MODEL = "model", "模范"

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="inspections")
    inspected_on = models.DateField()
    scores = models.JSONField()
    total = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=10, choices=Grade.choices)
    note = models.CharField(max_length=200, default="")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    change = models.OneToOneField(
        PlaceChange, on_delete=models.PROTECT, null=True, related_name="inspection"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="inspection_of_100", condition=Q(total__lte=100))
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.total}"


class InspectionObjectionQuerySet(models.QuerySet["InspectionObjection"]):
    def visible_to(self, actor: Actor) -> "InspectionObjectionQuerySet":
        """Of the actor's areas and of the station it works for."""
        return self.filter(
            within(actor, "inspection__station__area_code")
            | Q(inspection__station__uid__in=actor.stations)
        )


class InspectionObjection(UidModel):
    """The secretary or the operator does not agree with a grade; the inspecting office answers."""

    class State(models.TextChoices):
        OPEN = "open", "待答复"
        UPHELD = "upheld", "维持原评级"
        REINSPECT = "reinspect", "重新检查"

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="objections")
    hat = models.CharField(max_length=16)
    words = models.CharField(max_length=400)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answer_by_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=400, default="")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = InspectionObjectionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "answer_by_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "hat"], name="one_objection_per_part_and_inspection"
            ),
            models.CheckConstraint(
                name="objection_answered_whole_or_not",
                condition=Q(state="open", answer="", answered_by__isnull=True)
                | (
                    ~Q(state="open")
                    & ~Q(answer="")
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="objection_not_answered_by_its_maker",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.state}"
