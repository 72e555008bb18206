"""Double entry in integer fen. Append-only: a correction is a reversing transfer with a reason.

Sign: an entry above zero raises what the account is owed (held money, a payable); money that lies
at Alipay or in the bank is an account that stands below zero. All entries of a transfer sum to 0.
"""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel


class Account(UidModel):
    """One owner's one kind of money. `owner_uid` is text: the ledger knows no app above it."""

    class Kind(models.TextChoices):
        CLEARING = "clearing", "支付宝在途"
        HELD = "held", "买家已付待分账"
        HOUSEHOLD = "household", "应付农户"
        COOPERATIVE = "cooperative", "应付合作社"
        STATION = "station", "应付服务站"
        VILLAGE = "village", "应付村集体"
        LOGISTICS = "logistics", "应付物流"
        PACKAGING = "packaging", "应付包装"
        PAYMENT_FEE = "payment_fee", "支付手续费"
        PURCHASE = "purchase", "合作社收购垫付"
        SURPLUS = "surplus", "合作社待缴盈余"
        REFUND_DUE = "refund_due", "应退买家"
        CARRY_OVER = "carry_over", "应扣回结转"
        SETTLED = "settled", "已结算待付农户"
        LOAN_DUE = "loan_due", "代扣应还贷款"
        ADVANCE = "advance", "合作社预付农户"
        BANK = "bank", "合作社银行与现金代付"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    owner_uid = models.CharField(max_length=64)
    county_code = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner_uid"], name="account_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.owner_uid}"


class Transfer(UidModel):
    """One movement, done once: `key` names the event it books, such as `capture:<trade no>`."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=24)
    reference = models.CharField(max_length=64)
    booked_on = models.DateField()
    booked_at = models.DateTimeField()
    actor_uid = models.CharField(max_length=64)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by"
    )
    reason = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=["reference"]), models.Index(fields=["booked_on"])]
        constraints = [
            models.CheckConstraint(
                name="reversal_says_why",
                condition=models.Q(reverses__isnull=True) | ~models.Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """One side of a transfer."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "account"], name="entry_once_per_account"),
            models.CheckConstraint(name="entry_not_zero", condition=~models.Q(amount_fen=0)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount_fen}"


class PeriodCloseQuerySet(models.QuerySet["PeriodClose"]):
    def closed(self) -> "PeriodCloseQuerySet":
        return self.filter(state="closed")

    def visible_to(self, actor: Actor) -> "PeriodCloseQuerySet":
        """Of the officials' and auditors' county; the administrator's installation (it names
        no person's data)."""
        if actor.system or actor.role == "SA":
            return self.all()
        reach = Q(pk__in=[])
        for area in actor.ranges:
            reach |= Q(county_code__gte=area.low, county_code__lt=area.high)
        return self.filter(reach)


class PeriodClose(UidModel):
    """Up to `to_on` nothing of a county's ledger moves any more (DESIGN invariant 13).

    `hash` covers the rows of the period and the hash of the close before it, so no row of a closed
    month can be changed, added or taken away without every later close showing it.
    """

    class State(models.TextChoices):
        ASKED = "asked", "待确认"
        CLOSED = "closed", "已结账"
        REFUSED = "refused", "未同意"

    county_code = models.CharField(max_length=6)
    from_on = models.DateField()
    to_on = models.DateField()
    transfers = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()
    turnover_fen = models.BigIntegerField()
    rows_digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=400, default="")

    objects = PeriodCloseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "to_on"], condition=~Q(state="refused"),
                name="period_closed_once",
            ),
            models.UniqueConstraint(
                fields=["county_code", "previous_hash"], condition=Q(state="closed"),
                name="one_close_after_another",
            ),
            models.UniqueConstraint(
                fields=["county_code"], condition=Q(state="asked"), name="one_close_asked_for",
            ),
            models.CheckConstraint(
                name="period_closed_by_a_second_person",
                condition=~Q(state="closed")
                | (Q(closed_by__isnull=False) & ~Q(closed_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="period_has_days", condition=Q(to_on__gte=F("from_on"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.county_code} {self.from_on} {self.to_on}"
