"""Party organisations as organisations: a count of members, never a member file (DESIGN 8)."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import EditedModel
from stations.models.area import Area, within


class PartyBranchQuerySet(models.QuerySet["PartyBranch"]):
    def visible_to(self, actor: Actor) -> "PartyBranchQuerySet":
        return self.filter(within(actor, "area_code"))


class PartyBranch(EditedModel):
    """One Party organisation of a village, community, office or cooperative."""

    class Kind(models.TextChoices):
        VILLAGE = "village", "村党支部"
        COMMUNITY = "community", "社区党支部"
        OFFICE = "office", "机关党组织"
        COOPERATIVE = "cooperative", "合作社党支部"

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="branches")
    area_code = models.CharField(max_length=12)
    # The last count; how it moved over time stands in BranchCount.
    member_count = models.PositiveIntegerField()
    pinyin = models.CharField(max_length=200, default="")
    initials = models.CharField(max_length=60, default="")

    objects = PartyBranchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["area_code"])]

    def __str__(self) -> str:
        return self.name


class BranchCount(models.Model):
    """How many members a branch had on a day: a count, never a list. One row per day."""

    branch = models.ForeignKey(PartyBranch, on_delete=models.PROTECT, related_name="counts")
    counted_on = models.DateField()
    member_count = models.PositiveIntegerField()
    by_uid = models.CharField(max_length=64, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "counted_on"], name="branch_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.member_count}"


class BranchRename(models.Model):
    """What a branch was called before and from a day on: who, when, why. Append-only."""

    branch = models.ForeignKey(PartyBranch, on_delete=models.PROTECT, related_name="renames")
    before = models.CharField(max_length=60)
    after = models.CharField(max_length=60)
    effective_on = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["branch", "effective_on"])]
        constraints = [
            models.CheckConstraint(
                name="rename_says_another_name", condition=~Q(before=models.F("after"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.before} {self.after}"
