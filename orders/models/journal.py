"""What happened to orders, in one append-only line; impact reads it past its cursor."""

from django.db import models

from orders.models.order import Order


class JournalEntry(models.Model):
    class Kind(models.TextChoices):
        PLACED = "placed"
        PAID = "paid"
        SHIPPED = "shipped"
        DELIVERED = "delivered"
        COMPLETED = "completed"
        EXPIRED = "expired"
        CANCELLED = "cancelled"
        REFUNDED = "refunded"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="journal")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    amount_fen = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.order_id}"
