"""A problem until it is struck off: responsibility, tasks, rectification, verification (销号).

Where it was found stands as text (`source_kind`, `source_uid`): no app calls this one to open an
issue, a person follows a prefilled link (DESIGN section 9).
"""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from stations.models import Area, Station
from stations.models.area import within


class IssueQuerySet(models.QuerySet["Issue"]):
    def visible_to(self, actor: Actor) -> "IssueQuerySet":
        """Of the actor's areas and station, and those its hat answers for."""
        if actor.system:
            return self.all()
        reach = within(actor, "area_code") | Q(station__uid__in=actor.stations)
        if actor.assignment_uid:
            answers = Responsibility.objects.filter(
                hat_uid=actor.assignment_uid, ended_at__isnull=True
            )
            reach |= Q(pk__in=answers.values("issue"))
        return self.filter(reach)


class Issue(UidModel):
    class Source(models.TextChoices):
        HAND = "hand", "直接登记"
        INSPECTION = "inspection", "服务站检查"
        GRIEVANCE = "grievance", "群众诉求"
        RECONCILIATION = "reconciliation_item", "对账差异"
        GATE = "report_gate", "增收报告门槛"
        LOOK_BACK = "look_back", "回头看"
        DEMOCRATIC = "democratic_life", "民主生活会"
        ORGANISATION = "organisation_life", "组织生活会"

    class State(models.TextChoices):
        OPEN = "open", "待交办"
        ASSIGNED = "assigned", "整改中"
        HANDED_IN = "handed_in", "待核验销号"
        CLOSED_OUT = "closed_out", "已销号"
        WITHDRAWN = "withdrawn", "已撤回"

    title = models.CharField(max_length=60)
    words = models.CharField(max_length=400)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, null=True, related_name="issues")
    source_kind = models.CharField(max_length=20, choices=Source.choices)
    source_uid = models.CharField(max_length=64, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    due_on = models.DateField(null=True)
    # The lead of those who answer for it.
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    handed_in_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    look_back_on = models.DateField(null=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["area_code", "state"]),
            models.Index(fields=["source_uid"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="assigned_issue_has_owner_and_day",
                condition=Q(state__in=["open", "withdrawn"], owner__isnull=True)
                | Q(
                    state__in=["assigned", "handed_in", "closed_out"], owner__isnull=False,
                    due_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="issue_handed_in_by_somebody",
                condition=~Q(state__in=["handed_in", "closed_out"])
                | Q(handed_in_by__isnull=False, handed_in_at__isnull=False),
            ),
            models.CheckConstraint(
                name="issue_closed_whole_or_not",
                condition=Q(
                    state="closed_out", closed_by__isnull=False, closed_at__isnull=False,
                    look_back_on__isnull=False,
                )
                | (~Q(state="closed_out") & Q(closed_by__isnull=True, closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="issue_never_closed_by_its_owner",
                condition=Q(closed_by__isnull=True)
                | (~Q(closed_by=F("owner")) & ~Q(closed_by=F("handed_in_by"))),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Responsibility(UidModel):
    """责任清单: who answers, under which hat, from and until when. Past rows stay."""

    class Part(models.TextChoices):
        LEAD = "lead", "牵头"
        ASSIST = "assist", "配合"

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="responsibilities")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    hat_uid = models.CharField(max_length=64)
    hat = models.CharField(max_length=16)
    unit = models.CharField(max_length=60)
    part = models.CharField(max_length=6, choices=Part.choices)
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["hat_uid"])]
        constraints = [
            models.UniqueConstraint(
                fields=["issue"], condition=Q(part="lead", ended_at__isnull=True),
                name="one_lead_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["issue", "person"], condition=Q(ended_at__isnull=True),
                name="one_part_a_person",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.issue_id} {self.part}"


class IssueTask(UidModel):
    """任务清单: one step of the road map with its day."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    due_on = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="task_number_once"),
            models.CheckConstraint(name="task_says_what", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.words}"


class Rectification(UidModel):
    """整改清单: what was done for a task. Append-only; more is added while the issue is open."""

    task = models.ForeignKey(IssueTask, on_delete=models.PROTECT, related_name="rectifications")
    words = models.CharField(max_length=400)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="rectification_says_what", condition=~Q(words=""))
        ]

    def __str__(self) -> str:
        return self.words[:40]


class Evidence(UidModel):
    """A photo or a paper of what was done; named once by the rectification that it proves."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "照片"
        PAPER = "paper", "文件"

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="evidence")
    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, null=True, related_name="evidence"
    )
    kind = models.CharField(max_length=5, choices=Kind.choices)
    name = models.CharField(max_length=80)
    # A photo is found by its digest, a paper by the name of its sealed file.
    file = models.CharField(max_length=48, default="")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="evidence_paper_has_its_file",
                condition=Q(kind="photo", file="") | (Q(kind="paper") & ~Q(file="")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class IssueMove(UidModel):
    """Who did what to an issue, when and why. Append-only."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="moves")
    move = models.CharField(max_length=12)
    from_state = models.CharField(max_length=10, choices=Issue.State.choices)
    to_state = models.CharField(max_length=10, choices=Issue.State.choices)
    words = models.CharField(max_length=400, default="")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    hat = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.move}"


class Escalation(UidModel):
    """A deadline passed: the next office was told, once per level and deadline. Append-only."""

    class Level(models.TextChoices):
        TOWNSHIP = "township", "乡镇督办"
        COUNTY = "county", "县级督办"

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="escalations")
    level = models.CharField(max_length=8, choices=Level.choices)
    # The day that passed: an extension starts anew.
    due_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "level", "due_on"], name="escalated_once_per_level_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.level}"


class LookBack(UidModel):
    """回头看: whether what was struck off still holds. Append-only; never by its owner."""

    class Found(models.TextChoices):
        HELD = "held", "整改保持"
        RELAPSED = "relapsed", "问题反弹"

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="look_backs")
    number = models.PositiveSmallIntegerField()
    found = models.CharField(max_length=8, choices=Found.choices)
    words = models.CharField(max_length=400)
    # A copy of the issue's, so that the CHECK can see it.
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="look_back_round_once"),
            models.CheckConstraint(
                name="owner_never_looks_back", condition=~Q(by=F("owner"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.issue_id} {self.number} {self.found}"
