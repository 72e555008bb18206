"""Sales that may be false trade: what was found, the rows behind it, and what people made of it."""

from django.db import models
from django.db.models import F, Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models import Household
from orders.models import LineSource
from stations.models import Station
from stations.models.area import within


class TradeFindingQuerySet(models.QuerySet["TradeFinding"]):
    def visible_to(self, actor: Actor) -> "TradeFindingQuerySet":
        """By the village of the household, or of the station that bought from itself."""
        return self if actor.system else self.filter(within(actor, "area_code"))

    def left_out(self) -> "TradeFindingQuerySet":
        """Those whose rows no total counts."""
        return self.exclude(state="cleared")


class TradeFinding(UidModel):
    """Sales of one kind round one subject. They are out of every total until a second person agrees
    that they are sound; those found false stay out. Rows are only added while nobody has spoken.
    """

    class Kind(models.TextChoices):
        LOOP = "loop", "买家就是卖货的农户"
        SELF_PURCHASE = "self_purchase", "服务站自卖自买"
        PRICE = "price", "价格偏离全县"
        HARVEST = "harvest", "超出合理产量"

    class State(models.TextChoices):
        UNDER_REVIEW = "under_review", "核查中"
        CLEARED = "cleared", "核实属实，已计入"
        CONFIRMED = "confirmed", "确认虚假，不计入"

    class Proposal(models.TextChoices):
        NONE = "", "未提出"
        CLEAR = "clear", "拟认定属实"
        CONFIRM = "confirm", "拟认定虚假"

    kind = models.CharField(max_length=14, choices=Kind.choices)
    # What it is about, within the kind: household, station, product, year.
    subject = models.CharField(max_length=80)
    area_code = models.CharField(max_length=12)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    # The rule in words, with the figures that it was held against.
    rule = models.CharField(max_length=300)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNDER_REVIEW)
    proposal = models.CharField(
        max_length=7, choices=Proposal.choices, default=Proposal.NONE, blank=True
    )
    proposed_because = models.CharField(max_length=400, default="")
    proposed_by_uid = models.CharField(max_length=64, default="")
    proposed_by_name = models.CharField(max_length=20, default="")
    proposed_at = models.DateTimeField(null=True)
    decided_by_uid = models.CharField(max_length=64, default="")
    decided_by_name = models.CharField(max_length=20, default="")
    decided_because = models.CharField(max_length=400, default="")
    decided_at = models.DateTimeField(null=True)

    objects = TradeFindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(state="under_review", proposal=""),
                name="one_open_finding_per_subject",
            ),
            models.CheckConstraint(
                name="finding_decided_by_a_second_person",
                condition=Q(state="under_review", decided_by_uid="", decided_at__isnull=True)
                | (
                    ~Q(state="under_review")
                    & ~Q(decided_by_uid="")
                    & ~Q(decided_by_uid=F("proposed_by_uid"))
                    & Q(decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="finding_proposed_with_a_reason",
                condition=Q(proposal="", proposed_by_uid="")
                | (~Q(proposal="") & ~Q(proposed_by_uid="") & ~Q(proposed_because="")),
            ),
            models.CheckConstraint(
                name="finding_ends_as_it_was_proposed",
                condition=Q(state="under_review")
                | Q(state="cleared", proposal="clear")
                | Q(state="confirmed", proposal="confirm"),
            ),
        ]
        indexes = [models.Index(fields=["state", "area_code"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class FindingRow(models.Model):
    """One source of a sale behind a finding. Append-only; a source stands once in each kind, so
    that what people have decided is not asked again."""

    finding = models.ForeignKey(TradeFinding, on_delete=models.PROTECT, related_name="rows")
    source = models.ForeignKey(LineSource, on_delete=models.PROTECT, related_name="finding_rows")
    # The finding's, for the constraint.
    kind = models.CharField(max_length=14, choices=TradeFinding.Kind.choices)
    why = models.CharField(max_length=160)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "source"], name="source_once_in_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}"
