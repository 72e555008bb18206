"""Fee rules by version, and how each source of a sale was cut to the fen."""

from django.db import models
from django.db.models import F, Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from backend.ledger.models import Transfer
from cooperatives.models import Cooperative, Household, ProductClass
from orders.models.order import LineSource
from stations.models import Station
from stations.models.area import within


class FeeRule(UidModel):
    """What is taken from a sale before the household's share. Versions are never edited.

    A rule holds for a county, or for less of it: a class of goods, a cooperative, a station, or any
    of them together; the narrowest in force holds as a whole. A village's own rule says only what
    its collective gets. Rule changes are published seven days ahead (e-commerce law, Art. 34).
    """

    product_class = models.ForeignKey(
        ProductClass, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cooperative = models.ForeignKey(
        Cooperative, on_delete=models.PROTECT, null=True, related_name="+"
    )
    station = models.ForeignKey(Station, on_delete=models.PROTECT, null=True, related_name="+")
    village_code = models.CharField(max_length=12, default="", blank=True)
    county_code = models.CharField(max_length=6)
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    effective_from = models.DateTimeField()
    payment_fee_bp = models.PositiveIntegerField()
    packaging_fen_per_package = models.PositiveIntegerField()
    station_bp = models.PositiveIntegerField()
    cooperative_bp = models.PositiveIntegerField()
    village_bp = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county_code", "number"], name="fee_rule_once"),
            models.CheckConstraint(
                name="fees_leave_the_household_half",
                condition=Q(
                    payment_fee_bp__lte=5_000
                    - F("station_bp")
                    - F("cooperative_bp")
                    - F("village_bp")
                ),
            ),
            models.CheckConstraint(
                name="village_rule_says_its_share_alone",
                condition=Q(village_code="")
                | Q(
                    product_class__isnull=True,
                    cooperative__isnull=True,
                    station__isnull=True,
                    payment_fee_bp=0,
                    packaging_fen_per_package=0,
                    station_bp=0,
                    cooperative_bp=0,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county_code} v{self.number}"


class ShippingRule(UidModel):
    """What a shipment costs by region and weight, free from an amount of goods on.

    Versions are never edited. `zones` are regions with a surcharge or without service.
    """

    county_code = models.CharField(max_length=6)
    number = models.PositiveIntegerField()
    effective_from = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    fee_fen = models.PositiveIntegerField()
    free_from_fen = models.PositiveIntegerField()
    # The fee holds up to `first_g`; each further `step_g` or part of it costs `step_fen`.
    first_g = models.PositiveIntegerField(default=0)
    step_g = models.PositiveIntegerField(default=0)
    step_fen = models.PositiveIntegerField(default=0)
    zones = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county_code", "number"], name="shipping_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.county_code} v{self.number}"


def _each(way: str) -> dict[str, int]:
    """Every part on one side of zero."""
    parts = ("household", "cooperative", "station", "village", "packaging", "payment_fee")
    return {f"{part}_fen__{way}": 0 for part in parts}


class SourceSplitQuerySet(models.QuerySet["SourceSplit"]):
    def visible_to(self, actor: Actor) -> "SourceSplitQuerySet":
        """A buyer's own orders; a household's own goods; a station's, a cooperative's."""
        if actor.system:
            return self.all()
        reach = Q(source__station__uid__in=actor.stations)
        reach |= Q(source__cooperative__uid__in=actor.cooperatives)
        reach |= Q(household__uid__in=actor.households)
        if actor.role == "BY":
            reach |= Q(source__line__order__buyer__uid=actor.user_uid)
        if actor.role == "AU":
            reach |= within(actor, "source__station__area_code")
        return self.filter(reach)


class SourceSplit(models.Model):
    """The waterfall of one line source; its parts sum to the source's share (CHECK).

    Where the household was credited at the weigh-in (purchase) `household_fen` is 0 and the goods'
    part goes to the cooperative. What a refund takes back after completion is a row of its own
    with amounts below zero and its `refund`; sums over both are what is left.
    """

    source = models.ForeignKey(LineSource, on_delete=models.PROTECT, related_name="splits")
    refund = models.ForeignKey(
        "orders.Refund", on_delete=models.PROTECT, null=True, related_name="splits"
    )
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="splits")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="splits")
    # The household's village, frozen at sale.
    area_code = models.CharField(max_length=12)
    split_on = models.DateField()
    # What was really sold: the source's weight less what was short, returned or exchanged.
    weight_g = models.IntegerField()
    share_fen = models.BigIntegerField()
    payment_fee_fen = models.BigIntegerField()
    packaging_fen = models.BigIntegerField()
    station_fen = models.BigIntegerField()
    cooperative_fen = models.BigIntegerField()
    village_fen = models.BigIntegerField()
    household_fen = models.BigIntegerField()

    objects = SourceSplitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="split_parts_sum_to_the_share",
                condition=Q(
                    share_fen=F("payment_fee_fen")
                    + F("packaging_fen")
                    + F("station_fen")
                    + F("cooperative_fen")
                    + F("village_fen")
                    + F("household_fen")
                ),
            ),
            models.CheckConstraint(
                name="split_gives_and_reversal_takes",
                condition=Q(refund__isnull=True, weight_g__gte=0, **_each("gte"))
                | Q(refund__isnull=False, weight_g__lte=0, **_each("lte")),
            ),
            models.UniqueConstraint(
                fields=["source"], condition=Q(refund__isnull=True), name="split_once"
            ),
            models.UniqueConstraint(
                fields=["source", "refund"],
                condition=Q(refund__isnull=False),
                name="split_reversed_once_per_refund",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "-split_on", "-id"]),
            models.Index(fields=["area_code", "split_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.household_fen}"
