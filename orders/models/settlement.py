"""Settlement runs: what each household of a cooperative is to be paid for a period, and why."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models import Cooperative, Household
from orders.rules.settling import OPEN
from stations.models import Station
from stations.models.area import within


class SettlementRunQuerySet(models.QuerySet["SettlementRun"]):
    def visible_to(self, actor: Actor) -> "SettlementRunQuerySet":
        """The cooperative's own; officials', secretaries' and auditors' by its place.

        A station and a household see the runs that hold a line of theirs.
        """
        if actor.system:
            return self.all()
        reach = Q(cooperative__uid__in=actor.cooperatives) | within(actor, "area_code")
        mine = SettlementParty.objects.filter(
            Q(household__uid__in=actor.households) | Q(lines__station__uid__in=actor.stations)
        )
        if actor.households or actor.stations:
            reach |= Q(pk__in=mine.values("run"))
        return self.filter(reach)


class SettlementRun(UidModel):
    """One period of one cooperative, numbered per cooperative. Posted, it is never edited."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        CALCULATED = "calculated", "已计算"
        RETURNED = "returned", "退回修改"
        CHECKING = "checking", "复核中"
        NOTICE = "notice", "公示中"
        APPROVED = "approved", "已批准"
        POSTED = "posted", "已过账"
        PARTIALLY_PAID = "partially_paid", "部分已付"
        PAID = "paid", "已付清"
        CLOSED = "closed", "已关闭"
        CANCELLED = "cancelled", "已作废"

    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="runs")
    area_code = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    # Narrowed to what came through one station; else everything of the cooperative.
    station = models.ForeignKey(Station, on_delete=models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    # Frozen with the calculation.
    cap_bp = models.PositiveIntegerField()
    floor_fen = models.BigIntegerField()
    digest = models.CharField(max_length=64, default="")
    gross_fen = models.BigIntegerField(default=0)
    deducted_fen = models.BigIntegerField(default=0)
    payable_fen = models.BigIntegerField(default=0)
    carried_fen = models.BigIntegerField(default=0)
    households = models.PositiveIntegerField(default=0)
    lines_count = models.PositiveIntegerField(default=0)
    # received - sold - rejected - wasted = stock, of the lots behind the lines.
    weights = models.JSONField(default=dict)
    variance_bp = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    notice_from = models.DateTimeField(null=True)
    notice_until = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)

    objects = SettlementRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "number"], name="settlement_run_once"),
            # Carry-overs form a chain: a run begins when the one before it is posted.
            models.UniqueConstraint(
                fields=["cooperative"], condition=Q(state__in=OPEN), name="one_open_settlement"
            ),
            models.CheckConstraint(
                name="settlement_days_in_order", condition=Q(from_on__lte=F("to_on"))
            ),
            models.CheckConstraint(
                name="posted_settlement_says_when",
                condition=Q(state__in=[*OPEN, "cancelled"], posted_at__isnull=True)
                | Q(posted_at__isnull=False),
            ),
            models.CheckConstraint(name="settlement_cap", condition=Q(cap_bp__lte=5_000)),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 号 {self.from_on} 至 {self.to_on}"


class SettlementParty(models.Model):
    """One household in one run: gross + brought + relief - deducted + advance = payable + carried.

    `brought_fen` and `carried_fen` are what it owes before and after, never above zero.
    """

    run = models.ForeignKey(SettlementRun, on_delete=models.CASCADE, related_name="parties")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="settlements")
    household_name = models.CharField(max_length=20)
    area_code = models.CharField(max_length=12)
    member = models.BooleanField()
    gross_fen = models.BigIntegerField(default=0)
    brought_fen = models.BigIntegerField(default=0)
    advance_fen = models.BigIntegerField(default=0)
    deducted_fen = models.BigIntegerField(default=0)
    relief_fen = models.BigIntegerField(default=0)
    payable_fen = models.BigIntegerField(default=0)
    carried_fen = models.BigIntegerField(default=0)
    # What the last run paid it; None where it was in none.
    last_fen = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "household"], name="household_once_per_run"),
            models.CheckConstraint(
                name="settlement_sums_to_the_fen",
                condition=Q(
                    payable_fen=F("gross_fen") + F("brought_fen") + F("relief_fen")
                    + F("advance_fen") - F("deducted_fen") - F("carried_fen")
                ),
            ),
            models.CheckConstraint(
                name="settlement_signs",
                condition=Q(
                    payable_fen__gte=F("advance_fen"), carried_fen__lte=0, brought_fen__lte=0,
                    relief_fen__gte=0, deducted_fen__gte=0, advance_fen__gte=0,
                ),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["household", "-id"])]

    def __str__(self) -> str:
        return f"{self.run_id} {self.household_id} {self.payable_fen}"


class SettlementStep(models.Model):
    """Each change of a run's state: who, when, from, to. Append-only."""

    run = models.ForeignKey(SettlementRun, on_delete=models.PROTECT, related_name="steps")
    from_state = models.CharField(max_length=16)
    to_state = models.CharField(max_length=16)
    actor_uid = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=40, default="")
    comment = models.CharField(max_length=400, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.run_id} {self.to_state}"
