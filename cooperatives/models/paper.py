"""Papers that a cooperative holds for a product, each from and to a day."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models.cooperative import Cooperative
from cooperatives.models.product import Product
from stations.models.area import within


class GoodsPaperQuerySet(models.QuerySet["GoodsPaper"]):
    def visible_to(self, actor: Actor) -> "GoodsPaperQuerySet":
        return self.filter(
            within(actor, "cooperative__area_code")
            | Q(cooperative__uid__in=actor.cooperatives)
            | Q(cooperative__attachments__station__uid__in=actor.stations)
        ).distinct()

    def in_force(self, on: date) -> "GoodsPaperQuerySet":
        return self.filter(valid_from__lte=on, valid_to__gte=on)


class GoodsPaper(UidModel):
    """A number, who issued it, and its days. Said once: a new paper is a new row."""

    class Kind(models.TextChoices):
        QUARANTINE = "quarantine", "检疫证明"
        TEST = "test", "检测报告"
        LICENCE = "licence", "生产许可"
        GI = "gi", "地理标志授权"

    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="papers")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField(max_length=40)
    issuer = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = GoodsPaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "product", "kind", "number"], name="goods_paper_once"
            ),
            models.CheckConstraint(
                name="paper_dates_in_order", condition=Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
