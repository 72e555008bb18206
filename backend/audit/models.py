"""Who did what, and who read whose personal data. Both append-only in the database.

Events are appended unlinked, so that writers never wait for each other; a sealing task links them
into one hash chain (docs/adr/0002).
"""

from typing import Any

from django.db import models

from backend.common.models import UidModel


class AuditEvent(UidModel):
    """One change. Users and subjects are kept as text: audit knows no app above it."""

    at = models.DateTimeField()
    actor_uid = models.CharField(max_length=64)
    hat = models.CharField(max_length=16)
    action = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=40)
    subject_uid = models.CharField(max_length=64)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_uid"])]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_uid}"

    def content(self) -> dict[str, Any]:
        """What the chain protects."""
        return {
            "uid": str(self.uid),
            "at": self.at.timestamp(),
            "actor": self.actor_uid,
            "hat": self.hat,
            "action": self.action,
            "kind": self.subject_kind,
            "subject": self.subject_uid,
            "data": self.data,
        }


class AuditLink(models.Model):
    """One link of the chain. UNIQUE(previous) makes a fork impossible."""

    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="link")
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.hash


class AuditAnchor(models.Model):
    """The chain's head at the end of a day, written out too: no later change hides behind it."""

    day = models.DateField(unique=True)
    last_hash = models.CharField(max_length=64)
    links = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day} {self.last_hash[:12]}"


class AccessEvent(UidModel):
    """Somebody opened personal data; the household can read its own (ROLES section 5)."""

    at = models.DateTimeField()
    actor_uid = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=40)
    hat = models.CharField(max_length=16)
    subject_kind = models.CharField(max_length=40)
    subject_uid = models.CharField(max_length=64)
    fields = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    request_id = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_uid", "at"])]
        constraints = [
            models.CheckConstraint(name="access_event_says_why", condition=~models.Q(purpose=""))
        ]

    def __str__(self) -> str:
        return f"{self.hat} {self.subject_kind} {self.subject_uid}"


class IssuedPaper(UidModel):
    """A statement or report somebody printed. The page behind its QR says that it is genuine.

    Only a digest of the content is kept, no personal value: `/v/<token>` is open to everyone.
    """

    class Kind(models.TextChoices):
        STATEMENT = "statement", "农户账单"
        PASSBOOK = "passbook", "农户存折"
        REPORT = "report", "报告"

    token = models.CharField(max_length=32, unique=True)
    number = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject_kind = models.CharField(max_length=40)
    subject_uid = models.CharField(max_length=64)
    from_on = models.DateField()
    to_on = models.DateField()
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by_uid = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_uid", "digest"], name="paper_once_per_content"
            ),
            models.CheckConstraint(
                name="paper_period_in_order", condition=models.Q(to_on__gte=models.F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def mark(self) -> str:
        """The first half of the digest in fours, as sheet and proof both show it."""
        return " ".join(self.digest[start : start + 4] for start in range(0, 32, 4)).upper()
