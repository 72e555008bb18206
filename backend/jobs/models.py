"""Work that a person waits for: progress and result survive a worker's death."""

from django.db import models

from backend.common.models import UidModel


class Job(UidModel):
    """`kind` names the task that runs it; `owner_uid` is text."""

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "失败"

    kind = models.CharField(max_length=64)
    owner_uid = models.CharField(max_length=64)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=400, default="")
    queued_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["state", "queued_at"])]
        constraints = [
            models.CheckConstraint(
                name="job_failed_says_why", condition=~models.Q(state="failed", error="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
