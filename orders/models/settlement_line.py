"""Why each household of a run gets what it gets, and who says that a line is wrong."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.models import UidModel
from cooperatives.models import Household, Receipt
from orders.models.deduction import DeductionAgreement, SettlementCorrection
from orders.models.settlement import SettlementParty, SettlementRun
from orders.models.split import SourceSplit
from stations.models import Station

# What a line settles; each only once.
SETTLES = ("split", "receipt", "correction")


def _one_of(*names: str) -> Q:
    """Exactly one of these is set."""
    found = Q()
    for name in names:
        found |= Q(**{f"{other}__isnull": other != name for other in names})
    return found


class SettlementLine(UidModel):
    """Why a household gets what it gets: one sale, purchase, advance, deduction or correction.

    A sale or purchase stands in one run only: included, or held by an objection.
    """

    class Kind(models.TextChoices):
        SALE_SHARE = "sale_share", "销售所得"
        PURCHASE = "purchase", "收购款"
        ADVANCE = "advance", "预付款"
        DEDUCTION = "deduction", "扣款"
        REVERSAL = "reversal", "冲正"

    class State(models.TextChoices):
        INCLUDED = "included", "计入"
        HELD = "held", "异议暂缓"
        EXCLUDED = "excluded", "不计入"
        RELEASED = "released", "转下次"

    party = models.ForeignKey(SettlementParty, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.INCLUDED)
    reason = models.CharField(max_length=200, default="")
    # Left out by the accountant, not by a rule: kept when the run is calculated anew.
    by_hand = models.BooleanField(default=False)
    amount_fen = models.BigIntegerField()
    on = models.DateField()
    # What it says on paper: product and weight, or what is deducted.
    words = models.CharField(max_length=80)
    weight_g = models.IntegerField(default=0)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, null=True, related_name="+")
    split = models.ForeignKey(
        SourceSplit, on_delete=models.PROTECT, null=True, related_name="settlement_lines"
    )
    receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, null=True, related_name="settlement_lines"
    )
    correction = models.ForeignKey(
        SettlementCorrection, on_delete=models.PROTECT, null=True, related_name="settlement_lines"
    )
    agreement = models.ForeignKey(
        DeductionAgreement, on_delete=models.PROTECT, null=True, related_name="settlement_lines"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[name],
                condition=Q(**{f"{name}__isnull": False}, state__in=["included", "held"]),
                name=f"{name}_settled_once",
            )
            for name in SETTLES
        ] + [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(kind="advance", state="included"),
                name="advance_paid_once",
            ),
            models.CheckConstraint(
                name="settlement_line_has_one_reason",
                condition=_one_of("split", "receipt", "correction", "agreement"),
            ),
            models.CheckConstraint(
                name="settlement_line_sign",
                condition=Q(kind__in=["sale_share", "purchase", "advance"], amount_fen__gte=0)
                | Q(kind="deduction", amount_fen__lt=0) | Q(kind="reversal"),
            ),
            models.CheckConstraint(
                name="settlement_line_out_says_why",
                condition=Q(state="included") | ~Q(reason=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_fen}"


class SettlementObjection(UidModel):
    """Somebody says that a line is wrong while it hangs on the wall. Only this line waits.

    It names what the line settles, so it still holds it when the run is calculated anew.
    """

    class State(models.TextChoices):
        OPEN = "open", "处理中"
        UPHELD = "upheld", "异议成立"
        DISMISSED = "dismissed", "异议不成立"

    run = models.ForeignKey(SettlementRun, on_delete=models.PROTECT, related_name="objections")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="objections")
    split = models.ForeignKey(
        SourceSplit, on_delete=models.PROTECT, null=True, related_name="objections"
    )
    receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, null=True, related_name="objections"
    )
    correction = models.ForeignKey(
        SettlementCorrection, on_delete=models.PROTECT, null=True, related_name="objections"
    )
    words = models.CharField(max_length=80)
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_by_role = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=200, default="")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[name],
                condition=Q(**{f"{name}__isnull": False}, state="open"),
                name=f"one_open_objection_per_{name}",
            )
            for name in SETTLES
        ] + [
            models.CheckConstraint(name="objection_names_one_line", condition=_one_of(*SETTLES)),
            models.CheckConstraint(
                name="answered_objection_says_what",
                condition=Q(state="open", answered_by__isnull=True)
                | (Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="objector_never_answers",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("made_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words} {self.state}"
