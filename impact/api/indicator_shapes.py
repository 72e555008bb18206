"""Shapes of indicator sets, their lines, the formulas, and targets."""

from typing import Any

from rest_framework import serializers

from impact.models import Cycle, Indicator, IndicatorSet, IndicatorTarget, Level
from impact.rules import scoring
from impact.rules.defining import Draft, Line
from impact.rules.formulas import FORMULAS, Formula


class CentipointsField(serializers.CharField):
    """Hundredths of a point as text: "12.5"; null where nothing was scored."""

    def __init__(self, **more: Any) -> None:
        super().__init__(read_only=True, **more)

    def to_representation(self, value: Any) -> str:
        return scoring.hundredths(value)


class FormulaSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(source="0")
    name = serializers.CharField(source="1.name")
    unit = serializers.CharField(source="1.unit")
    unit_name = serializers.CharField(source="1.unit_name")
    meaning = serializers.CharField(source="1.meaning")

    def to_representation(self, instance: tuple[str, Formula]) -> dict[str, Any]:
        key, one = instance
        return {"key": key, "name": one.name, "unit": one.unit, "unit_name": one.unit_name,
                "meaning": one.meaning}  # fmt: skip


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    """`target` is in the unit; empty where each area has one of its own."""

    origin_name = serializers.CharField(source="get_origin_display")
    method_name = serializers.CharField(source="get_method_display")
    formula_name = serializers.SerializerMethodField()
    points = CentipointsField(source="most_centipoints")
    target = serializers.SerializerMethodField()

    class Meta:
        model = Indicator
        fields = (
            "code", "name", "origin", "origin_name", "source", "source_checked", "meaning", "unit",
            "unit_name", "formula_key", "formula_name", "method", "method_name", "points", "bonus",
            "target", "evidence_required",
        )  # fmt: skip

    def get_target(self, line: Indicator) -> str:
        return scoring.shown(line.default_target, line.unit)

    def get_formula_name(self, line: Indicator) -> str:
        formula = FORMULAS.get(line.formula_key)
        return formula.name if formula else ""


class IndicatorSetRowSerializer(serializers.ModelSerializer[IndicatorSet]):
    level_name = serializers.CharField(source="get_level_display")
    cycle_name = serializers.CharField(source="get_cycle_display")
    state_name = serializers.CharField(source="get_state_display")
    lines = serializers.IntegerField()
    base = CentipointsField(source="base_centipoints")
    bonus = CentipointsField(source="bonus_centipoints")

    class Meta:
        model = IndicatorSet
        fields: tuple[str, ...] = (
            "uid", "county_code", "level", "level_name", "cycle", "cycle_name", "number", "title",
            "applies_from", "state", "state_name", "version", "agreed_at", "lines", "base", "bonus",
        )  # fmt: skip


class IndicatorSetSerializer(IndicatorSetRowSerializer):
    indicators = IndicatorSerializer(many=True)
    made_by_name = serializers.SerializerMethodField()

    class Meta(IndicatorSetRowSerializer.Meta):
        fields = (*IndicatorSetRowSerializer.Meta.fields, "made_by_name", "indicators")

    def get_made_by_name(self, made: IndicatorSet) -> str:
        names = self.context.get("names", {})
        return str(names.get(made.made_by_uid, ""))


class NewSetSerializer(serializers.Serializer[Any]):
    county_code = serializers.RegexField(r"^\d{6}$")
    level = serializers.ChoiceField(Level.choices)
    cycle = serializers.ChoiceField(Cycle.choices)


class LineSerializer(serializers.Serializer[Any]):
    # A serializer has a source of its own; Any lets a field bear the name.
    source: Any = serializers.CharField(max_length=200, allow_blank=True)
    code = serializers.CharField(max_length=8, allow_blank=True)
    name = serializers.CharField(max_length=40, allow_blank=True)
    origin = serializers.ChoiceField(Indicator.Origin.choices)
    source_checked = serializers.BooleanField(default=False)
    meaning = serializers.CharField(max_length=200, allow_blank=True)
    method = serializers.ChoiceField(Indicator.Method.choices)
    points = serializers.CharField(max_length=10)
    bonus = serializers.BooleanField(default=False)
    unit = serializers.ChoiceField(Indicator.Unit.choices, default="count")
    unit_name = serializers.CharField(max_length=8, allow_blank=True, default="")
    formula_key = serializers.CharField(max_length=24, allow_blank=True, default="")
    target = serializers.CharField(max_length=16, allow_blank=True, default="")
    evidence_required = serializers.BooleanField(default=False)


class ReviseSetSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1)
    title = serializers.CharField(max_length=60, allow_blank=True)
    applies_from = serializers.DateField()
    indicators = serializers.ListField(child=LineSerializer(), max_length=60)

    def draft(self) -> Draft:
        said = self.validated_data
        lines = [Line(**line) for line in said["indicators"]]
        return Draft(said["title"], said["applies_from"], lines)


class SetVersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1)


class TargetSerializer(serializers.ModelSerializer[IndicatorTarget]):
    """`value` is in the indicator's unit, as `unit` says."""

    area = serializers.CharField(source="area_name")
    value = serializers.SerializerMethodField("get_shown_value")

    class Meta:
        model = IndicatorTarget
        fields = ("uid", "area_code", "area", "period", "code", "unit", "value", "source", "at")

    def get_shown_value(self, target: IndicatorTarget) -> str:
        return scoring.shown(target.value, target.unit)


class NewTargetSerializer(serializers.Serializer[Any]):
    source: Any = serializers.CharField(max_length=120, allow_blank=True)
    area_code = serializers.RegexField(r"^\d{6,12}$")
    period = serializers.CharField(max_length=7)
    code = serializers.CharField(max_length=8)
    value = serializers.CharField(max_length=16)
