"""What may be taken from a household's settlements, and what a posted line got wrong."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models import Cooperative, Household
from programme.models import Loan
from stations.models.area import within


class OfCooperativeQuerySet(models.QuerySet["DeductionAgreement"]):
    def visible_to(self, actor: Actor) -> "OfCooperativeQuerySet":
        """The cooperative's and the household's own; an auditor's by the cooperative's place."""
        reach = Q(cooperative__uid__in=actor.cooperatives)
        reach |= Q(household__uid__in=actor.households)
        if actor.role == "AU":
            reach |= within(actor, "cooperative__area_code")
        return self.all() if actor.system else self.filter(reach)


class DeductionAgreement(UidModel):
    """A household agreed in writing that something is taken from what it is to be paid.

    A loan's repayment goes to the bank. An advance is paid out in the next run and worked off in
    those after it. Lower numbers are served first; together they stay within the run's cap.
    """

    class Kind(models.TextChoices):
        LOAN = "loan", "代扣还贷"
        ADVANCE = "advance", "预付款"

    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, null=True, related_name="agreements")
    amount_fen = models.BigIntegerField()
    # Most per run; zero is no limit of its own.
    per_run_fen = models.BigIntegerField(default=0)
    priority = models.PositiveSmallIntegerField(default=10)
    # The number of the paper that the household signed, and the day.
    paper_no = models.CharField(max_length=40)
    agreed_on = models.DateField()
    ended_on = models.DateField(null=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = OfCooperativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreement_amounts",
                condition=Q(amount_fen__gt=0, per_run_fen__gte=0),
            ),
            models.CheckConstraint(
                name="agreement_of_a_loan_names_it",
                condition=Q(kind="loan", loan__isnull=False) | Q(kind="advance", loan__isnull=True),
            ),
            models.CheckConstraint(name="agreement_was_signed", condition=~Q(paper_no="")),
            models.CheckConstraint(
                name="agreement_days_in_order",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("agreed_on")),
            ),
            models.UniqueConstraint(
                fields=["cooperative", "paper_no"], name="agreement_paper_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_fen}"


class SettlementCorrection(UidModel):
    """A line was wrong: the next run gives or takes the difference. Append-only.

    The cooperative bears it: what a household gets more comes out of the cooperative's account.
    """

    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    # A posted line, or an objection that was upheld before its run was posted.
    line = models.ForeignKey(
        "orders.SettlementLine", on_delete=models.PROTECT, null=True, related_name="corrections"
    )
    objection = models.ForeignKey(
        "orders.SettlementObjection", on_delete=models.PROTECT, null=True,
        related_name="corrections",
    )  # fmt: skip
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="correction_not_zero", condition=~Q(amount_fen=0)),
            models.CheckConstraint(name="correction_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="correction_of_a_line_or_an_objection",
                condition=Q(line__isnull=False, objection__isnull=True)
                | Q(line__isnull=True, objection__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.amount_fen}"
