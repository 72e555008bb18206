"""Shapes of devices."""

from typing import Any

from rest_framework import serializers

from backend.accounts.models import Device
from backend.common.permissions import actor_of


class BindDeviceSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=30)
    replaces = serializers.UUIDField(required=False, allow_null=True, default=None)


class ConnectPartnerSerializer(serializers.Serializer[Any]):
    assignment = serializers.UUIDField()
    name = serializers.CharField(max_length=30)
    expires_on = serializers.DateField()


class RenameDeviceSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=30)


class RevokeDeviceSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=100)


class BeatSerializer(serializers.Serializer[Any]):
    unsent_count = serializers.IntegerField(min_value=0, max_value=1_000_000)
    oldest_unsent_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class DeviceSerializer(serializers.Serializer[Device]):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    name = serializers.CharField()
    letter = serializers.CharField()
    person_name = serializers.CharField(source="user.name")
    scope_ref = serializers.CharField()
    scope_name = serializers.CharField(source="assignment.scope_name")
    bound_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField(allow_null=True)
    last_sync_at = serializers.DateTimeField(allow_null=True)
    unsent_count = serializers.IntegerField()
    oldest_unsent_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    revoke_reason = serializers.CharField()
    mine = serializers.SerializerMethodField()

    def get_mine(self, device: Device) -> bool:
        return str(device.user.uid) == actor_of(self.context["request"]).user_uid


class PartnerClientSerializer(DeviceSerializer):
    """A device of a partner."""


class BoundDeviceSerializer(serializers.Serializer[Any]):
    """`token` is shown this once."""

    uid = serializers.UUIDField(source="device.uid")
    letter = serializers.CharField(source="device.letter")
    expires_at = serializers.DateTimeField(source="device.expires_at")
    token = serializers.CharField()
