"""One shipment per order in this version: one ship-from station each."""

from django.db import models
from django.db.models import Q

from backend.common.models import UidModel
from orders.models.order import Order


class Shipment(UidModel):
    """Packed and handed to a courier."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="shipment")
    courier = models.CharField(max_length=20)
    waybill = models.CharField(max_length=32)
    packed_by_uid = models.CharField(max_length=64)
    shipped_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["courier", "waybill"], name="waybill_once"),
            models.CheckConstraint(name="shipment_has_waybill", condition=~Q(waybill="")),
        ]

    def __str__(self) -> str:
        return self.waybill
