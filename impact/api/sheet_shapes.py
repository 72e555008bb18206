"""Shapes of score sheets: one in full, and the areas of a period beside each other."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from impact.api.indicator_shapes import CentipointsField
from impact.api.overview_shapes import AreaNameSerializer
from impact.models import ScoreEntry, ScoreEvidence, ScoreRemark, ScoreSheet
from impact.queries.sheets import Comparison, Row
from impact.rules import scoring
from impact.services.filling_in import item_of, term_of_sheet


class ScoreEvidenceSerializer(serializers.ModelSerializer[ScoreEvidence]):
    class Meta:
        model = ScoreEvidence
        fields = ("uid", "kind", "text", "by_name", "at")


class ScoreRemarkSerializer(serializers.ModelSerializer[ScoreRemark]):
    """`code` is the line it is about; empty for the whole sheet."""

    step_name = serializers.CharField(source="get_step_display")
    code = serializers.CharField(source="indicator.code", default="")

    class Meta:
        model = ScoreRemark
        fields = ("step", "step_name", "code", "words", "by_name", "at")


class ScoreEntrySerializer(serializers.ModelSerializer[ScoreEntry]):
    """`by_hand` says why a person gives the points; empty where the rule does."""

    code = serializers.CharField(source="indicator.code")
    name = serializers.CharField(source="indicator.name")
    origin_name = serializers.CharField(source="indicator.get_origin_display")
    meaning = serializers.CharField(source="indicator.meaning")
    # A serializer has a source of its own; Any lets a field bear the name.
    source: Any = serializers.CharField(source="indicator.source")
    source_checked = serializers.BooleanField(source="indicator.source_checked")
    method = serializers.CharField(source="indicator.method")
    method_name = serializers.CharField(source="indicator.get_method_display")
    unit = serializers.CharField(source="indicator.unit")
    unit_name = serializers.CharField(source="indicator.unit_name")
    computed = serializers.SerializerMethodField()
    bonus = serializers.BooleanField(source="indicator.bonus")
    evidence_required = serializers.BooleanField(source="indicator.evidence_required")
    value = serializers.SerializerMethodField("get_shown_value")
    target = serializers.SerializerMethodField()
    most = CentipointsField(source="most_centipoints")
    points = CentipointsField(source="given_centipoints", allow_null=True)
    by_hand = serializers.SerializerMethodField()
    evidence = ScoreEvidenceSerializer(many=True)

    class Meta:
        model = ScoreEntry
        fields = (
            "code", "name", "origin_name", "meaning", "source", "source_checked", "method",
            "method_name", "unit", "unit_name", "computed", "bonus", "evidence_required", "value",
            "target", "most", "points", "by_hand", "note", "evidence",
        )  # fmt: skip

    def get_computed(self, entry: ScoreEntry) -> bool:
        return bool(entry.indicator.formula_key)

    def get_shown_value(self, entry: ScoreEntry) -> str:
        return scoring.shown(entry.value, entry.indicator.unit)

    def get_target(self, entry: ScoreEntry) -> str:
        return scoring.shown(entry.target, entry.indicator.unit)

    def get_by_hand(self, entry: ScoreEntry) -> str:
        return scoring.why_by_hand(item_of(entry), entry.value, entry.target, entry.why_none)


class ScoreVersionSerializer(serializers.ModelSerializer[ScoreSheet]):
    state_name = serializers.CharField(source="get_state_display")
    total = CentipointsField(source="total_centipoints")

    class Meta:
        model = ScoreSheet
        fields = ("uid", "number", "state", "state_name", "total", "reason", "locked_at")


class ScoreBelowSerializer(serializers.Serializer[Any]):
    expected = serializers.IntegerField()
    locked = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.CharField())


class ScoreMaySerializer(serializers.Serializer[Any]):
    """What this hat and person can do with the sheet as it stands."""

    fill = serializers.BooleanField()
    submit = serializers.BooleanField()
    review = serializers.BooleanField()
    lock = serializers.BooleanField()
    reopen = serializers.BooleanField()
    export = serializers.BooleanField()


class ScoreSheetSerializer(serializers.ModelSerializer[ScoreSheet]):
    area = serializers.CharField(source="area.name")
    above = serializers.CharField(source="area.parent.name", default="")
    level_name = serializers.CharField(source="get_level_display")
    period_name = serializers.SerializerMethodField()
    set_uid = serializers.UUIDField(source="set.uid")
    set_title = serializers.CharField(source="set.title")
    set_number = serializers.IntegerField(source="set.number")
    cycle_name = serializers.CharField(source="set.get_cycle_display")
    state_name = serializers.CharField(source="get_state_display")
    base = CentipointsField(source="base_centipoints")
    bonus = CentipointsField(source="bonus_centipoints")
    total = CentipointsField(source="total_centipoints")
    entries = ScoreEntrySerializer(many=True)
    remarks = ScoreRemarkSerializer(many=True)
    versions = serializers.SerializerMethodField()
    below = serializers.SerializerMethodField()
    may = serializers.SerializerMethodField()

    class Meta:
        model = ScoreSheet
        fields = (
            "uid", "area", "area_code", "above", "level", "level_name", "period", "period_name",
            "first_on", "next_on", "set_uid", "set_title", "set_number", "cycle_name", "number",
            "reason", "state", "state_name", "version", "digest", "computed_at", "base", "bonus",
            "total", "submitted_by_name", "submitted_on", "reviewed_by_name", "reviewed_on",
            "locked_by_name", "locked_at", "entries", "remarks", "versions", "below", "may",
        )  # fmt: skip

    def get_period_name(self, sheet: ScoreSheet) -> str:
        return term_of_sheet(sheet).name

    @extend_schema_field(ScoreVersionSerializer(many=True))
    def get_versions(self, sheet: ScoreSheet) -> Any:
        return ScoreVersionSerializer(self.context["versions"], many=True).data

    @extend_schema_field(ScoreBelowSerializer())
    def get_below(self, sheet: ScoreSheet) -> dict[str, Any]:
        return ScoreBelowSerializer(self.context["below"]).data

    @extend_schema_field(ScoreMaySerializer())
    def get_may(self, sheet: ScoreSheet) -> dict[str, bool]:
        found: dict[str, bool] = self.context["may"]
        return found


class ScoreColumnSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    most = CentipointsField(source="most_centipoints")
    bonus = serializers.BooleanField()


class ScoreComparedSerializer(serializers.Serializer[Row]):
    """Figures are of the locked version while `correcting`; none where nobody began."""

    code = serializers.CharField(source="area.code")
    name = serializers.CharField(source="area.name")
    level = serializers.CharField(source="area.level")
    sheet = serializers.UUIDField(source="sheet.uid", default=None)
    state = serializers.CharField(source="sheet.state", default="")
    state_name = serializers.CharField(source="sheet.get_state_display", default="未填报")
    correcting = serializers.BooleanField()
    number = serializers.IntegerField(source="shown.number", default=None)
    base = CentipointsField(source="shown.base_centipoints", default=None)
    bonus = CentipointsField(source="shown.bonus_centipoints", default=None)
    total = CentipointsField(source="shown.total_centipoints", default=None)
    points = serializers.SerializerMethodField()

    def get_points(self, row: Row) -> dict[str, str]:
        return {code: scoring.hundredths(points) for code, points in row.points.items()}


class ScoreTermSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class ScoreComparisonSerializer(serializers.Serializer[Comparison]):
    area = serializers.CharField(source="area.name")
    code = serializers.CharField(source="area.code")
    level = serializers.CharField(source="area.level")
    breadcrumb = AreaNameSerializer(many=True)
    period = serializers.CharField(source="term.__str__")
    period_name = serializers.CharField(source="term.name")
    cycle = serializers.CharField(source="term.cycle")
    ended = serializers.BooleanField()
    terms = serializers.SerializerMethodField()
    own = ScoreComparedSerializer(allow_null=True)
    own_set = serializers.CharField(source="own_set.title", default="")
    rows_set = serializers.CharField(source="rows_set.title", default="")
    columns = ScoreColumnSerializer(many=True)
    rows = ScoreComparedSerializer(many=True)
    begun = serializers.IntegerField()
    locked = serializers.IntegerField()
    may_begin = serializers.SerializerMethodField()

    @extend_schema_field(ScoreTermSerializer(many=True))
    def get_terms(self, found: Comparison) -> list[dict[str, str]]:
        return [{"code": str(term), "name": term.name} for term in self.context["terms"]]

    def get_may_begin(self, found: Comparison) -> bool:
        """Whether this hat fills in the sheets of the place itself."""
        return bool(self.context["role"] == scoring.FILLERS.get(found.area.level))


class ScoreComparisonQuerySerializer(serializers.Serializer[Any]):
    # A serializer has a parent of its own; Any lets a field bear the name.
    parent: Any = serializers.RegexField(
        r"^\d{6,12}$", required=False, allow_blank=True, default=""
    )
    period = serializers.CharField(required=False, allow_blank=True, default="", max_length=7)


class ScoreTakeComparisonSerializer(ScoreComparisonQuerySerializer):
    file_format = serializers.ChoiceField(choices=["xlsx", "csv"])


class ScoreTakeSheetSerializer(serializers.Serializer[Any]):
    file_format = serializers.ChoiceField(choices=["xlsx", "csv"])


class ScoreBeginSheetSerializer(serializers.Serializer[Any]):
    area_code = serializers.RegexField(r"^\d{6,12}$")
    period = serializers.CharField(max_length=7)


class ScoreSaidSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=8)
    value = serializers.CharField(max_length=16, allow_blank=True, default="")
    points = serializers.CharField(max_length=10, allow_blank=True, default="")
    note = serializers.CharField(max_length=400, allow_blank=True, default="")


class ScoreFillSheetSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1)
    entries = serializers.ListField(child=ScoreSaidSerializer(), max_length=60)


class ScoreSheetVersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1)


class ScoreDecideSheetSerializer(serializers.Serializer[Any]):
    """`remarks` are words on single lines, by their code; `digest` is what was read."""

    verdict = serializers.ChoiceField([("approve", "同意"), ("return", "退回修改")])
    words = serializers.CharField(max_length=400, allow_blank=True, default="")
    remarks = serializers.DictField(
        child=serializers.CharField(max_length=400, allow_blank=True), default=dict
    )
    digest = serializers.CharField(max_length=64)


class ScoreReopenSheetSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class ScoreNewEvidenceSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=8)
    text = serializers.CharField(max_length=200, allow_blank=True, default="")
    file = serializers.FileField(required=False, allow_empty_file=False)


class ScoreEvidenceLinkSerializer(serializers.Serializer[Any]):
    url = serializers.CharField()
