"""Shapes of specs, runs and what two runs differ in."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from impact.models import AttributionRun, EstimationSpec
from impact.queries.reporting import SECTIONS
from impact.rules.report_pages import sections_of


class SpecSerializer(serializers.ModelSerializer[EstimationSpec]):
    control_name = serializers.CharField(source="get_control_display")
    limits = serializers.DictField(child=serializers.FloatField())
    run_count = serializers.IntegerField()

    class Meta:
        model = EstimationSpec
        fields = (
            "uid", "county_code", "number", "title", "first_year", "last_year", "control",
            "control_name", "least_orders", "least_months", "limits", "draws", "randomisations",
            "seed", "frozen_at", "digest", "run_count",
        )  # fmt: skip


class NewSpecSerializer(serializers.Serializer[Any]):
    """Limits beside the defaults of the gates, by name; everything is frozen at once."""

    county_code = serializers.RegexField(r"^\d{6}$")
    title = serializers.CharField(max_length=60)
    first_year = serializers.IntegerField(min_value=2000, max_value=2100)
    last_year = serializers.IntegerField(min_value=2000, max_value=2100)
    control = serializers.ChoiceField(EstimationSpec.Control.choices, default="notyet")
    least_orders = serializers.IntegerField(min_value=1, max_value=10_000, default=12)
    least_months = serializers.IntegerField(min_value=1, max_value=12, default=6)
    limits = serializers.DictField(child=serializers.FloatField(), default=dict)
    draws = serializers.IntegerField(min_value=99, max_value=9_999, default=999)
    randomisations = serializers.IntegerField(min_value=99, max_value=4_999, default=499)
    seed = serializers.IntegerField(min_value=0, max_value=2**31 - 1, default=1)


class GateSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    state = serializers.CharField()
    value = serializers.CharField()
    text = serializers.CharField()
    fix = serializers.CharField()


class RunRowSerializer(serializers.ModelSerializer[AttributionRun]):
    spec = serializers.UUIDField(source="spec.uid")
    spec_number = serializers.IntegerField(source="spec.number")
    spec_title = serializers.CharField(source="spec.title")
    verdict = serializers.CharField()
    verdict_name = serializers.CharField(source="get_verdict_display")

    class Meta:
        model = AttributionRun
        fields: tuple[str, ...] = (
            "uid", "spec", "spec_number", "spec_title", "number", "verdict", "verdict_name",
            "refusal", "synthetic", "made_at", "data_digest", "digest",
        )  # fmt: skip


class PartSerializer(serializers.Serializer[Any]):
    """Paragraphs, a drawing as SVG with its words, or a table; `right` are columns of figures."""

    text = serializers.ListField(child=serializers.CharField())
    caption = serializers.CharField()
    svg = serializers.CharField()
    alt = serializers.CharField()
    head = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    right = serializers.ListField(child=serializers.IntegerField())


class SectionSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    heading = serializers.CharField()
    parts = PartSerializer(many=True)


class TakeReportSerializer(serializers.Serializer[Any]):
    file_format = serializers.ChoiceField(choices=["pdf", "xlsx", "json"])


class RunSerializer(RunRowSerializer):
    """`report` has the sections of the page in their order; a number that may not be said is
    null. `sections` is the same as words, tables and drawings."""

    gates = GateSerializer(many=True)
    report = serializers.SerializerMethodField()
    sections = serializers.SerializerMethodField()

    class Meta(RunRowSerializer.Meta):
        fields = (*RunRowSerializer.Meta.fields, "gates", "report", "sections")

    @extend_schema_field(SectionSerializer(many=True))
    def get_sections(self, run: AttributionRun) -> Any:
        return SectionSerializer(sections_of(run.report), many=True).data

    def get_report(self, run: AttributionRun) -> dict[str, Any]:
        """PostgreSQL keeps no order of keys; the page has one."""
        return {name: run.report[name] for name in SECTIONS}


class AskedRunSerializer(serializers.Serializer[Any]):
    """The job to wait for; its result names the run."""

    job = serializers.UUIDField()


class CompareQuerySerializer(serializers.Serializer[Any]):
    first = serializers.UUIDField()
    second = serializers.UUIDField()


class DifferenceSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    first = serializers.JSONField(allow_null=True)
    second = serializers.JSONField(allow_null=True)
