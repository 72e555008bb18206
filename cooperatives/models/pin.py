"""The six digits with which a household reads its own statement at the counter (DESIGN, Kiosk)."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.models import UidModel
from cooperatives.models.household import Household


class HouseholdPin(UidModel):
    """One per household, hashed; set at the station in its presence, and set anew over itself."""

    household = models.OneToOneField(Household, on_delete=models.PROTECT, related_name="pin")
    pin_hash = models.CharField(max_length=128)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="household_pin_is_hashed", condition=~Q(pin_hash=""))
        ]

    def __str__(self) -> str:
        return f"{self.household_id}"
