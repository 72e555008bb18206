"""Shapes of the approval inbox."""

from rest_framework import serializers

from backend.approvals import queries, rules
from backend.approvals.models import ApprovalRequest
from backend.common.money import yuan
from backend.common.permissions import actor_of


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
    can_decide = serializers.SerializerMethodField()
    content_path = serializers.SerializerMethodField()

    def get_kind_name(self, request: ApprovalRequest) -> str:
        return rules.kind_name(request.kind)

    def get_content_path(self, request: ApprovalRequest) -> str:
        return rules.content_path(request.kind, request.object_uid)

    def get_amount(self, request: ApprovalRequest) -> str:
        return yuan(request.amount_fen)

    def get_can_decide(self, request: ApprovalRequest) -> bool:
        return queries.can_decide(request, actor_of(self.context["request"]))
