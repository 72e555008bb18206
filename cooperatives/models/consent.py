"""What a household has agreed to: one consent per purpose, each under a version of its notice."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models.household import Household


class ConsentPurpose(models.TextChoices):
    REGISTRY = "registry", "建档"
    PUBLIC_NOTICE = "public_notice", "公示"
    SURVEY = "survey", "收入调查"
    CHECK_IN = "check_in", "入户签到"
    PUBLIC_NAME = "public_name", "溯源页署名"


class ConsentNotice(models.Model):
    """The text that was read out or signed; a new text is a new version."""

    purpose = models.CharField(max_length=14, choices=ConsentPurpose.choices)
    version = models.CharField(max_length=10)
    text = models.CharField(max_length=600)
    in_force_from = models.DateField()

    class Meta:
        ordering = ["purpose", "in_force_from"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, actor: Actor) -> "ConsentQuerySet":
        return self.filter(household__in=Household.objects.visible_to(actor).values("pk"))


class Consent(UidModel):
    """Given or withdrawn at a moment. Append-only: the latest word of a purpose counts."""

    class Method(models.TextChoices):
        PAPER = "paper", "纸质签字"
        PAPER_PHOTO = "paper_photo", "纸质签字并拍照"
        PIN = "pin", "本人输入密码"
        ORAL = "oral", "当面口头，两人在场"

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="consents")
    notice = models.ForeignKey(ConsentNotice, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=14, choices=ConsentPurpose.choices)
    given = models.BooleanField()
    method = models.CharField(max_length=12, choices=Method.choices)
    # Who spoke for the household, as the paper says: the head, or a guardian of a child.
    said_by = models.CharField(max_length=20)
    said_at = models.DateTimeField()
    note = models.CharField(max_length=100, default="")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "purpose", "said_at"])]
        constraints = [models.CheckConstraint(name="consent_names_who", condition=~Q(said_by=""))]

    def __str__(self) -> str:
        return f"{self.household_id} {self.purpose}"
