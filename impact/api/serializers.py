"""Shapes of the income report."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import YuanField
from impact import queries
from impact.rules import wording


class YearQuerySerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False, default=None)


class ReasonSerializer(serializers.Serializer[wording.Reason]):
    code = serializers.CharField()
    text = serializers.CharField()
    fix = serializers.CharField()


class DefinitionSerializer(serializers.Serializer[wording.Definition]):
    term = serializers.CharField()
    text = serializers.CharField()


class MeasuredSerializer(serializers.Serializer[queries.MeasuredYear]):
    """`share_below_zero` is in basis points of the measured households."""

    low = YuanField(source="found.low_fen")
    high = YuanField(source="found.high_fen")
    lines = serializers.IntegerField()
    households = serializers.IntegerField(source="found.households")
    class_a_lines = serializers.IntegerField(source="found.class_a_lines")
    class_b_lines = serializers.IntegerField(source="found.class_b_lines")
    unmeasured_lines = serializers.IntegerField(source="found.unmeasured_lines")
    unmeasured_sales = YuanField(source="found.unmeasured_sales_fen")
    unreconciled_lines = serializers.IntegerField()
    gross_sales = YuanField(source="gross_sales_fen")
    premium_mean = YuanField(source="found.premium_mean_fen", allow_null=True)
    premium_median = YuanField(source="found.premium_median_fen", allow_null=True)
    share_below_zero = serializers.IntegerField(source="found.share_below_zero_bp", allow_null=True)
    top_tenth_share = serializers.IntegerField(source="found.top_tenth_share_bp", allow_null=True)
    institution_premium = YuanField(source="found.institution_fen")


class EstimatedSerializer(serializers.Serializer[Any]):
    state = serializers.CharField()
    reason = serializers.CharField()


class FactsSerializer(serializers.Serializer[Any]):
    stations = serializers.IntegerField()
    stations_led = serializers.IntegerField()
    stations_hosted = serializers.IntegerField()
    led_since = serializers.DateField(allow_null=True)
    loans_recommended = serializers.IntegerField()
    collective_projects = serializers.IntegerField()
    team_projects = serializers.IntegerField()
    assistance_records = serializers.IntegerField()
    visit_persons = serializers.IntegerField()


class IncomeReportSerializer(serializers.Serializer[queries.IncomeReport]):
    verdict = serializers.CharField()
    reasons = ReasonSerializer(many=True)
    year = serializers.IntegerField()
    years = serializers.ListField(child=serializers.IntegerField())
    as_of = serializers.DateField(allow_null=True)
    estimand = serializers.SerializerMethodField()
    gross_sales = YuanField(source="gross_sales_fen", allow_null=True)
    measured = MeasuredSerializer(allow_null=True)
    volume_note = serializers.SerializerMethodField()
    estimated = EstimatedSerializer()
    facts = FactsSerializer()
    not_causal = serializers.SerializerMethodField()
    definitions = serializers.SerializerMethodField()

    def get_estimand(self, report: queries.IncomeReport) -> str:
        return wording.ESTIMAND

    def get_volume_note(self, report: queries.IncomeReport) -> str:
        return wording.VOLUME_NOTE

    def get_not_causal(self, report: queries.IncomeReport) -> list[str]:
        return list(wording.NOT_CAUSAL)

    @extend_schema_field(DefinitionSerializer(many=True))
    def get_definitions(self, report: queries.IncomeReport) -> list[dict[str, str]]:
        return [{"term": one.term, "text": one.text} for one in wording.DEFINITIONS]
