"""Why grams left a lot, what lay on the shelf when it was counted, and how a day was closed."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import StoredPhoto, UidModel
from cooperatives.models.lot import Lot
from cooperatives.models.receipt import Receipt
from stations.models import Station
from stations.models.area import within


class AtStationQuerySet(models.QuerySet[Any]):
    """Rows of a station: for its area, itself, and the cooperative it sells through."""

    def visible_to(self, actor: Actor) -> "AtStationQuerySet":
        return self.filter(
            within(actor, "station__area_code")
            | Q(station__uid__in=actor.stations)
            | Q(cooperative__uid__in=actor.cooperatives)
        )


class VoidRequest(UidModel):
    """The station asks to void a receipt; the cooperative's manager decides (ROLES section 3)."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="void_requests")
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.reason}"


class ReceiptVoid(UidModel):
    """The counter-record: this receipt counts no more. The receipt itself stays as it was."""

    request = models.OneToOneField(VoidRequest, on_delete=models.PROTECT, related_name="void")
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="void")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="void_by_a_second_person", condition=~Q(asked_by=F("decided_by"))
            )
        ]

    def __str__(self) -> str:
        return f"void {self.receipt_id}"


class StockMove(UidModel):
    """Grams that left the available stock for good. `uid` is made by the client."""

    class Kind(models.TextChoices):
        REJECT = "reject", "质量拒收"
        WASTE = "waste", "损耗"
        VOID = "void", "作废"

    class Cause(models.TextChoices):
        SPOILED = "spoiled", "腐坏"
        DAMAGED = "damaged", "破损"
        BELOW_GRADE = "below_grade", "等级不符"
        EXPIRED = "expired", "过保质期"
        SHORT = "short", "盘点短少"
        OTHER = "other", "其他"

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    cause = models.CharField(max_length=12, choices=Cause.choices)
    weight_g = models.PositiveIntegerField()
    reason = models.CharField(max_length=200, default="")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="stock_move_has_weight", condition=Q(weight_g__gt=0))
        ]
        indexes = [models.Index(fields=["lot", "kind"])]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.kind} {self.weight_g}"


class StockCount(UidModel):
    """One walk along the shelf of a station. `uid` is made by the client."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="stock_counts")
    cooperative = models.ForeignKey(
        "cooperatives.Cooperative", on_delete=models.PROTECT, related_name="stock_counts"
    )
    counted_at = models.DateTimeField()
    note = models.CharField(max_length=200, default="")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AtStationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["station", "counted_at"])]

    def __str__(self) -> str:
        return f"{self.station_id} {self.counted_at:%Y-%m-%d}"


class StockCountLine(models.Model):
    """One lot: what the books said at that moment, and what lay there."""

    count = models.ForeignKey(StockCount, on_delete=models.PROTECT, related_name="lines")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="count_lines")
    received_g = models.PositiveIntegerField()
    sold_g = models.PositiveIntegerField()
    rejected_g = models.PositiveIntegerField()
    wasted_g = models.PositiveIntegerField()
    on_hand_g = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["count", "lot"], name="lot_counted_once")]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.on_hand_g}"

    @property
    def variance_g(self) -> int:
        """received - sold - rejected - wasted - on hand: above zero is missing."""
        return self.received_g - self.sold_g - self.rejected_g - self.wasted_g - self.on_hand_g


class DayClose(UidModel):
    """日结 (SCREENS S13): what a station's day came to, said once and signed."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="day_closes")
    cooperative = models.ForeignKey(
        "cooperatives.Cooperative", on_delete=models.PROTECT, related_name="day_closes"
    )
    on = models.DateField()
    lots_count = models.PositiveIntegerField()
    net_g = models.PositiveBigIntegerField()
    unpriced_count = models.PositiveIntegerField()
    # 收购: owed at once. 代卖: what the weigh-ins come to at the price of the day.
    owed_fen = models.BigIntegerField()
    consigned_fen = models.BigIntegerField()
    rejected_g = models.PositiveBigIntegerField()
    wasted_g = models.PositiveBigIntegerField()
    # Parcels that came for villagers, and those handed out.
    parcels_in = models.PositiveIntegerField(default=0)
    parcels_out = models.PositiveIntegerField(default=0)
    services_count = models.PositiveIntegerField(default=0)
    cash_fen = models.BigIntegerField()
    unsent_count = models.PositiveIntegerField()
    # Only a manager closes a day with unsent records, and says why.
    reason = models.CharField(max_length=200, default="")
    signature = models.ForeignKey(
        StoredPhoto, on_delete=models.PROTECT, related_name="+", null=True
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AtStationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "on"], name="day_closed_once"),
            models.CheckConstraint(
                name="day_with_unsent_says_why", condition=Q(unsent_count=0) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.on}"
