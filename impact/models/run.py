"""How to estimate, frozen before the outcomes are known; every try, listed for good."""

from django.db import models
from django.db.models import F, Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from stations.models import Station


def counties_of(actor: Actor) -> set[str]:
    """A report is a county's: whoever works in the county may read it where the matrix says so."""
    found = {area.low[:6] for area in actor.ranges}
    stations = Station.objects.filter(uid__in=actor.stations)
    found |= {code[:6] for code in stations.values_list("area_code", flat=True)}
    members = Station.objects.filter(attachments__cooperative__uid__in=actor.cooperatives)
    return found | {code[:6] for code in members.values_list("area_code", flat=True)}


class SpecQuerySet(models.QuerySet["EstimationSpec"]):
    def visible_to(self, actor: Actor) -> "SpecQuerySet":
        if actor.system:
            return self.all()
        return self.filter(county_code__in=counties_of(actor))


class EstimationSpec(UidModel):
    """Append-only: years, controls, what counts as opened, limits of the gates, seed.

    `digest` is the SHA-256 of all of it: a run first proves that nothing was changed.
    """

    class Control(models.TextChoices):
        NOT_YET = "notyet", "未开站与尚未开站的村"
        NEVER = "never", "从未开站的村"

    county_code = models.CharField(max_length=6)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    control = models.CharField(max_length=8, choices=Control.choices, default=Control.NOT_YET)
    least_orders = models.PositiveSmallIntegerField(default=12)
    least_months = models.PositiveSmallIntegerField(default=6)
    limits = models.JSONField(default=dict)
    draws = models.PositiveIntegerField(default=999)
    randomisations = models.PositiveIntegerField(default=499)
    seed = models.PositiveIntegerField(default=1)
    frozen_at = models.DateTimeField()
    frozen_by_uid = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = SpecQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county_code", "number"], name="spec_once"),
            models.CheckConstraint(
                name="spec_years_in_order", condition=Q(last_year__gte=F("first_year") + 2)
            ),
            models.CheckConstraint(
                name="spec_can_be_run",
                condition=Q(draws__gte=99, randomisations__gte=99, least_orders__gte=1)
                & Q(least_months__gte=1, least_months__lte=12),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county_code} #{self.number}"


class RunQuerySet(models.QuerySet["AttributionRun"]):
    def visible_to(self, actor: Actor) -> "RunQuerySet":
        if actor.system:
            return self.all()
        return self.filter(spec__county_code__in=counties_of(actor))


class AttributionRun(UidModel):
    """Append-only: one carrying out of a spec, also where it was refused.

    `report` is the frozen page in the order of IMPACT section 7, `digest` its SHA-256.
    """

    class Verdict(models.TextChoices):
        REPORTABLE = "REPORTABLE", "可以公布"
        WITH_WARNING = "WITH_WARNING", "可以公布，须附提示"
        NOT_IDENTIFIED = "NOT_IDENTIFIED", "不能估计"

    spec = models.ForeignKey(EstimationSpec, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    # Empty where the estimators could work; else why they could not.
    refusal = models.CharField(max_length=40, default="")
    gates = models.JSONField(default=list)
    results = models.JSONField(default=dict)
    inputs = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    data_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    synthetic = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by_uid = models.CharField(max_length=64)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["spec", "number"], name="run_once"),
            models.CheckConstraint(
                name="refused_run_is_not_identified",
                condition=Q(refusal="") | Q(verdict="NOT_IDENTIFIED"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spec_id} run {self.number}"
