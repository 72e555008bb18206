"""Shapes of problems and of what was done about them."""

from typing import Any

from django.utils.timezone import localdate
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.accounts.models import RoleAssignment
from backend.accounts.rules import ROLES
from backend.approvals.rules import digest_of
from backend.common import photos
from backend.common.permissions import actor_of
from programme.api.serializers import PlaceField
from programme.models import (
    Escalation,
    Evidence,
    Issue,
    IssueMove,
    IssueTask,
    LookBack,
    Rectification,
    Responsibility,
)
from programme.queries import issues

# Sources a person may name; a look-back's is set by its own deed.
SAID = [value for value in Issue.Source.values if value != "look_back"]
MOVE_NAMES = {
    "open": "登记",
    "assign": "交办",
    "extend": "延期",
    "hand_in": "报请销号",
    "return": "退回整改",
    "verify": "核验",
    "close_out": "销号",
    "withdraw": "撤回",
}


class IssueQuerySerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=["", *Issue.State.values], required=False, default="")
    overdue = serializers.BooleanField(required=False, default=False)
    escalated = serializers.BooleanField(required=False, default=False)
    mine = serializers.BooleanField(required=False, default=False)
    source_uid = serializers.CharField(required=False, default="", allow_blank=True, max_length=64)
    station = serializers.UUIDField(required=False)


class IssueInSerializer(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=60)
    words = serializers.CharField(max_length=400)
    area_code = serializers.CharField(max_length=12, required=False, allow_blank=True, default="")
    station = serializers.UUIDField(required=False, allow_null=True, default=None)
    source_kind = serializers.ChoiceField(choices=SAID, default="hand")
    source_uid = serializers.CharField(max_length=64, allow_blank=True, default="")


class IssueStepSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=200)
    due_on = serializers.DateField()


class AssignSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    lead = serializers.UUIDField()
    assists = serializers.ListField(child=serializers.UUIDField(), max_length=6, default=list)
    due_on = serializers.DateField()
    tasks = serializers.ListField(child=IssueStepSerializer(), min_length=1, max_length=12)


class ExtendSerializer(serializers.Serializer[Any]):
    due_on = serializers.DateField()
    reason = serializers.CharField(max_length=400)


class IssueReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=400)


class IssueWordsSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=400)


class RectifySerializer(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=400)
    evidence = serializers.ListField(child=serializers.UUIDField(), max_length=12)


class EvidenceInSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80, allow_blank=True, default="")
    file = serializers.FileField(allow_empty_file=False)


class LookBackInSerializer(serializers.Serializer[Any]):
    found = serializers.ChoiceField(choices=LookBack.Found.choices)
    words = serializers.CharField(max_length=400)


class IssuePersonSerializer(serializers.Serializer[RoleAssignment]):
    """`hat` is what is sent back: the person under this role."""

    hat = serializers.UUIDField(source="uid")
    name = serializers.CharField(source="user.name")
    role_name = serializers.SerializerMethodField()
    unit = serializers.CharField(source="scope_name")

    def get_role_name(self, hat: RoleAssignment) -> str:
        return ROLES[hat.role]


class EvidenceSerializer(serializers.Serializer[Evidence]):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    name = serializers.CharField()
    thumb_url = serializers.SerializerMethodField()
    at = serializers.DateTimeField()

    def get_thumb_url(self, proof: Evidence) -> str:
        if proof.kind != Evidence.Kind.PHOTO:
            return ""
        return photos.signed_address(proof.sha256, thumb=True)


class EvidenceLinkSerializer(serializers.Serializer[Any]):
    url = serializers.CharField()


class RectificationSerializer(serializers.Serializer[Rectification]):
    uid = serializers.UUIDField()
    words = serializers.CharField()
    by_name = serializers.CharField(source="by.name")
    at = serializers.DateTimeField()
    evidence = EvidenceSerializer(many=True)


class IssueTaskSerializer(serializers.Serializer[IssueTask]):
    uid = serializers.UUIDField()
    number = serializers.IntegerField()
    words = serializers.CharField()
    due_on = serializers.DateField()
    late = serializers.SerializerMethodField()
    rectifications = RectificationSerializer(many=True)

    def get_late(self, task: IssueTask) -> bool:
        return task.due_on < localdate() and not task.rectifications.all()


class ResponsibilitySerializer(serializers.Serializer[Responsibility]):
    part = serializers.CharField()
    part_name = serializers.CharField(source="get_part_display")
    name = serializers.CharField(source="person.name")
    hat_name = serializers.SerializerMethodField()
    unit = serializers.CharField()
    named_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)

    def get_hat_name(self, row: Responsibility) -> str:
        return ROLES[row.hat]


class IssueMoveSerializer(serializers.Serializer[IssueMove]):
    move_name = serializers.SerializerMethodField()
    words = serializers.CharField()
    by_name = serializers.CharField(source="by.name")
    at = serializers.DateTimeField()

    def get_move_name(self, row: IssueMove) -> str:
        return MOVE_NAMES[row.move]


class EscalationSerializer(serializers.Serializer[Escalation]):
    level = serializers.CharField()
    level_name = serializers.CharField(source="get_level_display")
    due_on = serializers.DateField()
    at = serializers.DateTimeField()


class LookBackSerializer(serializers.Serializer[LookBack]):
    number = serializers.IntegerField()
    found = serializers.CharField()
    found_name = serializers.CharField(source="get_found_display")
    words = serializers.CharField()
    by_name = serializers.CharField(source="by.name")
    at = serializers.DateTimeField()


class IssueSerializer(serializers.Serializer[Issue]):
    uid = serializers.UUIDField()
    title = serializers.CharField()
    place = PlaceField(source="area")
    station_name = serializers.CharField(source="station.name", default="")
    source_kind = serializers.CharField()
    source_name = serializers.CharField(source="get_source_kind_display")
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    owner_name = serializers.CharField(source="owner.name", default="")
    due_on = serializers.DateField(allow_null=True)
    late = serializers.BooleanField()
    escalated = serializers.BooleanField(source="told")
    opened_at = serializers.DateTimeField()


class IssueDetailSerializer(IssueSerializer):
    version = serializers.IntegerField()
    words = serializers.CharField()
    source_uid = serializers.CharField()
    opened_by_name = serializers.CharField(source="opened_by.name")
    closed_by_name = serializers.CharField(source="closed_by.name", default="")
    closed_at = serializers.DateTimeField(allow_null=True)
    look_back_on = serializers.DateField(allow_null=True)
    responsibilities = ResponsibilitySerializer(many=True)
    tasks = IssueTaskSerializer(many=True)
    moves = IssueMoveSerializer(many=True)
    escalations = EscalationSerializer(many=True)
    look_backs = LookBackSerializer(many=True)
    waits_for = serializers.SerializerMethodField()
    # What a decision signs; empty while nothing waits.
    digest = serializers.SerializerMethodField()
    may = serializers.SerializerMethodField()

    def get_waits_for(self, issue: Issue) -> str:
        return issues.step_name(issues.open_close_out(issue))

    def get_digest(self, issue: Issue) -> str:
        waiting = issue.state == Issue.State.HANDED_IN
        return digest_of(issues.close_out_content(issue)) if waiting else ""

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_may(self, issue: Issue) -> list[str]:
        return issues.verbs_of(actor_of(self.context["request"]), issue)
