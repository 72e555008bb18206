"""Shapes of stations and of what may be asked to change."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.permissions import actor_of
from stations import queries, rules
from stations.api.fields import DegreesField
from stations.api.inspection_shapes import InspectionSerializer
from stations.api.registry_shapes import NewAreaSerializer, ReasonedSerializer
from stations.models import Inspection, Station, StationBranch
from stations.models.counter import ServiceKind


class EquipmentSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(min_length=1, max_length=20)
    count = serializers.IntegerField(min_value=1, max_value=999)


class FactsSerializer(serializers.Serializer[Any]):
    """Every fact that a station's record may change; what is left out stays."""

    name = serializers.CharField(min_length=2, max_length=40, required=False)
    address = serializers.CharField(max_length=80, required=False, allow_blank=True)
    host_kind = serializers.ChoiceField(choices=Station.Host.choices, required=False)
    level = serializers.ChoiceField(choices=Station.Level.choices, required=False)
    area_m2 = serializers.IntegerField(min_value=0, max_value=5_000, required=False)
    broadband = serializers.BooleanField(required=False)
    equipment = EquipmentSerializer(many=True, required=False)
    zones = serializers.ListField(
        child=serializers.ChoiceField(choices=list(rules.ZONES.items())), required=False
    )
    services = serializers.ListField(
        child=serializers.ChoiceField(choices=ServiceKind.choices), required=False
    )
    service_hours = serializers.CharField(max_length=60, required=False, allow_blank=True)
    longitude = DegreesField(73, 136, "longitude_e6", wrong="经度应在 73 至 136 之间")
    latitude = DegreesField(3, 54, "latitude_e6", wrong="纬度应在 3 至 54 之间")


class ApplicationSerializer(FactsSerializer):
    name = serializers.CharField(min_length=2, max_length=40)
    village = serializers.CharField(max_length=12)
    reason = serializers.CharField(max_length=200)


class StationEditSerializer(FactsSerializer):
    reason = serializers.CharField(max_length=200)


class MoveInSerializer(ReasonedSerializer):
    move = serializers.ChoiceField(choices=list(rules.MOVE_NAMES.items()))


class CatchmentInSerializer(ReasonedSerializer):
    village = serializers.CharField(max_length=12)


class LinkInSerializer(ReasonedSerializer):
    branch = serializers.UUIDField(allow_null=True)
    part = serializers.ChoiceField(choices=StationBranch.Part.choices)


class PostingInSerializer(ReasonedSerializer):
    username = serializers.CharField(max_length=64)


class WithdrawSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class ContactSerializer(serializers.Serializer[Any]):
    phone = serializers.RegexField(
        r"^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$", allow_blank=True,
        error_messages={"invalid": "请填写手机号，或带区号的固定电话"},
    )  # fmt: skip
    service_hours = serializers.CharField(max_length=60, allow_blank=True)
    version = serializers.IntegerField()


class StationSerializer(serializers.Serializer[Station]):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    letters = serializers.CharField()
    village_name = serializers.CharField(source="area.name")
    township_name = serializers.CharField(source="area.parent.name", default="")
    area_code = serializers.CharField()
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")
    level = serializers.CharField()
    level_name = serializers.CharField(source="get_level_display")
    grade = serializers.CharField()
    grade_name = serializers.SerializerMethodField()
    host_kind = serializers.CharField()
    opened_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()

    def get_grade_name(self, station: Station) -> str:
        return str(Inspection.Grade(station.grade).label) if station.grade else "未评级"


class MoveSerializer(serializers.Serializer[Any]):
    move_name = serializers.SerializerMethodField()
    from_status = serializers.CharField()
    to_status = serializers.CharField()
    to_status_name = serializers.CharField(source="get_to_status_display")
    moved_on = serializers.DateField()
    reason = serializers.CharField()
    by_name = serializers.CharField(source="by.name")

    def get_move_name(self, row: Any) -> str:
        return (rules.MOVE_NAMES | rules.APPLICATION_ENDS).get(row.move, "申请建站")


class CatchmentSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(source="area.code")
    name = serializers.CharField(source="area.name")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class StationLinkSerializer(serializers.Serializer[Any]):
    branch_uid = serializers.UUIDField(source="branch.uid")
    branch_name = serializers.CharField(source="branch.name")
    part = serializers.CharField()
    part_name = serializers.CharField(source="get_part_display")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class PostingSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(source="user.name")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class NamedSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.CharField()


class StationDetailSerializer(StationSerializer):
    address = serializers.CharField()
    phone = serializers.CharField()
    service_hours = serializers.CharField()
    area_m2 = serializers.IntegerField()
    broadband = serializers.BooleanField()
    equipment = EquipmentSerializer(many=True)
    zones = serializers.SerializerMethodField()
    services = serializers.SerializerMethodField()
    applied_on = serializers.DateField(allow_null=True)
    longitude = serializers.SerializerMethodField()
    latitude = serializers.SerializerMethodField()
    application = serializers.SerializerMethodField()
    moves = MoveSerializer(many=True)
    catchments = CatchmentSerializer(many=True)
    branches = StationLinkSerializer(many=True)
    postings = PostingSerializer(many=True)
    inspections = InspectionSerializer(many=True)
    possible_moves = serializers.SerializerMethodField()

    def get_longitude(self, station: Station) -> str:
        return rules.degrees(station.longitude_e6)

    def get_latitude(self, station: Station) -> str:
        return rules.degrees(station.latitude_e6)

    @extend_schema_field(serializers.ChoiceField(choices=("", "under_review", "returned")))
    def get_application(self, station: Station) -> str:
        """Where an application stands that this person may mend or withdraw."""
        mine = actor_of(self.context["request"]).may("create", "station")
        if station.status != Station.Status.APPLIED or not mine:
            return ""
        return "under_review" if queries.is_under_review(station) else "returned"

    @extend_schema_field(NamedSerializer(many=True))
    def get_zones(self, station: Station) -> list[dict[str, str]]:
        return [{"key": key, "name": rules.ZONES[key]} for key in station.zones]

    @extend_schema_field(NamedSerializer(many=True))
    def get_services(self, station: Station) -> list[dict[str, str]]:
        return [{"key": key, "name": str(ServiceKind(key).label)} for key in station.services]

    @extend_schema_field(NamedSerializer(many=True))
    def get_possible_moves(self, station: Station) -> list[dict[str, str]]:
        """Listed moves from the present status; empty for whoever may not ask for them."""
        if not actor_of(self.context["request"]).may("create", "station"):
            return []
        moves = rules.STATION_MOVES[station.status]
        return [
            {"key": key, "name": rules.MOVE_NAMES[key]} for key in moves if key in rules.MOVE_NAMES
        ]


class StationOnSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()
    status = serializers.CharField()
    status_name = serializers.SerializerMethodField()
    villages = NewAreaSerializer(many=True)
    led_by = serializers.CharField()
    hosted_by = serializers.CharField()
    operator = serializers.CharField()
    grade = serializers.CharField()

    def get_status_name(self, row: Any) -> str:
        return str(Station.Status(row.status).label) if row.status else "尚未设立"
