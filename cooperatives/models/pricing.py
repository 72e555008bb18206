"""How a price list comes to be: drafted, agreed by a second person, bounded, stopped in time."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import EditedModel, UidModel
from cooperatives.models.cooperative import Cooperative
from cooperatives.models.product import Grade, PriceList, Product
from stations.models.area import within


class PriceDraftQuerySet(models.QuerySet["PriceDraft"]):
    def visible_to(self, actor: Actor) -> "PriceDraftQuerySet":
        return self.filter(
            within(actor, "cooperative__area_code") | Q(cooperative__uid__in=actor.cooperatives)
        )


class PriceDraft(EditedModel):
    """Prices the accountant proposes; agreed by the manager they become a `PriceList`.

    `lines` are `{product, grade, buy_fen, sell_fen, institution_fen}`; `effective_from` empty means
    from the moment of agreement on.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待审"
        RETURNED = "returned", "退回"
        EFFECTIVE = "effective", "已发布"
        STOPPED = "stopped", "被叫停"

    cooperative = models.ForeignKey(
        Cooperative, on_delete=models.PROTECT, related_name="price_drafts"
    )
    effective_from = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, default="")
    lines = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    price_list = models.OneToOneField(
        PriceList, on_delete=models.PROTECT, related_name="draft", null=True
    )

    objects = PriceDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "effective_from"],
                condition=Q(status__in=["submitted", "effective"]),
                name="one_price_list_per_moment",
            ),
            models.CheckConstraint(
                name="effective_draft_has_its_list",
                condition=~Q(status="effective") | Q(price_list__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cooperative_id} {self.status}"


class PriceListStop(UidModel):
    """Township or branch stopped a list in time: a buying price fell by more than a tenth."""

    price_list = models.OneToOneField(PriceList, on_delete=models.PROTECT, related_name="stop")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    hat = models.CharField(max_length=16)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"stop {self.price_list_id}"


class PriceCeiling(UidModel):
    """The county's highest selling price of a product for a time, with its source."""

    county_code = models.CharField(max_length=6)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="ceilings")
    grade = models.CharField(max_length=8, choices=Grade.choices)
    sell_fen_per_jin = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=100)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="ceiling_above_zero", condition=Q(sell_fen_per_jin__gt=0)),
            models.CheckConstraint(
                name="ceiling_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.grade} {self.sell_fen_per_jin}"
