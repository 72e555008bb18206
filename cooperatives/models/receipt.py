"""Weigh-ins. A receipt is immutable."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from cooperatives.models.cooperative import Cooperative
from cooperatives.models.household import Household
from cooperatives.models.product import Grade, PriceEntry, Product
from stations.models import Station
from stations.models.area import within


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, actor: Actor) -> "ReceiptQuerySet":
        return self.filter(
            within(actor, "area_code")
            | Q(station__uid__in=actor.stations)
            | Q(cooperative__uid__in=actor.cooperatives)
            | Q(household__uid__in=actor.households)
        )


class Receipt(models.Model):
    """One weigh-in. `uid` is made by the client, so a repeated upload is the same receipt."""

    class Mode(models.TextChoices):
        CONSIGNMENT = "consignment", "代卖"
        PURCHASE = "purchase", "收购"

    uid = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="receipts")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="receipts")
    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="receipts")
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    grade = models.CharField(max_length=8, choices=Grade.choices)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    gross_g = models.PositiveIntegerField()
    tare_g = models.PositiveIntegerField()
    net_g = models.PositiveIntegerField()
    price_entry = models.ForeignKey(PriceEntry, on_delete=models.PROTECT)
    price_fen_per_jin = models.PositiveIntegerField()
    amount_fen = models.BigIntegerField()
    # The household's village, frozen.
    area_code = models.CharField(max_length=12)
    weighed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    operator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=100, default="")

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="receipt_net_is_gross_less_tare",
                condition=Q(net_g=F("gross_g") - F("tare_g")) & Q(net_g__gt=0),
            ),
            models.CheckConstraint(name="receipt_price", condition=Q(price_fen_per_jin__gt=0)),
        ]
        indexes = [
            models.Index(fields=["household", "weighed_at"]),
            models.Index(fields=["station", "weighed_at"]),
            models.Index(fields=["area_code", "weighed_at"]),
        ]

    def __str__(self) -> str:
        return str(self.uid)
