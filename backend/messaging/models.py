"""Messages to people: one per event and recipient, sealed until they are sent."""

from django.db import models

from backend.common.models import UidModel
from backend.common.sealed import SealedField


class Message(UidModel):
    """`recipient_uid` is text; address and text are sealed, both may name a person."""

    class Channel(models.TextChoices):
        SMS = "sms", "短信"
        PRINT = "print", "打印"
        IN_APP = "in_app", "站内"

    class State(models.TextChoices):
        QUEUED = "queued", "待发送"
        SENT = "sent", "已发送"
        FAILED = "failed", "发送失败"

    key = models.CharField(max_length=160, unique=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    recipient_kind = models.CharField(max_length=24)
    recipient_uid = models.CharField(max_length=64)
    address = SealedField(mask="phone")
    template = models.CharField(max_length=40)
    text = SealedField(mask="text")
    # Read on screen by its recipient alone: no value that is sealed elsewhere, and where it leads.
    notice = models.CharField(max_length=200, default="")
    path = models.CharField(max_length=100, default="")
    read_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    # When a sender last took it: nobody else takes it for a while after that.
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="in_app_message_says_something",
                condition=~models.Q(channel="in_app") | ~models.Q(notice=""),
            )
        ]
        indexes = [
            models.Index(fields=["state", "queued_at"]),
            models.Index(
                fields=["recipient_uid", "queued_at"],
                name="message_in_app",
                condition=models.Q(channel="in_app"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"
