"""What is appraised: versioned sets of indicators, and the targets of an area and period.

A set in force never changes (migration 0008); another way to score is the next number.
"""

from django.db import models
from django.db.models import Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from stations.models.area import within


class Level(models.TextChoices):
    VILLAGE = "village", "村"
    TOWNSHIP = "township", "乡镇"
    COUNTY = "county", "县"


class Cycle(models.TextChoices):
    QUARTER = "quarter", "季度通报"
    HALF = "half", "半年考核"
    YEAR = "year", "年终评估"


class IndicatorSetQuerySet(models.QuerySet["IndicatorSet"]):
    def visible_to(self, actor: Actor) -> "IndicatorSetQuerySet":
        """Of the counties an actor works in; the administrator keeps those of every county."""
        if actor.system or actor.may("edit", "indicator"):
            return self
        return self.filter(county_code__in={area.low[:6] for area in actor.ranges})


class IndicatorSet(UidModel):
    """A score sheet as it is printed empty: one county, level and cycle, 100 points and 10 more."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待县级审批"
        IN_FORCE = "in_force", "已生效"
        DROPPED = "dropped", "已作废"

    county_code = models.CharField(max_length=6)
    level = models.CharField(max_length=8, choices=Level.choices)
    cycle = models.CharField(max_length=7, choices=Cycle.choices)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    # Periods that begin on this day or later.
    applies_from = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    made_by_uid = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)

    objects = IndicatorSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "level", "cycle", "number"], name="indicator_set_once"
            ),
            models.UniqueConstraint(
                fields=["county_code", "level", "cycle"],
                condition=Q(state__in=["draft", "submitted"]),
                name="one_indicator_set_in_the_making",
            ),
            models.UniqueConstraint(
                fields=["county_code", "level", "cycle", "applies_from"],
                condition=Q(state="in_force"),
                name="one_indicator_set_from_a_day",
            ),
            models.CheckConstraint(
                name="indicator_set_in_force_was_agreed",
                condition=~Q(state="in_force") | Q(agreed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county_code} {self.level} {self.cycle} {self.number}"


class Indicator(UidModel):
    """One line of a set: computed by its formula, typed with evidence, or judged."""

    class Origin(models.TextChoices):
        NATIONAL = "national", "国家综合示范"
        COUNTY = "county", "本县"

    class Unit(models.TextChoices):
        YUAN = "yuan", "元"
        PERCENT = "percent", "百分比"
        CHANGE = "change", "增减百分比"
        COUNT = "count", "数量"

    class Method(models.TextChoices):
        RATIO = "ratio", "按完成率"
        PASS = "pass", "达标得满分"
        JUDGED = "judged", "评定"

    set = models.ForeignKey(IndicatorSet, on_delete=models.PROTECT, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=40)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    # Where it comes from, and whether the county has held it against the paper.
    source = models.CharField(max_length=200)
    source_checked = models.BooleanField(default=False)
    meaning = models.CharField(max_length=200)
    unit = models.CharField(max_length=7, choices=Unit.choices, default=Unit.COUNT)
    unit_name = models.CharField(max_length=8, default="")
    # A key of rules.formulas; empty where a person enters it.
    formula_key = models.CharField(max_length=24, default="")
    method = models.CharField(max_length=6, choices=Method.choices)
    most_centipoints = models.PositiveIntegerField()
    bonus = models.BooleanField(default=False)
    # Where an area and period has no target of its own.
    default_target = models.BigIntegerField(null=True)
    evidence_required = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["set", "code"], name="indicator_once_a_set"),
            models.UniqueConstraint(fields=["set", "position"], name="indicator_place_once"),
            models.CheckConstraint(
                name="indicator_within_a_hundred",
                condition=Q(most_centipoints__gt=0, most_centipoints__lte=10_000),
            ),
            models.CheckConstraint(
                name="judged_indicator_has_no_formula",
                condition=~Q(method="judged") | Q(formula_key="", default_target__isnull=True),
            ),
            models.CheckConstraint(name="indicator_names_its_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="typed_indicator_needs_evidence",
                condition=~Q(formula_key="") | Q(evidence_required=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class IndicatorTargetQuerySet(models.QuerySet["IndicatorTarget"]):
    def visible_to(self, actor: Actor) -> "IndicatorTargetQuerySet":
        return self.filter(within(actor, "area_code"))


class IndicatorTarget(UidModel):
    """What an area is to reach in a period, in the indicator's unit, with who says so."""

    area_code = models.CharField(max_length=12)
    period = models.CharField(max_length=7)
    code = models.CharField(max_length=8)
    unit = models.CharField(max_length=7, choices=Indicator.Unit.choices)
    value = models.BigIntegerField()
    source = models.CharField(max_length=120)
    by_uid = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = IndicatorTargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "period", "code"], name="indicator_target_once"
            ),
            models.CheckConstraint(name="indicator_target_says_who", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.period} {self.code}"
