"""Shapes of the overview and the income report."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import YuanField
from impact import queries
from impact.queries.overview import Figures, Row
from impact.rules import wording

CLOSED = "<5"


class OverviewQuerySerializer(serializers.Serializer[Any]):
    parent = serializers.RegexField(r"^\d{6,12}$", required=False, allow_blank=True, default="")  # type: ignore[assignment]
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False, default=None)


class YearQuerySerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False, default=None)


class CountField(serializers.CharField):
    """A count as text, or "<5" where it is closed."""

    def get_attribute(self, instance: Any) -> Any:
        found = super().get_attribute(instance)
        return CLOSED if found is None else found


class FiguresSerializer(serializers.Serializer[Figures]):
    """Money and orders are null where few households stand behind them."""

    sales = YuanField(source="sales_fen", allow_null=True)
    orders = serializers.IntegerField(allow_null=True)
    households_reached = CountField(source="households")
    household_income = YuanField(source="household_income_fen", allow_null=True)
    stations_active = serializers.IntegerField()
    stations_total = serializers.IntegerField()


class AreaNameSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class RowSerializer(serializers.Serializer[Row]):
    code = serializers.CharField(source="area.code")
    name = serializers.CharField(source="area.name")
    level = serializers.CharField(source="area.level")
    sales = YuanField(source="figures.sales_fen", allow_null=True)
    orders = serializers.IntegerField(source="figures.orders", allow_null=True)
    households_reached = CountField(source="figures.households")
    household_income = YuanField(source="figures.household_income_fen", allow_null=True)
    stations_active = serializers.IntegerField(source="figures.stations_active")
    stations_total = serializers.IntegerField(source="figures.stations_total")
    suppressed = serializers.BooleanField()
    drill = serializers.BooleanField()


class CheckSerializer(serializers.Serializer[Any]):
    rows_sum_sales = YuanField(source="rows_sum_fen", allow_null=True)
    ledger_sales = YuanField(source="ledger_fen", allow_null=True)
    agrees = serializers.BooleanField()


class OverviewSerializer(serializers.Serializer[queries.Overview]):
    as_of = serializers.DateField(allow_null=True)
    year = serializers.IntegerField()
    years = serializers.ListField(child=serializers.IntegerField())
    scope_name = serializers.CharField(source="area.name")
    parent = serializers.CharField(source="area.code")  # type: ignore[assignment]
    breadcrumb = AreaNameSerializer(many=True)
    totals = FiguresSerializer()
    rows = RowSerializer(many=True)
    check = CheckSerializer()


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
