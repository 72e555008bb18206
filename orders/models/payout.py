"""Payout runs: how what a settlement run says is really paid, household by household."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models import Cooperative, Household, SurplusDistribution, SurplusShare
from orders.models.settlement import SettlementParty, SettlementRun
from stations.models.area import within

# A household's due is paid by one of these at a time.
LIVE = ("draft", "approved", "sent", "unknown", "paid")


class PayoutRunQuerySet(models.QuerySet["PayoutRun"]):
    def visible_to(self, actor: Actor) -> "PayoutRunQuerySet":
        """The cooperative's; an auditor's by its place."""
        reach = Q(cooperative__uid__in=actor.cooperatives)
        if actor.role == "AU":
            reach |= within(actor, "area_code")
        return self.all() if actor.system else self.filter(reach)


class PayoutRun(UidModel):
    """One way of paying for one settlement run or one surplus distribution.

    What failed is paid by a run of its own.
    """

    class Method(models.TextChoices):
        ALIPAY = "alipay", "支付宝转账"
        BANK_FILE = "bank_file", "银行代发文件"
        CASH = "cash", "现金签领"

    class State(models.TextChoices):
        PREPARED = "prepared", "待批准"
        APPROVED = "approved", "已批准"
        SENT = "sent", "付款中"
        RECONCILED = "reconciled", "结果已齐"
        CLOSED = "closed", "已关闭"
        CANCELLED = "cancelled", "已作废"

    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="payouts")
    area_code = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    settlement = models.ForeignKey(
        SettlementRun, on_delete=models.PROTECT, null=True, related_name="payouts"
    )
    surplus = models.ForeignKey(
        SurplusDistribution, on_delete=models.PROTECT, null=True, related_name="payouts"
    )
    method = models.CharField(max_length=10, choices=Method.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREPARED)
    version = models.PositiveIntegerField(default=1)
    total_fen = models.BigIntegerField()
    payees = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    # The minutes of the members' meeting, asked for above the highest limit.
    minutes_no = models.CharField(max_length=40, default="")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    released_on = models.DateField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = PayoutRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "number"], name="payout_run_once"),
            models.CheckConstraint(
                name="payout_run_of_one_document",
                condition=Q(settlement__isnull=True, surplus__isnull=False)
                | Q(settlement__isnull=False, surplus__isnull=True),
            ),
            models.CheckConstraint(
                name="payout_run_pays_somebody", condition=Q(total_fen__gt=0, payees__gt=0)
            ),
            models.CheckConstraint(
                name="payout_run_closed_by_another",
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("made_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 号 {self.get_method_display()}"


class Payout(UidModel):
    """One household's money on its way. `out_biz_no` never changes, whatever is repeated."""

    class State(models.TextChoices):
        DRAFT = "draft", "待批准"
        APPROVED = "approved", "待付"
        SENT = "sent", "已发出"
        UNKNOWN = "unknown", "结果待查"
        PAID = "paid", "已付"
        FAILED = "failed", "失败"
        RETURNED = "returned", "退回"
        CANCELLED = "cancelled", "已作废"

    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="payouts")
    party = models.ForeignKey(
        SettlementParty, on_delete=models.PROTECT, null=True, related_name="payouts"
    )
    share = models.ForeignKey(
        SurplusShare, on_delete=models.PROTECT, null=True, related_name="payouts"
    )
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="payouts")
    payee_name = models.CharField(max_length=20)
    attempt = models.PositiveSmallIntegerField()
    amount_fen = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    out_biz_no = models.CharField(max_length=40, unique=True)
    # The account as it was approved: masked for people, its blind index to compare.
    account_shown = models.CharField(max_length=40, default="")
    account_index = models.CharField(max_length=64, default="")
    order_id = models.CharField(max_length=64, default="")
    voucher_no = models.CharField(max_length=40, default="")
    failure = models.CharField(max_length=200, default="")
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="payout_above_zero", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="payout_of_one_line",
                condition=Q(party__isnull=True, share__isnull=False)
                | Q(party__isnull=False, share__isnull=True),
            ),
            models.UniqueConstraint(fields=["party", "attempt"], name="payout_attempt_once"),
            models.UniqueConstraint(fields=["share", "attempt"], name="share_paid_attempt_once"),
            models.UniqueConstraint(
                fields=["share"], condition=Q(state__in=LIVE), name="one_live_payout_per_share"
            ),
            models.UniqueConstraint(
                fields=["party"], condition=Q(state__in=LIVE), name="one_live_payout_per_household"
            ),
            models.CheckConstraint(
                name="failed_payout_says_why",
                condition=~Q(state__in=["failed", "returned"]) | ~Q(failure=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="payout_due",
                condition=Q(state__in=["approved", "sent", "unknown"]),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.out_biz_no


class PayoutResult(UidModel):
    """A result file of the bank, taken in once: the same file again changes nothing."""

    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="results")
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    paid = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "digest"], name="result_file_once")]

    def __str__(self) -> str:
        return self.digest[:12]
