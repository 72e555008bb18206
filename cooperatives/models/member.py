"""The people of a household, from and to a day."""

from django.db import models
from django.db.models import F, Q

from backend.common.actor import Actor
from backend.common.models import EditedModel
from backend.common.sealed import SealedField
from cooperatives.models.household import Household
from cooperatives.models.trace import History


class HouseholdMemberQuerySet(models.QuerySet["HouseholdMember"]):
    def visible_to(self, actor: Actor) -> "HouseholdMemberQuerySet":
        return self.filter(household__in=Household.objects.visible_to(actor).values("pk"))

    def present(self) -> "HouseholdMemberQuerySet":
        return self.filter(left_on__isnull=True)


class HouseholdMember(EditedModel):
    """One person of one household at a time. The identity number is sealed and belongs to the
    person; of a child under 14 none is kept (PIPL Art. 28), and only the year of birth.
    """

    class Relation(models.TextChoices):
        HEAD = "head", "户主"
        SPOUSE = "spouse", "配偶"
        CHILD = "child", "子女"
        PARENT = "parent", "父母"
        GRANDCHILD = "grandchild", "孙辈"
        SIBLING = "sibling", "兄弟姐妹"
        OTHER = "other", "其他"

    class Sex(models.TextChoices):
        UNKNOWN = "", "未填"
        MALE = "male", "男"
        FEMALE = "female", "女"

    class Labour(models.TextChoices):
        """A14 of the register form, in its own order (DOMAIN section 5)."""

        ORDINARY = "ordinary", "普通劳动力"
        SKILLED = "skilled", "技能劳动力"
        LOST = "lost", "丧失劳动力"
        NONE = "none", "无劳动力"

    class LeftReason(models.TextChoices):
        STAYS = "", "在户"
        DIED = "died", "死亡"
        MOVED = "moved", "迁出"
        MARRIED = "married", "婚嫁"
        SPLIT = "split", "分户"
        MERGED = "merged", "并户"
        MISTAKE = "mistake", "登记有误"

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=20)
    relation = models.CharField(max_length=10, choices=Relation.choices)
    sex = models.CharField(max_length=6, choices=Sex.choices, default="", blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    labour = models.CharField(max_length=8, choices=Labour.choices, default=Labour.NONE)
    identity = SealedField(mask="identity")
    identity_index = models.CharField(max_length=64, null=True)  # noqa: DJ001
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    left_reason = models.CharField(max_length=8, choices=LeftReason.choices, default="", blank=True)

    objects = HouseholdMemberQuerySet.as_manager()
    history = History()

    class Meta:
        indexes = [models.Index(fields=["identity_index"])]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_index"],
                condition=Q(left_on__isnull=True),
                name="person_in_one_household",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(left_on__isnull=True, relation="head"),
                name="one_head_per_household",
            ),
            models.CheckConstraint(
                name="member_dates_in_order",
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
            ),
            models.CheckConstraint(
                name="member_who_left_says_why",
                condition=Q(left_on__isnull=True, left_reason="")
                | (Q(left_on__isnull=False) & ~Q(left_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.relation}"
