"""Cooperatives, who belongs to them, and which stations they serve."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import EditedModel, UidModel
from cooperatives.models.household import Household
from cooperatives.models.trace import History
from stations.models import Area, Station, StationCatchment
from stations.models.area import within


class CooperativeQuerySet(models.QuerySet["Cooperative"]):
    def visible_to(self, actor: Actor) -> "CooperativeQuerySet":
        """Also the cooperatives a station sells, sold or will sell through, and a member's own.

        A founder sees the registration it made.
        """
        founded = Q(made_by__uid=actor.user_uid) if actor.founds_in else Q(pk__in=[])
        attached = StationAttachment.objects.filter(station__uid__in=actor.stations)
        joined = Membership.objects.filter(household__uid__in=actor.households)
        return self.filter(
            within(actor, "area_code")
            | Q(uid__in=actor.cooperatives)
            | Q(pk__in=attached.values("cooperative"))
            | Q(pk__in=joined.values("cooperative"))
            | founded
        )


class Cooperative(EditedModel):
    """A farmers' cooperative or collective organisation by its credit code (93…, N1-N3)."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "登记待审"
        RETURNED = "returned", "登记退回"
        REGISTERED = "registered", "已登记"
        CLOSED = "closed", "已注销"

    name = models.CharField(max_length=60)
    credit_code = models.CharField(max_length=18, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="cooperatives")
    area_code = models.CharField(max_length=12)
    founded_on = models.DateField()
    pinyin = models.CharField(max_length=240, default="", blank=True)
    initials = models.CharField(max_length=60, default="", blank=True)
    address = models.CharField(max_length=80, default="", blank=True)
    # The office's number, printed on papers: public, so not sealed.
    office_phone = models.CharField(max_length=20, default="", blank=True)
    business = models.CharField(max_length=120, default="", blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REGISTERED)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    objects = CooperativeQuerySet.as_manager()
    history = History()

    class Meta:
        indexes = [models.Index(fields=["area_code"]), models.Index(fields=["initials"])]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, actor: Actor) -> "MembershipQuerySet":
        """Of the actor's cooperatives, also those who left; of households in reach; one's own."""
        served = StationCatchment.objects.filter(
            station__uid__in=actor.stations, valid_to__isnull=True
        )
        return self.filter(
            Q(cooperative__uid__in=actor.cooperatives)
            | Q(household__area__in=served.values("area"))
            | Q(household__uid__in=actor.households)
            | within(actor, "household__area_code")
        )

    def on(self, day: object) -> "MembershipQuerySet":
        """Memberships as they stood on a day; the day somebody leaves is the first without."""
        begun = self.filter(valid_from__lte=day)
        return begun.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))


class Membership(EditedModel):
    """A household in a cooperative from and to a date; `number` breaks ties in splits."""

    cooperative = models.ForeignKey(
        Cooperative, on_delete=models.PROTECT, related_name="memberships"
    )
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    number = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    left_reason = models.CharField(max_length=200, default="", blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "number"], name="member_number_once"),
            models.UniqueConstraint(
                fields=["cooperative", "household"],
                condition=Q(valid_to__isnull=True),
                name="member_once_at_a_time",
            ),
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]
        indexes = [models.Index(fields=["household", "valid_to"])]

    def __str__(self) -> str:
        return self.number


class MemberAccountEntry(UidModel):
    """One dated change of a member's account (成员账户): append-only, the balance is a sum.

    A mistake is undone by an entry of the opposite sign with a reason.
    """

    class Kind(models.TextChoices):
        CAPITAL = "capital", "出资额"
        RESERVE = "reserve", "公积金份额"
        SUBSIDY = "subsidy", "财政补助与捐赠份额"

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount_fen = models.BigIntegerField()
    booked_on = models.DateField()
    reason = models.CharField(max_length=100)
    voucher_no = models.CharField(max_length=40, default="", blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["membership", "kind", "booked_on"])]
        constraints = [
            models.CheckConstraint(name="account_entry_not_zero", condition=~Q(amount_fen=0)),
            models.CheckConstraint(name="account_entry_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.kind} {self.amount_fen}"


class UnitMember(UidModel):
    """A company, institution or society that belongs to a cooperative (团体成员)."""

    cooperative = models.ForeignKey(
        Cooperative, on_delete=models.PROTECT, related_name="unit_members"
    )
    name = models.CharField(max_length=60)
    credit_code = models.CharField(max_length=18)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "credit_code"],
                condition=Q(valid_to__isnull=True),
                name="unit_member_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.name


class StationAttachment(models.Model):
    """The cooperative a station sells through, over time."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="attachments")
    cooperative = models.ForeignKey(
        Cooperative, on_delete=models.PROTECT, related_name="attachments"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["station"],
                condition=Q(valid_to__isnull=True),
                name="one_cooperative_per_station",
            ),
            models.CheckConstraint(
                name="attachment_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.cooperative_id}"
