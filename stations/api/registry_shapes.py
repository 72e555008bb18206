"""Shapes of areas, branches and the changes that others agree to."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.approvals import queries as approving
from backend.approvals.models import ApprovalDecision
from backend.common.permissions import actor_of
from stations import rules
from stations.models import Area, BranchRename, PartyBranch, PlaceChange, StationBranch


class AreaSerializer(serializers.Serializer[Area]):
    code = serializers.CharField()
    name = serializers.CharField()
    official_name = serializers.CharField()
    level = serializers.CharField()
    level_name = serializers.CharField(source="get_level_display")
    parent_code = serializers.CharField(source="parent.code", default="")
    parent_name = serializers.CharField(source="parent.name", default="")
    pinyin = serializers.CharField()
    initials = serializers.CharField()
    edition_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    child_count = serializers.IntegerField()
    version = serializers.IntegerField()


class AreaVersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    name = serializers.CharField()
    official_name = serializers.CharField()
    in_force_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField()


class NeighbourSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(source="neighbour.code")
    name = serializers.CharField(source="neighbour.name")
    source = serializers.CharField()  # type: ignore[assignment]
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    end_reason = serializers.CharField()


class AreaDetailSerializer(AreaSerializer):
    versions = AreaVersionSerializer(many=True)
    neighbours = NeighbourSerializer(many=True)


class ImportSerializer(serializers.Serializer[Any]):
    csv = serializers.CharField(max_length=3_000_000, trim_whitespace=False)
    edition_on = serializers.DateField()


class ImportSubmitSerializer(ImportSerializer):
    reason = serializers.CharField(max_length=200)


class FaultSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    column = serializers.CharField()
    words = serializers.CharField()


class NewAreaSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class ChangedAreaSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class ImportPlanSerializer(serializers.Serializer[Any]):
    """What the file would do. Lists are cut at 200; the counts are whole."""

    county_code = serializers.CharField()
    rows = serializers.IntegerField()
    new_count = serializers.IntegerField()
    changed_count = serializers.IntegerField()
    missing_count = serializers.IntegerField()
    fault_count = serializers.IntegerField()
    new = NewAreaSerializer(many=True)
    changed = ChangedAreaSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField())
    faults = FaultSerializer(many=True)


class ReasonedSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class AreaAddSerializer(ReasonedSerializer):
    township = serializers.CharField(max_length=9)
    name = serializers.CharField(min_length=2, max_length=40)
    kind = serializers.ChoiceField(choices=rules.VILLAGE_KINDS)


class AreaEditSerializer(ReasonedSerializer):
    name = serializers.CharField(min_length=2, max_length=40, required=False)
    official_name = serializers.CharField(min_length=2, max_length=60, required=False)
    pinyin = serializers.RegexField(r"^[a-z]{2,120}$", required=False)
    initials = serializers.RegexField(r"^[a-z]{1,20}$", required=False)


class NeighbourEndSerializer(ReasonedSerializer):
    neighbour = serializers.CharField(max_length=12)


class NeighbourAddSerializer(serializers.Serializer[Any]):
    neighbour = serializers.CharField(max_length=12)
    source = serializers.CharField(min_length=2, max_length=60)  # type: ignore[assignment]
    reason = serializers.CharField(max_length=200)


class PartyBranchSerializer(serializers.Serializer[PartyBranch]):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    area_code = serializers.CharField()
    area_name = serializers.CharField(source="area.name")
    township_name = serializers.CharField(source="area.parent.name", default="")
    member_count = serializers.IntegerField()
    version = serializers.IntegerField()


class BranchCountSerializer(serializers.Serializer[Any]):
    counted_on = serializers.DateField()
    member_count = serializers.IntegerField(min_value=0, max_value=100_000)


class BranchStationSerializer(serializers.Serializer[StationBranch]):
    station_uid = serializers.UUIDField(source="station.uid")
    station_name = serializers.CharField(source="station.name")
    part_name = serializers.CharField(source="get_part_display")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class BranchRenameSerializer(serializers.Serializer[BranchRename]):
    before = serializers.CharField()
    after = serializers.CharField()
    effective_on = serializers.DateField()
    reason = serializers.CharField()
    by_name = serializers.CharField(source="by.name")


class BranchOnSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()
    name = serializers.CharField()
    member_count = serializers.IntegerField(allow_null=True)
    stations = BranchStationSerializer(many=True)


class PartyBranchDetailSerializer(PartyBranchSerializer):
    renames = BranchRenameSerializer(many=True)
    counts = serializers.SerializerMethodField()
    stations = BranchStationSerializer(many=True)

    @extend_schema_field(BranchCountSerializer(many=True))
    def get_counts(self, branch: PartyBranch) -> Any:
        rows = sorted(branch.counts.all(), key=lambda row: row.counted_on, reverse=True)
        return BranchCountSerializer(rows, many=True).data


class BranchInSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(min_length=2, max_length=60)
    kind = serializers.ChoiceField(choices=PartyBranch.Kind.choices)


class BranchCreateSerializer(BranchInSerializer):
    area_code = serializers.CharField(max_length=12)
    member_count = serializers.IntegerField(min_value=0, max_value=100_000)
    counted_on = serializers.DateField()


class BranchEditSerializer(BranchInSerializer):
    on = serializers.DateField()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    version = serializers.IntegerField()


class LineSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()


class PlaceChangeSerializer(serializers.Serializer[PlaceChange]):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    title = serializers.CharField()
    subject_uid = serializers.CharField()
    lines = LineSerializer(many=True)
    reason = serializers.CharField()
    effective_on = serializers.DateField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    made_by_name = serializers.CharField(source="made_by.name")
    made_at = serializers.DateTimeField()


class PlaceChangeDetailSerializer(PlaceChangeSerializer):
    can_decide = serializers.SerializerMethodField()

    def get_can_decide(self, change: PlaceChange) -> bool:
        request = approving.open_request_of(object_kind="place_change", object_uid=str(change.uid))
        actor = actor_of(self.context["request"])
        return request is not None and approving.can_decide(request, actor)


class DecisionSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(choices=ApprovalDecision.Verdict.choices)
    comment = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")
