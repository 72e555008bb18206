"""Batches of rows that came in, cases a person must decide, and files that went out.

Nouns of the apps above are text here (kind, uid). What a chunk or a file holds is sealed: it may
name people.
"""

from django.db import models

from backend.common.actor import Actor
from backend.common.models import UidModel
from backend.common.sealed import SealedField


def _reach(actor: Actor, owner: str) -> models.Q:
    """Own, or within the actor's areas and cooperatives."""
    if actor.system:
        return models.Q()
    reach = models.Q(scope_ref__in=actor.cooperatives)
    if actor.signed_in:
        reach |= models.Q(**{owner: actor.user_uid})
    for area in actor.ranges:
        reach |= models.Q(area_code__gte=area.low, area_code__lt=area.high)
    return reach


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, actor: Actor) -> "ImportBatchQuerySet":
        return self.filter(_reach(actor, "made_by_uid"))


class ImportBatch(UidModel):
    """One uploaded workbook. `area_code` and `scope_ref` say whose it is."""

    class State(models.TextChoices):
        CHECKING = "checking", "检查中"
        FAILED = "failed", "不能读取"
        CHECKED = "checked", "已检查"
        SUBMITTED = "submitted", "待审批"
        APPROVED = "approved", "已批准"
        APPLYING = "applying", "写入中"
        APPLIED = "applied", "已写入"
        UNDOING = "undoing", "撤销中"
        UNDONE = "undone", "已撤销"
        DISCARDED = "discarded", "已作废"

    kind = models.CharField(max_length=24)
    file_name = models.CharField(max_length=120)
    file = models.CharField(max_length=48)
    file_type = models.CharField(max_length=4)
    # Existing records are changed only where the person said so (OpenSPP#421).
    update_existing = models.BooleanField(default=False)
    # Header as found, and what a person mapped otherwise: `{title: column key}`.
    header = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    made_by_uid = models.CharField(max_length=64)
    made_by_name = models.CharField(max_length=40)
    assignment_uid = models.CharField(max_length=64)
    area_code = models.CharField(max_length=12)
    scope_ref = models.CharField(max_length=64, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    counts = models.JSONField(default=dict)
    written = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, default="")
    error_file = models.CharField(max_length=48, default="")
    error = models.CharField(max_length=400, default="")
    undo_reason = models.CharField(max_length=200, default="")
    job_uid = models.CharField(max_length=64, default="")
    uploaded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["area_code", "-id"]), models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class ImportChunk(models.Model):
    """Some thousand checked rows: the unit that is written, once, in one transaction.

    `body` holds the rows with their diff, `undo` what stood there before; both sealed.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)
    body = models.BinaryField()
    undo = models.BinaryField(default=bytes)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_chunk_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} chunk {self.number}"


class DuplicateCaseQuerySet(models.QuerySet["DuplicateCase"]):
    def visible_to(self, actor: Actor) -> "DuplicateCaseQuerySet":
        if actor.system:
            return self
        reach = models.Q(pk__in=[])
        for area in actor.ranges:
            reach |= models.Q(area_code__gte=area.low, area_code__lt=area.high)
        return self.filter(reach)


class DuplicateCase(UidModel):
    """A row that may be a record we have; people decide, one proposing, two agreeing."""

    class State(models.TextChoices):
        OPEN = "open", "待判定"
        PROPOSED = "proposed", "待审批"
        SAME = "same", "同一户"
        DIFFERENT = "different", "不同户"
        CLOSED = "closed", "已随批次关闭"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="cases")
    row_number = models.PositiveIntegerField()
    row_label = models.CharField(max_length=60)
    area_code = models.CharField(max_length=12)
    subject_kind = models.CharField(max_length=24)
    subject_uid = models.CharField(max_length=64)
    subject_label = models.CharField(max_length=60)
    score = models.SmallIntegerField()
    # `[{field, agrees, words}]`: why the two look alike.
    agreements = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    proposal = models.CharField(max_length=10, default="")
    reason = models.CharField(max_length=200, default="")
    proposed_by_uid = models.CharField(max_length=64, default="")
    decided_at = models.DateTimeField(null=True)

    objects = DuplicateCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "row_number", "subject_uid"], name="duplicate_case_once"
            )
        ]
        indexes = [models.Index(fields=["area_code", "state"])]

    def __str__(self) -> str:
        return f"{self.batch_id} row {self.row_number}"


class ExportFileQuerySet(models.QuerySet["ExportFile"]):
    def visible_to(self, actor: Actor) -> "ExportFileQuerySet":
        return self.filter(_reach(actor, "made_by_uid"))


class ExportFile(UidModel):
    """A workbook or paper that left: who asked, why, about whom, and until when."""

    class State(models.TextChoices):
        WAITING = "waiting", "待审批"
        MAKING = "making", "生成中"
        READY = "ready", "可下载"
        REFUSED = "refused", "未获批准"
        FAILED = "failed", "失败"
        EXPIRED = "expired", "已过期删除"

    class Format(models.TextChoices):
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"
        PDF = "pdf", "PDF"

    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=60, default="")
    # The task that makes it: whichever app the noun belongs to.
    task = models.CharField(max_length=64, default="")
    format = models.CharField(max_length=4, choices=Format.choices)
    filters = models.JSONField(default=dict)
    personal = models.BooleanField(default=False)
    purpose = models.CharField(max_length=200)
    made_by_uid = models.CharField(max_length=64)
    made_by_name = models.CharField(max_length=40)
    assignment_uid = models.CharField(max_length=64)
    area_code = models.CharField(max_length=12)
    scope_ref = models.CharField(max_length=64, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.MAKING)
    # Rows foreseen when it was asked for; the second person agrees to this number.
    foreseen = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
    file = models.CharField(max_length=48, default="")
    password = SealedField(mask="text")
    password_shown_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=400, default="")
    job_uid = models.CharField(max_length=64, default="")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = ExportFileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["area_code", "-id"]),
            models.Index(fields=["state", "expires_at"]),
        ]
        constraints = [
            models.CheckConstraint(name="export_says_why", condition=~models.Q(purpose=""))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
