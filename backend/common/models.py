"""Three tables of the frame (idempotency keys, outbox, photos) and the bases of all others."""

import uuid

from django.db import models


class UidModel(models.Model):
    """A record the outside names by `uid`; the integer key never leaves the database."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class EditedModel(UidModel):
    """A record that people edit: `version` is the optimistic lock (If-Match)."""

    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class IdempotencyKey(models.Model):
    """One unsafe call: the same key and body get the same answer for 30 days."""

    class State(models.TextChoices):
        IN_FLIGHT = "in_flight"
        DONE = "done"

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices, default=State.IN_FLIGHT)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(default="")
    content_type = models.CharField(max_length=80, default="")
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_once"),
            models.CheckConstraint(
                name="idempotency_key_done_has_status",
                condition=models.Q(state="in_flight") | models.Q(status__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["claimed_at"])]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"


class OutboxEntry(models.Model):
    """Work that must happen after a commit. Written with the change, done when its task says so."""

    task = models.CharField(max_length=120)
    kwargs = models.JSONField(default=dict)
    task_id = models.UUIDField(default=uuid.uuid4, unique=True)
    written_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["written_at"], name="outbox_open", condition=models.Q(done_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.task_id}"


class StoredPhoto(models.Model):
    """A photo in the media folder, named by the SHA-256 of its bytes."""

    digest = models.CharField(max_length=64, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    full_bytes = models.PositiveIntegerField()
    thumb_bytes = models.PositiveIntegerField()
    by_uid = models.CharField(max_length=64)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest
