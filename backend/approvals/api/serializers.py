"""Shapes of the approval inbox."""

from rest_framework import serializers

from backend.accounts.rules import ROLES
from backend.approvals import rules
from backend.approvals.models import ApprovalRequest
from backend.common.money import yuan


class ApprovalSerializer(serializers.Serializer[ApprovalRequest]):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    kind_name = serializers.SerializerMethodField()
    title = serializers.CharField()
    object_kind = serializers.CharField()
    object_uid = serializers.CharField()
    maker_name = serializers.CharField(source="maker.name")
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    amount = serializers.SerializerMethodField()
    digest = serializers.CharField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    step = serializers.IntegerField()
    can_decide = serializers.BooleanField()
    waits_for = serializers.SerializerMethodField(help_text="Role names of the step")
    content_path = serializers.SerializerMethodField()

    def get_kind_name(self, request: ApprovalRequest) -> str:
        return rules.kind_name(request.kind)

    def get_content_path(self, request: ApprovalRequest) -> str:
        return rules.content_path(request.kind, request.object_uid)

    def get_amount(self, request: ApprovalRequest) -> str:
        return yuan(request.amount_fen)

    def get_waits_for(self, request: ApprovalRequest) -> list[str]:
        return [ROLES[role] for role in request.steps[request.step]]
