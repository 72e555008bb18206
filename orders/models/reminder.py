"""到货提醒: a buyer asks to be told when a listing can be bought again."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models import Listing


class StockReminderQuerySet(models.QuerySet["StockReminder"]):
    def visible_to(self, actor: Actor) -> "StockReminderQuerySet":
        """A buyer's own; nobody else's business."""
        return self.filter(buyer__uid=actor.user_uid) if actor.role == "BY" else self.none()


class StockReminder(UidModel):
    """Open until it was told or taken back; one open reminder per buyer and listing."""

    buyer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    objects = StockReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["buyer", "listing"],
                condition=Q(told_at__isnull=True),
                name="one_open_reminder",
            ),
        ]
        indexes = [
            models.Index(
                fields=["listing"], name="open_reminders", condition=Q(told_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.buyer_id} {self.listing_id}"
