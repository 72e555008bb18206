"""Households: a minimal register; phone and account are sealed (DOMAIN section 5)."""

from django.db import models
from django.db.models import F, Q

from backend.common.actor import Actor
from backend.common.models import EditedModel
from backend.common.sealed import SealedField
from cooperatives.models.trace import History
from stations.models import Area, StationCatchment
from stations.models.area import within


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, actor: Actor) -> "HouseholdQuerySet":
        """Areas of the actor; a station's catchment; a cooperative's members; one's own.

        A cooperative also sees who was entered temporarily at its stations: it has them merged.
        """
        reach = within(actor, "area_code")
        if actor.households:
            reach |= Q(uid__in=actor.households)
        if actor.stations:
            catchment = StationCatchment.objects.filter(
                station__uid__in=actor.stations, valid_to__isnull=True
            )
            reach |= Q(area__in=catchment.values("area"))
        if actor.cooperatives:
            reach |= self._of_cooperatives(actor)
        return self.filter(reach)

    def _of_cooperatives(self, actor: Actor) -> Q:
        at_its_stations = StationCatchment.objects.filter(
            valid_to__isnull=True,
            station__attachments__cooperative__uid__in=actor.cooperatives,
            station__attachments__valid_to__isnull=True,
        )
        members = self.model.objects.filter(
            memberships__cooperative__uid__in=actor.cooperatives,
            memberships__valid_to__isnull=True,
        )
        temporary = Q(is_temporary=True, area__in=at_its_stations.values("area"))
        return temporary | Q(pk__in=members.values("pk"))

    def active(self) -> "HouseholdQuerySet":
        return self.filter(status="active")


class Household(EditedModel):
    """One household. `card_no` (HC…) is on its card; the head's name is 2-20 characters.

    Names and identity numbers of its people stand in `HouseholdMember`; `head_name`, `pinyin` and
    `initials` are copies of the head's for searching. Facts that hold from a day on (categories,
    memberships, who lives in it) are dated rows; everything else is edited and keeps `history`.
    """

    class Category(models.TextChoices):
        """Today's words; the categories of a policy period stand in `HouseholdCategory`."""

        GENERAL = "general", "一般户"
        LIFTED = "lifted", "帮扶户"
        MONITORED = "monitored", "监测户"

    class Status(models.TextChoices):
        ACTIVE = "active", "在册"
        MOVED = "moved", "迁出"
        DIED = "died", "销户（人员死亡）"
        SPLIT = "split", "已分户"
        MERGED = "merged", "已并户"

    class Cause(models.TextChoices):
        """A3a of the register form (DOMAIN section 5)."""

        NONE = "", "未填"
        ILLNESS = "illness", "因病"
        DISABILITY = "disability", "因残"
        SCHOOLING = "schooling", "因学"
        DISASTER = "disaster", "因灾"
        LAND = "land", "缺土地"
        WATER = "water", "缺水"
        SKILL = "skill", "缺技术"
        LABOUR = "labour", "缺劳力"
        CAPITAL = "capital", "缺资金"
        TRANSPORT = "transport", "交通条件落后"
        DRIVE = "drive", "自身发展动力不足"
        OTHER = "other", "其它"

    card_no = models.CharField(max_length=16, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="households")
    area_code = models.CharField(max_length=12)
    # 村民小组 / 社, and what follows the village in the address.
    villager_group = models.CharField(max_length=20, default="", blank=True)
    address = models.CharField(max_length=80, default="", blank=True)
    head_name = models.CharField(max_length=20)
    pinyin = models.CharField(max_length=80)
    initials = models.CharField(max_length=20)
    phone = SealedField(mask="phone")
    phone_tail = models.CharField(max_length=4, default="")
    # Not unique: two households of one family may share a phone.
    phone_index = models.CharField(max_length=64, default="", db_index=True)
    account = SealedField(mask="account")
    account_bank = models.CharField(max_length=30, default="", blank=True)
    account_index = models.CharField(max_length=64, null=True)  # noqa: DJ001
    # A payout waits until an account has stood unchanged for 14 days (ROLES section 4).
    account_changed_at = models.DateTimeField(null=True)
    size = models.PositiveSmallIntegerField()
    labour_count = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=10, choices=Category.choices, default=Category.GENERAL)
    land_mu_x100 = models.PositiveIntegerField(default=0)
    main_cause = models.CharField(max_length=12, choices=Cause.choices, default="", blank=True)
    # A person is named on public pages only with this consent; `consents` say when it was given.
    named_in_public = models.BooleanField(default=False)
    # 临时登记: name and village, made at the counter, merged into a registered household later.
    is_temporary = models.BooleanField(default=False)
    registered_on = models.DateField(null=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    status_on = models.DateField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged_from"
    )

    objects = HouseholdQuerySet.as_manager()
    history = History()

    class Meta:
        indexes = [
            models.Index(fields=["area_code", "id"]),
            models.Index(fields=["initials"]),
            models.Index(fields=["pinyin"]),
            models.Index(fields=["phone_tail"]),
        ]
        constraints = [
            models.CheckConstraint(name="household_has_people", condition=Q(size__gte=1)),
            models.CheckConstraint(
                name="labour_within_household", condition=Q(labour_count__lte=F("size"))
            ),
            models.CheckConstraint(
                name="ended_household_says_when",
                condition=Q(status="active") | Q(status_on__isnull=False),
            ),
            models.CheckConstraint(
                name="merged_household_says_into_which",
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="household_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.UniqueConstraint(
                fields=["account_index"],
                condition=Q(status="active"),
                name="account_of_one_active_household",
            ),
        ]

    def __str__(self) -> str:
        return self.card_no
