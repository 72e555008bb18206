"""Income waves and the forms of their households. A locked wave never changes (migration 0002)."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models import Household
from stations.models import StationCatchment
from stations.models.area import within


class IncomeSurveyQuerySet(models.QuerySet["IncomeSurvey"]):
    def visible_to(self, actor: Actor) -> "IncomeSurveyQuerySet":
        """Waves of the counties an actor works in, or that hold a form within its reach."""
        if actor.system:
            return self.all()
        counties = {area.low[:6] for area in actor.ranges}
        forms = IncomeEntry.objects.visible_to(actor).values("survey")
        return self.filter(Q(county_code__in=counties) | Q(pk__in=forms))

    def standing(self) -> "IncomeSurveyQuerySet":
        """Locked, and not replaced by a later version of the same year."""
        return self.filter(state="locked").exclude(replaced_by__state="locked")


class IncomeSurvey(UidModel):
    """One wave: the incomes of one year, asked with one instrument.

    A correction after the lock is a new version with a reason; both stay to be seen.
    """

    class State(models.TextChoices):
        DESIGNED = "designed", "已设计"
        OPEN = "open", "采集中"
        LOCKED = "locked", "已锁定"

    class Sampling(models.TextChoices):
        CENSUS = "census", "全部在册农户"
        RANDOM = "random", "每村随机抽取"
        PANEL = "panel", "沿用上一轮农户"

    class Series(models.TextChoices):
        """Two series that are never spliced (IMPACT section 6)."""

        DISPOSABLE = "disposable", "可支配收入"
        NET = "net_per_capita", "人均纯收入（旧口径）"

    county_code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    instrument = models.CharField(max_length=40)
    series = models.CharField(max_length=16, choices=Series.choices, default=Series.DISPOSABLE)
    sampling = models.CharField(max_length=8, choices=Sampling.choices, default=Sampling.CENSUS)
    sample_per_village = models.PositiveSmallIntegerField(default=0)
    is_baseline = models.BooleanField(default=False)
    synthetic = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DESIGNED)
    designed_by_uid = models.CharField(max_length=64, default="")
    opened_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    # SHA-256 of the values as locked.
    digest = models.CharField(max_length=64, default="")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    reason = models.CharField(max_length=200, default="")

    objects = IncomeSurveyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "year", "number"], name="one_wave_a_year_and_version"
            ),
            models.CheckConstraint(
                name="locked_wave_has_its_digest",
                condition=~Q(state="locked") | (Q(locked_at__isnull=False) & ~Q(digest="")),
            ),
            models.CheckConstraint(
                name="later_version_says_why",
                condition=Q(number=1, replaces__isnull=True)
                | (Q(number__gt=1, replaces__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="random_sample_has_a_size",
                condition=~Q(sampling="random") | Q(sample_per_village__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county_code} {self.year} v{self.number}"


class IncomeEntryQuerySet(models.QuerySet["IncomeEntry"]):
    def visible_to(self, actor: Actor) -> "IncomeEntryQuerySet":
        """Areas of the actor; the villages a station serves; a household's own."""
        served = StationCatchment.objects.filter(
            station__uid__in=actor.stations, valid_to__isnull=True
        ).values("area__code")
        return self.filter(
            within(actor, "area_code")
            | Q(area_code__in=served)
            | Q(household__uid__in=actor.households)
        )


AMOUNTS = (
    "wage_fen",
    "welfare_wage_fen",
    "operating_revenue_fen",
    "platform_sales_fen",
    "own_consumption_fen",
    "operating_expense_fen",
    "depreciation_fen",
    "production_tax_fen",
    "property_fen",
    "dividend_fen",
    "transfer_received_fen",
    "transfer_paid_fen",
)
# What is left after costs may be a loss; property income is net of interest paid.
MAY_BE_BELOW_ZERO = {"property_fen"}


def _at_least_zero() -> dict[str, int]:
    return {f"{name}__gte": 0 for name in AMOUNTS if name not in MAY_BE_BELOW_ZERO}


def _fen() -> Any:
    return models.BigIntegerField(default=0)


