"""Shapes of inspections and of what is said against them."""

from typing import Any

from django.utils.timezone import localdate
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.accounts.rules import ROLES
from backend.common.permissions import actor_of
from stations import rules
from stations.models import Inspection, InspectionObjection


class ScoreSerializer(serializers.Serializer[Any]):
    item = serializers.CharField(min_length=2, max_length=30)
    points = serializers.IntegerField(min_value=0, max_value=100)
    most = serializers.IntegerField(min_value=1, max_value=100)


class ObjectSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=400)


class AnswerSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(choices=("upheld", "reinspect"))
    answer = serializers.CharField(max_length=400)


class InspectionInSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()
    scores = serializers.ListField(child=ScoreSerializer(), min_length=1, max_length=30)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ObjectionSerializer(serializers.Serializer[InspectionObjection]):
    uid = serializers.UUIDField()
    hat_name = serializers.SerializerMethodField()
    by_name = serializers.CharField(source="by.name")
    words = serializers.CharField()
    made_at = serializers.DateTimeField()
    answer_by_on = serializers.DateField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    answer = serializers.CharField()
    answered_by_name = serializers.CharField(source="answered_by.name", default="")
    answered_at = serializers.DateTimeField(allow_null=True)

    def get_hat_name(self, row: InspectionObjection) -> str:
        return ROLES[row.hat]


class InspectionSerializer(serializers.Serializer[Inspection]):
    uid = serializers.UUIDField()
    objectable_until = serializers.SerializerMethodField()
    may_object = serializers.SerializerMethodField()
    objections = ObjectionSerializer(many=True)
    inspected_on = serializers.DateField()
    total = serializers.IntegerField()
    grade_name = serializers.CharField(source="get_grade_display")
    scores = ScoreSerializer(many=True)
    note = serializers.CharField()
    made_by_name = serializers.CharField(source="made_by.name")

    @extend_schema_field(serializers.DateField())
    def get_objectable_until(self, row: Inspection) -> str:
        return rules.objectable_until(localdate(row.at)).isoformat()

    def get_may_object(self, row: Inspection) -> bool:
        """In time, of the secretary or the operator, and not objected to by this part before."""
        actor = actor_of(self.context["request"])
        late = localdate() > rules.objectable_until(localdate(row.at))
        said = any(one.hat == actor.role for one in row.objections.all())
        return actor.may("object", "inspection") and not late and not said


class ObjectionDetailSerializer(ObjectionSerializer):
    """With what it is about: enough to answer it."""

    station_uid = serializers.UUIDField(source="inspection.station.uid")
    station_name = serializers.CharField(source="inspection.station.name")
    township_name = serializers.CharField(source="inspection.station.area.parent.name")
    inspected_on = serializers.DateField(source="inspection.inspected_on")
    total = serializers.IntegerField(source="inspection.total")
    grade_name = serializers.CharField(source="inspection.get_grade_display")
    scores = ScoreSerializer(many=True, source="inspection.scores")
    note = serializers.CharField(source="inspection.note")
    can_answer = serializers.SerializerMethodField()

    def get_can_answer(self, row: InspectionObjection) -> bool:
        actor = actor_of(self.context["request"])
        mine = str(row.by.uid) == actor.user_uid
        return row.state == "open" and not mine and actor.may("create", "inspection")
