"""Shapes of the counter: parcels and services."""

from typing import Any

from django.utils.timezone import localdate
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import YuanField
from backend.common.money import yuan
from stations.models import Handover, Parcel, ServiceKind, ServiceRecord
from stations.rules import overdue_level

LARGEST_FEN = 100_000_000


@extend_schema_field(serializers.CharField())
class FreeOrYuanField(YuanField):
    """Nothing is an amount here: most services cost nothing."""

    def to_internal_value(self, data: str) -> int:
        if isinstance(data, str) and data.strip() in {"0", "0.0", "0.00"}:
            return 0
        return super().to_internal_value(data)


class ParcelInSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    direction = serializers.ChoiceField(choices=Parcel.Direction.choices)
    waybill = serializers.CharField(max_length=40)
    carrier = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    shelf_code = serializers.CharField(max_length=12, required=False, allow_blank=True, default="")
    name = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    phone = serializers.RegexField(
        r"^1[3-9]\d{9}$", required=False, allow_blank=True, default="",
        error_messages={"invalid": "手机号应为 11 位，以 1 开头"},
    )  # fmt: skip
    phone_tail = serializers.RegexField(
        r"^\d{4}$", required=False, allow_blank=True, default="",
        error_messages={"invalid": "手机尾号应为 4 位数字"},
    )  # fmt: skip
    household = serializers.UUIDField(required=False, allow_null=True, default=None)
    fee = FreeOrYuanField(required=False, default=0)
    arrived_at = serializers.DateTimeField()


class HandOverSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    taken_by = serializers.ChoiceField(choices=Handover.TakenBy.choices)
    name = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    proxy_name = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    handed_at = serializers.DateTimeField()


class UndoSerializer(serializers.Serializer[Any]):
    handover = serializers.UUIDField()
    undone_at = serializers.DateTimeField()


class EndParcelSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    made_at = serializers.DateTimeField()


class HandoverSerializer(serializers.Serializer[Handover]):
    uid = serializers.UUIDField()
    taken_by = serializers.CharField()
    taken_by_name = serializers.CharField(source="get_taken_by_display")
    proxy_name = serializers.CharField(source="proxy_masked")
    name_checked = serializers.BooleanField()
    handed_at = serializers.DateTimeField()
    undone_at = serializers.DateTimeField(allow_null=True)


class ParcelSerializer(serializers.Serializer[Parcel]):
    """Names and phones leave masked alone."""

    uid = serializers.UUIDField()
    station_uid = serializers.UUIDField(source="station.uid")
    station_name = serializers.CharField(source="station.name")
    direction = serializers.CharField()
    direction_name = serializers.CharField(source="get_direction_display")
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")
    carrier = serializers.CharField()
    waybill = serializers.CharField()
    shelf_code = serializers.CharField()
    pickup_code = serializers.CharField()
    name_masked = serializers.CharField()
    phone_tail = serializers.CharField()
    fee = YuanField(source="fee_fen")
    arrived_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    overdue_days = serializers.SerializerMethodField()
    handovers = HandoverSerializer(source="all_handovers", many=True)
    reason = serializers.CharField()

    def get_overdue_days(self, parcel: Parcel) -> int:
        """0, 3 or 7."""
        if parcel.status != Parcel.Status.WAITING:
            return 0
        return overdue_level(localdate(parcel.arrived_at), on=localdate(self.context["now"]))


class ParcelSummarySerializer(serializers.Serializer[Any]):
    station_uid = serializers.UUIDField()
    station_name = serializers.CharField()
    waiting = serializers.IntegerField()
    to_collect = serializers.IntegerField()
    taken_today = serializers.IntegerField()
    overdue_3 = serializers.IntegerField()
    overdue_7 = serializers.IntegerField()


class ServiceInSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=ServiceKind.choices)
    count = serializers.IntegerField(min_value=1, max_value=10_000)
    amount = FreeOrYuanField(required=False, default=0)
    fee = FreeOrYuanField(required=False, default=0)
    household = serializers.UUIDField(required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    done_at = serializers.DateTimeField()


class VoidServiceSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    reason = serializers.CharField(max_length=200)


class ServiceRecordSerializer(serializers.Serializer[ServiceRecord]):
    uid = serializers.UUIDField()
    station_name = serializers.CharField(source="station.name")
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    count = serializers.IntegerField()
    amount = YuanField(source="amount_fen")
    fee = YuanField(source="fee_fen")
    note = serializers.CharField()
    done_at = serializers.DateTimeField()
    voids = serializers.UUIDField(source="voids.uid", default=None, allow_null=True)
    voided = serializers.SerializerMethodField()

    def get_voided(self, record: ServiceRecord) -> bool:
        return hasattr(record, "voided_by")


class ServiceSummarySerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    kind_name = serializers.SerializerMethodField()
    times = serializers.IntegerField()
    amount = serializers.SerializerMethodField()
    fee = serializers.SerializerMethodField()

    def get_kind_name(self, row: dict[str, Any]) -> str:
        return str(ServiceKind(row["kind"]).label)

    def get_amount(self, row: dict[str, Any]) -> str:
        return yuan(row["amount_fen"])

    def get_fee(self, row: dict[str, Any]) -> str:
        return yuan(row["fee_fen"])
