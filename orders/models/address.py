"""收货地址簿: where a buyer has things sent, kept sealed."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import EditedModel
from backend.common.sealed import SealedField


class AddressQuerySet(models.QuerySet["Address"]):
    def visible_to(self, actor: Actor) -> "AddressQuerySet":
        """A buyer's own; a station reads the receiver of an order, never an address book."""
        return self.filter(buyer__uid=actor.user_uid) if actor.role == "BY" else self.none()


class Address(EditedModel):
    """The label and the region tell addresses apart; the rest is sealed."""

    buyer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=10, default="")
    name = SealedField(mask="name")
    phone = SealedField(mask="phone")
    region = models.CharField(max_length=40)
    address = SealedField(mask="text")
    is_default = models.BooleanField(default=False)
    # The deed that kept it: a form sent twice keeps one address.
    client_key = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    objects = AddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["buyer"], condition=Q(is_default=True), name="one_default_address"
            ),
            models.UniqueConstraint(fields=["buyer", "client_key"], name="address_kept_once"),
            models.CheckConstraint(name="address_has_a_region", condition=~Q(region="")),
        ]

    def __str__(self) -> str:
        return f"{self.buyer_id} {self.region}"
