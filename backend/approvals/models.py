"""One engine for every approval. It knows no document: kind and uid are text (ROLES section 4)."""

from django.db import models

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel


class FlowRule(models.Model):
    """Which steps a kind needs from an amount on; `steps` is a list of lists of role codes."""

    kind = models.CharField(max_length=32)
    amount_from_fen = models.BigIntegerField(default=0)
    steps = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "amount_from_fen"], name="flow_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.amount_from_fen}"


class ApprovalRequestQuerySet(models.QuerySet["ApprovalRequest"]):
    """Chainable filters."""

    def open(self) -> "ApprovalRequestQuerySet":
        return self.filter(state="open")

    def visible_to(self, actor: Actor) -> "ApprovalRequestQuerySet":
        """Requests of the actor's areas, cooperatives and stations."""
        if actor.system:
            return self
        reach = models.Q(scope_ref__in=actor.cooperatives | actor.stations)
        for area in actor.ranges:
            reach |= models.Q(area_code__gte=area.low, area_code__lt=area.high)
        return self.filter(reach)


class ApprovalRequest(UidModel):
    """A document waits for others to agree. `digest` is SHA-256 of its exact content."""

    class State(models.TextChoices):
        OPEN = "open", "待审批"
        APPROVED = "approved", "已通过"
        RETURNED = "returned", "退回修改"
        REJECTED = "rejected", "已否决"
        VOIDED = "voided", "内容已变，审批作废"

    kind = models.CharField(max_length=32)
    object_kind = models.CharField(max_length=32)
    object_uid = models.CharField(max_length=64)
    title = models.CharField(max_length=120)
    maker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    # Who may decide: the roles of each step, within the area or of the cooperative or station.
    steps = models.JSONField()
    area_code = models.CharField(max_length=12)
    scope_ref = models.CharField(max_length=64, default="")
    amount_fen = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    step = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ApprovalRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_uid"],
                condition=models.Q(state="open"),
                name="one_open_request_per_object",
            ),
            models.UniqueConstraint(fields=["id", "maker"], name="request_with_maker"),
        ]
        indexes = [models.Index(fields=["state", "area_code"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_uid}"


class ApprovalDecision(UidModel):
    """One person's word on one request. The maker can never decide (CHECK), nobody twice."""

    class Verdict(models.TextChoices):
        APPROVE = "approve", "同意"
        RETURN = "return", "退回修改"
        REJECT = "reject", "否决"

    request = models.ForeignKey(ApprovalRequest, on_delete=models.PROTECT, related_name="decisions")
    step = models.PositiveSmallIntegerField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    hat = models.CharField(max_length=16)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    comment = models.CharField(max_length=400, default="")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    # A copy, so that the CHECK can see it; a trigger holds it equal to the request's maker.
    maker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "actor"], name="one_decision_per_person"),
            models.CheckConstraint(
                name="maker_never_decides", condition=~models.Q(actor=models.F("maker"))
            ),
            models.CheckConstraint(
                name="refusal_says_why",
                condition=models.Q(verdict="approve") | ~models.Q(comment=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} step {self.step}"
