"""Shapes of accounts, passwords and assignments."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from backend.accounts.models import RoleAssignment, User


class NewAccountSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=20)
    mobile = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")


class OneTimeSerializer(serializers.Serializer[Any]):
    """The password is shown this once."""

    uid = serializers.UUIDField(source="user.uid")
    username = serializers.CharField(source="user.username")
    password = serializers.CharField()


class AccountReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class PasswordSerializer(serializers.Serializer[Any]):
    old = serializers.CharField(max_length=128)
    new = serializers.CharField(max_length=128)


class SecretSerializer(serializers.Serializer[Any]):
    """`uri` is what the QR says; `secret` is for typing where no camera is."""

    secret = serializers.CharField()
    uri = serializers.CharField()
    picture = serializers.CharField()


class AssignmentSerializer(serializers.Serializer[RoleAssignment]):
    uid = serializers.UUIDField()
    person_name = serializers.CharField(source="user.name")
    username = serializers.CharField(source="user.username")
    role = serializers.CharField()
    role_name = serializers.CharField(source="get_role_display")
    scope_kind = serializers.CharField()
    scope_name = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    granted_by_name = serializers.CharField(source="granted_by.name")
    approved_by_name = serializers.CharField(source="approved_by.name", default="")
    waiver = serializers.CharField()
    state = serializers.SerializerMethodField()
    state_name = serializers.SerializerMethodField()

    def get_state(self, hat: RoleAssignment) -> str:
        return state_of(hat)

    def get_state_name(self, hat: RoleAssignment) -> str:
        return STATES[state_of(hat)]


STATES = {
    "proposed": "待复核", "refused": "未同意", "coming": "未开始", "in_force": "在任", 
    "ended": "已结束",
}  # fmt: skip


def state_of(hat: RoleAssignment) -> str:
    today = timezone.localdate()
    if hat.refused_at:
        return "refused"
    if hat.approved_by_id is None:
        return "proposed"
    if hat.valid_to and hat.valid_to < today:
        return "ended"
    return "coming" if hat.valid_from > today else "in_force"


class AccountSerializer(serializers.Serializer[User]):
    uid = serializers.UUIDField()
    username = serializers.CharField()
    name = serializers.CharField()
    is_active = serializers.BooleanField()
    must_change_password = serializers.BooleanField()
    locked = serializers.SerializerMethodField()
    last_login = serializers.DateTimeField(allow_null=True)
    hats = serializers.SerializerMethodField()

    def get_locked(self, user: User) -> bool:
        return user.username in self.context["locked"]

    def get_hats(self, user: User) -> list[str]:
        return [
            f"{hat.get_role_display()} {hat.scope_name}".strip()
            for hat in user.assignments.all()
            if state_of(hat) == "in_force"
        ]


class EndAssignmentSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()
    reason = serializers.CharField(max_length=200)
