"""A change of a household's data is asked for, evidenced, agreed to, then applied (ROLES 4)."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import EditedModel
from cooperatives.models.household import Household


class HouseholdChangeQuerySet(models.QuerySet["HouseholdChange"]):
    def visible_to(self, actor: Actor) -> "HouseholdChangeQuerySet":
        return self.filter(household__in=Household.objects.visible_to(actor).values("pk"))

    def open(self) -> "HouseholdChangeQuerySet":
        return self.filter(state__in=["requested", "evidence"])


class HouseholdChange(EditedModel):
    """One field of one household. Sealed values travel as tokens already bound to where they go,
    so that applying or restoring one opens nothing.
    """

    class Field(models.TextChoices):
        CREATE = "create", "新建户"
        PHONE = "phone", "联系电话"
        ADDRESS = "address", "住址"
        LAND = "land", "耕地面积"
        LABOUR = "labour", "人口与劳动力"
        CAUSE = "cause", "主要困难原因"
        CATEGORY = "category", "帮扶类别"
        HEAD = "head", "户主"
        MEMBER = "member", "家庭成员"
        STATUS = "status", "户状态"
        SPLIT = "split", "分户"
        MERGE = "merge", "并户"
        ACCOUNT = "account", "收款账户"
        IDENTITY = "identity", "身份证号"

    class State(models.TextChoices):
        REQUESTED = "requested", "待补证明"
        EVIDENCE = "evidence", "待审批"
        APPLIED = "applied", "已生效"
        REFUSED = "refused", "未通过"
        WITHDRAWN = "withdrawn", "已撤回"

    class Evidence(models.TextChoices):
        NONE = "", "未提供"
        BOOKLET = "booklet", "户口本"
        IDENTITY_CARD = "identity_card", "身份证"
        BANK_CARD = "bank_card", "银行卡"
        DEATH = "death", "死亡证明"
        VILLAGE = "village", "村委会证明"
        IN_PERSON = "in_person", "当面核实"

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="requests")
    field = models.CharField(max_length=10, choices=Field.choices)
    # The uid of the person or household the change is about; "" for the household itself.
    target = models.CharField(max_length=36, default="")
    proposed = models.JSONField(default=dict)
    proposed_token = models.TextField(default="")
    proposed_index = models.CharField(max_length=64, default="")
    prior = models.JSONField(default=dict)
    prior_token = models.TextField(default="")
    prior_index = models.CharField(max_length=64, default="")
    reason = models.CharField(max_length=200)
    evidence_kind = models.CharField(
        max_length=14, choices=Evidence.choices, default="", blank=True
    )
    evidence = models.CharField(max_length=200, default="", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    # The household's version when it was asked; an applied change needs it to be the same still.
    base_version = models.PositiveIntegerField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_as = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    # Account and identity: somebody has rung the household and asked (ROLES section 4).
    called_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    called_at = models.DateTimeField(null=True)
    call_note = models.CharField(max_length=200, default="")
    closed_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=400, default="")
    restores = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="restored_by"
    )

    objects = HouseholdChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "-made_at"]), models.Index(fields=["state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "field", "target"],
                condition=Q(state__in=["requested", "evidence"]),
                name="one_open_change_per_field",
            ),
            models.CheckConstraint(
                name="closed_change_says_when",
                condition=Q(state__in=["requested", "evidence"]) | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="change_waits_with_evidence",
                condition=~Q(state__in=["evidence", "applied"]) | ~Q(evidence_kind=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.field}"
