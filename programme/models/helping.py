"""Loans, assistance, visits, projects: records whose sums the overview shows."""

from typing import TypeVar

from django.db import models
from django.db.models import Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models import Household
from stations.models import Area, PartyBranch
from stations.models.area import within

M = TypeVar("M", bound=models.Model)


class ByArea(models.QuerySet[M]):
    """Rows within the actor's areas."""

    def visible_to(self, actor: Actor) -> "ByArea[M]":
        return self.filter(within(actor, "area_code"))


class Loan(UidModel):
    """A dual-base loan: the branch recommends, the bank decides (DOMAIN section 4)."""

    class Product(models.TextChoices):
        DUAL_BASE = "dual_base", "双基联动"
        P530 = "530", "530 贷款"
        INCLUSIVE = "inclusive", "普惠金融"

    class Status(models.TextChoices):
        DISBURSED = "disbursed", "已发放"
        REPAYING = "repaying", "还款中"
        SETTLED = "settled", "已结清"
        OVERDUE = "overdue", "逾期"

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="loans")
    branch = models.ForeignKey(PartyBranch, on_delete=models.PROTECT, related_name="loans")
    area_code = models.CharField(max_length=12, db_index=True)
    product = models.CharField(max_length=10, choices=Product.choices)
    purpose = models.CharField(max_length=40)
    amount_fen = models.BigIntegerField()
    term_months = models.PositiveSmallIntegerField()
    disbursed_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices)

    objects = ByArea.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="loan_above_zero", condition=Q(amount_fen__gt=0))
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.amount_fen}"


class AssistanceRecord(UidModel):
    """Paired assistance given: cash, or in kind with a valued amount (折合)."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12, db_index=True)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="assistance"
    )
    helper = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    cash_fen = models.BigIntegerField(default=0)
    in_kind_value_fen = models.BigIntegerField(default=0)
    given_on = models.DateField()

    objects = ByArea.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assistance_is_something",
                condition=Q(cash_fen__gte=0)
                & Q(in_kind_value_fen__gte=0)
                & (Q(cash_fen__gt=0) | Q(in_kind_value_fen__gt=0)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.given_on}"


class Visit(UidModel):
    """A visit to households; `persons` are person-times (人次)."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12, db_index=True)
    kind = models.CharField(max_length=20)
    persons = models.PositiveIntegerField()
    visited_on = models.DateField()
    visitor = models.CharField(max_length=60)

    objects = ByArea.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.visited_on}"


class Project(UidModel):
    """A project won by a work team, or a village-collective project."""

    class Kind(models.TextChoices):
        COLLECTIVE = "collective", "村集体经济项目"
        WORK_TEAM = "work_team", "工作队争取项目"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=60)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="projects")
    area_code = models.CharField(max_length=12, db_index=True)
    started_on = models.DateField()
    funds_fen = models.BigIntegerField(default=0)
    funded_by = models.CharField(max_length=40, default="")

    objects = ByArea.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="funds_not_below_zero", condition=Q(funds_fen__gte=0))
        ]

    def __str__(self) -> str:
        return self.name
