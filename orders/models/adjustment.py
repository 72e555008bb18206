"""What changed after a sale: short weights, substitutions, refunds by source. Append-only.

Sources stay as they were frozen at sale; what is taken from them stands beside them, so a source
is worth its share and all its changes (invariant 2).
"""

from django.db import models
from django.db.models import Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from orders.models.order import LineSource, OrderLine
from orders.models.payment import Refund
from orders.models.shipment import Shipment
from stations.models.area import within


class AdjustmentQuerySet(models.QuerySet["Adjustment"]):
    def visible_to(self, actor: Actor) -> "AdjustmentQuerySet":
        reach = Q(line__station__uid__in=actor.stations)
        reach |= Q(line__cooperative__uid__in=actor.cooperatives)
        if actor.system or actor.role == "AU":
            reach |= within(actor, "line__station__area_code")
        return self.filter(reach)


class Adjustment(UidModel):
    """缺重 or 换货: what was promised, what was packed, by whom, why, with the photo's hash."""

    class Kind(models.TextChoices):
        SHORT_WEIGHT = "short_weight", "缺重"
        SUBSTITUTION = "substitution", "换货"

    class Fate(models.TextChoices):
        SHELF = "shelf", "放回货架"
        WASTE = "waste", "计入损耗"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="adjustments")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="adjustments")
    source = models.ForeignKey(LineSource, on_delete=models.PROTECT, related_name="adjusted_by")
    old_g = models.PositiveIntegerField()
    new_g = models.PositiveIntegerField()
    # What became of the grams that were not packed.
    fate = models.CharField(max_length=8, choices=Fate.choices)
    reason = models.CharField(max_length=200)
    photo_hash = models.CharField(max_length=64, default="")
    # The shortage as the station's device named it: sent twice is adjusted once.
    client_key = models.CharField(max_length=80)
    by_uid = models.CharField(max_length=64)
    by_name = models.CharField(max_length=40, default="")
    at = models.DateTimeField()

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "client_key"], name="adjusted_once"),
            models.CheckConstraint(
                name="adjustment_says_why_and_takes_something",
                condition=~Q(reason="") & Q(new_g__lt=models.F("old_g")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.shipment_id}"


class SourceChange(models.Model):
    """Grams and fen taken from one source by a refund or an adjustment."""

    source = models.ForeignKey(LineSource, on_delete=models.PROTECT, related_name="changes")
    adjustment = models.ForeignKey(
        Adjustment, on_delete=models.PROTECT, null=True, related_name="changes"
    )
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True, related_name="changes")
    # The source that took the place of this one.
    replaced_by = models.OneToOneField(
        LineSource, on_delete=models.PROTECT, null=True, related_name="replaces"
    )
    weight_g = models.IntegerField()
    share_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="source_change_takes",
                condition=Q(weight_g__lte=0, share_fen__lte=0)
                & ~Q(weight_g=0, share_fen=0)
                & (Q(adjustment__isnull=False) | Q(refund__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["source", "refund"],
                condition=Q(refund__isnull=False),
                name="source_changed_once_per_refund",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.weight_g} g {self.share_fen} fen"


class ShippingChange(models.Model):
    """Shipping given back with a refund."""

    shipment = models.ForeignKey(
        Shipment, on_delete=models.PROTECT, related_name="shipping_changes"
    )
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="shipping_changes")
    shipping_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "refund"], name="shipping_back_once"),
            models.CheckConstraint(name="shipping_change_takes", condition=Q(shipping_fen__lt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.shipment_id} {self.shipping_fen}"
