"""One shipment per ship-from station of an order."""

from django.db import models
from django.db.models import Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from orders.models.order import Order
from stations.models import Station
from stations.models.area import within


class ShipmentQuerySet(models.QuerySet["Shipment"]):
    def visible_to(self, actor: Actor) -> "ShipmentQuerySet":
        """The packing station's. Officials read aggregates only."""
        reach = Q(station__uid__in=actor.stations)
        if actor.system or actor.role == "AU":
            reach |= within(actor, "station__area_code")
        return self.filter(reach)


class Shipment(UidModel):
    """Made when the order is placed; packed and handed to a courier by its station."""

    class Status(models.TextChoices):
        WAITING = "waiting", "待打包"
        PACKED = "packed", "已打包"
        SHIPPED = "shipped", "运输中"
        DELIVERED = "delivered", "已送达"
        LOST = "lost", "已丢失"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="shipments")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="shipments")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    shipping_fen = models.BigIntegerField()
    # Picked up by the buyer at the station with a code instead of sent by courier.
    pick_up = models.BooleanField(default=False)
    pick_up_code = models.CharField(max_length=6, default="")
    courier = models.CharField(max_length=20, default="")
    waybill = models.CharField(max_length=32, default="")
    packed_by_uid = models.CharField(max_length=64, default="")
    packed_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    objects = ShipmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "station"], name="shipment_once_per_station"),
            models.UniqueConstraint(
                fields=["courier", "waybill"], condition=~Q(waybill=""), name="waybill_once"
            ),
            models.CheckConstraint(
                name="shipped_has_waybill",
                condition=Q(status__in=["waiting", "packed"]) | ~Q(waybill="") | Q(pick_up=True),
            ),
            models.UniqueConstraint(
                fields=["station", "pick_up_code"],
                condition=~Q(pick_up_code="") & Q(status="packed"),
                name="pick_up_code_once_at_a_station",
            ),
        ]
        indexes = [models.Index(fields=["station", "status", "id"])]

    def __str__(self) -> str:
        return f"{self.order_id} {self.station_id}"
