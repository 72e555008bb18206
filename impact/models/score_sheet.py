"""Score sheets of an area and period: filled in, reviewed, locked; a locked one never changes.

A correction after the lock is the next version with a reason; both stay to be seen.
"""

from django.db import models
from django.db.models import F, Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from impact.models.indicator import Indicator, IndicatorSet, Level
from stations.models import Area
from stations.models.area import within


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    def visible_to(self, actor: Actor) -> "ScoreSheetQuerySet":
        return self.filter(within(actor, "area_code"))

    def newest(self) -> "ScoreSheetQuerySet":
        """The last version of each area and period."""
        return self.filter(replaced_by__isnull=True)


class ScoreSheet(UidModel):
    class State(models.TextChoices):
        DRAFT = "draft", "填报中"
        SUBMITTED = "submitted", "待审核"
        REVIEWED = "reviewed", "待县级审定"
        RETURNED = "returned", "退回修改"
        LOCKED = "locked", "已锁定"

    set = models.ForeignKey(IndicatorSet, on_delete=models.PROTECT, related_name="sheets")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12)
    level = models.CharField(max_length=8, choices=Level.choices)
    # "2026-Q3", "2026-H1" or "2026", and its days.
    period = models.CharField(max_length=7)
    first_on = models.DateField()
    next_on = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    # When the formulas were last computed.
    computed_at = models.DateTimeField(null=True)
    base_centipoints = models.PositiveIntegerField(default=0)
    bonus_centipoints = models.PositiveIntegerField(default=0)
    begun_by_uid = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    submitted_by_uid = models.CharField(max_length=64, default="")
    submitted_by_name = models.CharField(max_length=40, default="")
    submitted_on = models.DateField(null=True)
    reviewed_by_uid = models.CharField(max_length=64, default="")
    reviewed_by_name = models.CharField(max_length=40, default="")
    reviewed_on = models.DateField(null=True)
    locked_by_uid = models.CharField(max_length=64, default="")
    locked_by_name = models.CharField(max_length=40, default="")
    locked_at = models.DateTimeField(null=True)
    # SHA-256 of the lines as they were submitted; reviewer and locker sign it.
    digest = models.CharField(max_length=64, default="")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    reason = models.CharField(max_length=200, default="")

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["area_code", "period"])]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "period", "number"], name="one_score_sheet_a_period_and_version"
            ),
            models.CheckConstraint(
                name="later_sheet_says_why",
                condition=Q(number=1, replaces__isnull=True)
                | (Q(number__gt=1, replaces__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="submitted_sheet_is_signed_after_its_period",
                condition=Q(state__in=["draft", "returned"])
                | (
                    ~Q(submitted_by_uid="")
                    & ~Q(digest="")
                    & Q(submitted_on__isnull=False, submitted_on__gte=F("next_on"))
                ),
            ),
            models.CheckConstraint(
                name="reviewed_sheet_has_its_reviewer",
                condition=~Q(state="reviewed") | ~Q(reviewed_by_uid=""),
            ),
            models.CheckConstraint(
                name="locked_sheet_has_its_people",
                condition=~Q(state="locked")
                | (
                    ~Q(locked_by_uid="")
                    & Q(locked_at__isnull=False)
                    & (Q(level="county") | ~Q(reviewed_by_uid=""))
                ),
            ),
            models.CheckConstraint(
                name="maker_never_checks_a_sheet",
                condition=Q(submitted_by_uid="")
                | (
                    ~Q(reviewed_by_uid=F("submitted_by_uid"))
                    & ~Q(locked_by_uid=F("submitted_by_uid"))
                ),
            ),
            models.CheckConstraint(
                name="reviewer_never_locks_a_sheet",
                condition=Q(reviewed_by_uid="") | ~Q(locked_by_uid=F("reviewed_by_uid")),
            ),
            models.CheckConstraint(
                name="sheet_within_110_points",
                condition=Q(base_centipoints__lte=10_000, bonus_centipoints__lte=1_000),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.period} v{self.number}"

    @property
    def total_centipoints(self) -> int:
        return self.base_centipoints + self.bonus_centipoints


class ScoreEntry(UidModel):
    """One line of a sheet. `value` is computed or typed, `target` frozen as it was handed in."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="entries")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    value = models.BigIntegerField(null=True)
    # Why a formula gives none: a key of rules.scoring.WHY_NONE.
    why_none = models.CharField(max_length=16, default="")
    target = models.BigIntegerField(null=True)
    most_centipoints = models.PositiveIntegerField()
    # Null while nobody has scored it.
    given_centipoints = models.PositiveIntegerField(null=True)
    # Given by a person, not by the formula: it says why.
    judged = models.BooleanField(default=False)
    note = models.CharField(max_length=400, default="")
    filled_by_uid = models.CharField(max_length=64, default="")

    class Meta:
        ordering = ["indicator__position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "indicator"], name="score_entry_once"),
            models.CheckConstraint(
                name="points_within_their_scale",
                condition=Q(given_centipoints__isnull=True)
                | Q(given_centipoints__lte=F("most_centipoints")),
            ),
            models.CheckConstraint(
                name="no_value_says_why", condition=Q(why_none="") | Q(value__isnull=True)
            ),
            models.CheckConstraint(
                name="judged_points_say_why",
                condition=Q(judged=False) | Q(given_centipoints__isnull=True) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.indicator_id}"


class ScoreEvidence(UidModel):
    """What proves a line: a file kept sealed, or where the paper lies."""

    class Kind(models.TextChoices):
        FILE = "file", "文件"
        NOTE = "note", "说明"

    entry = models.ForeignKey(ScoreEntry, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    text = models.CharField(max_length=200)
    file = models.CharField(max_length=48, default="")
    sha256 = models.CharField(max_length=64, default="")
    by_uid = models.CharField(max_length=64)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_file_or_a_note",
                condition=~Q(text="")
                & (Q(kind="note", file="") | (Q(kind="file") & ~Q(file="") & ~Q(sha256=""))),
            )
        ]

    def __str__(self) -> str:
        return self.text


class ScoreRemark(UidModel):
    """What was said on a sheet at each step, of one line or of the whole. Append-only."""

    class Step(models.TextChoices):
        SUBMIT = "submit", "提交"
        REVIEW = "review", "审核"
        RETURN = "return", "退回"
        LOCK = "lock", "审定锁定"
        REOPEN = "reopen", "重新开启"

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="remarks")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="+")
    step = models.CharField(max_length=6, choices=Step.choices)
    words = models.CharField(max_length=400, default="")
    by_uid = models.CharField(max_length=64)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="return_and_reopen_say_why",
                condition=~Q(step__in=["return", "reopen"]) | ~Q(words=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.words}"
