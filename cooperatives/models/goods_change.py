"""What the county shall say of goods from now on: proposed by one, in force by another's word."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.models import UidModel


class GoodsChange(UidModel):
    """A product card or a class of goods as somebody wants it; `version` is the one it was read at.

    Zero is a new one. The list of goods is of the whole installation and of no area.
    """

    class Kind(models.TextChoices):
        PRODUCT = "product", "产品"
        CLASS = "class", "品类"

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        APPLIED = "applied", "已生效"
        REFUSED = "refused", "未同意"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    code = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=0)
    content = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=Q(state="proposed"),
                name="one_open_change_of_goods",
            ),
            models.CheckConstraint(
                name="goods_change_decided_has_time",
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} v{self.version}"