class IncomeEntry(UidModel):
    """A household's nominal income of one year by the four components (IMPACT section 6).

    One row per household and wave with a column per component (docs/adr/0003): the database
    derives the nets and adds them, so gross can never stand in for income. `welfare_wage_fen` is
    part of the wage, `platform_sales_fen` and `own_consumption_fen` of the revenue,
    `dividend_fen` (of cooperative and collective) of the property income.
    """

    class Status(models.TextChoices):
        OBSERVED = "observed", "已采集"
        REFUSED = "refused", "拒访"
        MOVED = "moved", "外迁"
        DIED = "died", "销户（人员死亡）"
        SPLIT = "split", "已分户"
        NOT_SAMPLED = "not_sampled", "未抽中"

    class Stage(models.TextChoices):
        WAITING = "waiting", "待采集"
        COLLECTED = "collected", "待农户确认"
        CONFIRMED = "confirmed", "待村级核对"
        RETURNED = "returned", "退回重填"
        CHECKED = "checked", "已核对"

    class Method(models.TextChoices):
        DIARY = "diary", "记账"
        RECALL = "recall", "回忆"
        ADMINISTRATIVE = "administrative", "行政记录"
        CADRE_ESTIMATE = "cadre_estimate", "干部估计"

    class Evidence(models.TextChoices):
        """The ladder, best first."""

        PLATFORM = "platform", "平台账本"
        BANK = "bank", "银行流水"
        DOCUMENT = "document", "单据"
        DECLARED = "declared", "自述"

    class Confirmed(models.TextChoices):
        OWN = "own", "农户登录确认"
        SIGNATURE = "signature", "农户签名"
        TAP = "tap", "农户当面点按"

    survey = models.ForeignKey(IncomeSurvey, on_delete=models.PROTECT, related_name="entries")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="incomes")
    area_code = models.CharField(max_length=12)
    status = models.CharField(max_length=12, choices=Status.choices)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    method = models.CharField(max_length=16, choices=Method.choices, default=Method.RECALL)
    persons = models.PositiveSmallIntegerField()
    # Households of the village for each one asked, in basis points.
    weight_bp = models.PositiveIntegerField(default=10_000)
    wage_fen = _fen()
    welfare_wage_fen = _fen()
    operating_revenue_fen = _fen()
    platform_sales_fen = _fen()
    own_consumption_fen = _fen()
    operating_expense_fen = _fen()
    depreciation_fen = _fen()
    production_tax_fen = _fen()
    property_fen = _fen()
    dividend_fen = _fen()
    transfer_received_fen = _fen()
    transfer_paid_fen = _fen()
    earned_fen = models.GeneratedField(
        expression=F("wage_fen")
        + F("operating_revenue_fen")
        - F("operating_expense_fen")
        - F("depreciation_fen")
        - F("production_tax_fen")
        + F("property_fen"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    wage_evidence = models.CharField(max_length=8, choices=Evidence.choices, default="declared")
    operating_evidence = models.CharField(
        max_length=8, choices=Evidence.choices, default="declared"
    )
    property_evidence = models.CharField(max_length=8, choices=Evidence.choices, default="declared")
    transfer_evidence = models.CharField(max_length=8, choices=Evidence.choices, default="declared")
    # Names of the outlier rules it met; each needs the note.
    flags = models.JSONField(default=list)
    note = models.CharField(max_length=200, default="")
    enumerator_uid = models.CharField(max_length=64, default="")
    collected_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=10, choices=Confirmed.choices, default="")
    confirmed_at = models.DateTimeField(null=True)
    checked_by_uid = models.CharField(max_length=64, default="")
    checked_at = models.DateTimeField(null=True)
    returned_because = models.CharField(max_length=200, default="")
    version = models.PositiveIntegerField(default=1)

    objects = IncomeEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "household"], name="income_once_a_wave"),
            models.CheckConstraint(name="income_of_people", condition=Q(persons__gte=1)),
            models.CheckConstraint(
                name="only_observed_incomes_have_amounts",
                condition=Q(status="observed") | Q(**dict.fromkeys(AMOUNTS, 0)),
            ),
            models.CheckConstraint(
                name="income_parts_not_below_zero", condition=Q(**_at_least_zero())
            ),
            models.CheckConstraint(
                name="income_parts_within_their_whole",
                condition=Q(welfare_wage_fen__lte=F("wage_fen"))
                & Q(platform_sales_fen__lte=F("operating_revenue_fen") - F("own_consumption_fen")),
            ),
            models.CheckConstraint(
                name="enumerator_is_not_checker",
                condition=Q(checked_by_uid="") | ~Q(checked_by_uid=F("enumerator_uid")),
            ),
        ]
        indexes = [
            models.Index(fields=["area_code"]),
            models.Index(fields=["survey", "stage", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.household_id}"

    @property
    def operating_net_fen(self) -> int:
        costs = self.operating_expense_fen + self.depreciation_fen + self.production_tax_fen
        return int(self.operating_revenue_fen - costs)

    @property
    def transfer_net_fen(self) -> int:
        return int(self.transfer_received_fen - self.transfer_paid_fen)


class FormRevisit(UidModel):
    """The township asked a drawn household again; what it was told then."""

    entry = models.OneToOneField(IncomeEntry, on_delete=models.PROTECT, related_name="revisit")
    earned_fen = models.BigIntegerField()
    agrees = models.BooleanField()
    note = models.CharField(max_length=200, default="")
    by_uid = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="differing_revisit_says_how", condition=Q(agrees=True) | ~Q(note="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.agrees}"


class TrueEffect(models.Model):
    """What a synthetic county was made with, shown only as 演示真值 (DESIGN section 9)."""

    survey = models.OneToOneField(IncomeSurvey, on_delete=models.PROTECT, related_name="truth")
    effect_first_year_fen = models.BigIntegerField()
    effect_later_fen = models.BigIntegerField()
    seed = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.survey_id}"
