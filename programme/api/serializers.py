"""Shapes of the programme's numbers and rows. A household is named by its card, not its head."""

from typing import Any

from rest_framework import serializers

from backend.common.fields import YuanField
from backend.common.money import yuan
from programme import queries


class PlaceField(serializers.CharField):
    """An area as people say it: township and village."""

    def to_representation(self, value: Any) -> str:
        return queries.place_of(value)


class TotalSerializer(serializers.Serializer[queries.Total]):
    key = serializers.CharField()
    name = serializers.CharField()
    value = serializers.SerializerMethodField()
    unit = serializers.CharField()
    source_rows = serializers.CharField()

    def get_value(self, total: queries.Total) -> str:  # type: ignore[override]
        return yuan(total.value) if total.is_money else str(total.value)


class TotalsSerializer(serializers.Serializer[queries.Totals]):
    party = TotalSerializer(many=True)
    commerce = TotalSerializer(many=True)


class KindQuerySerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["", "collective", "work_team"], required=False)


class LoanSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    place = PlaceField(source="household.area")
    household_card = serializers.CharField(source="household.card_no")
    branch = serializers.CharField(source="branch.name")
    product = serializers.CharField()
    product_name = serializers.CharField(source="get_product_display")
    purpose = serializers.CharField()
    amount = YuanField(source="amount_fen")
    term_months = serializers.IntegerField()
    disbursed_on = serializers.DateField()
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")


class AssistanceSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    place = PlaceField(source="area")
    household_card = serializers.CharField(
        source="household.card_no", allow_null=True, default=None
    )
    helper = serializers.CharField()
    kind = serializers.CharField()
    cash = YuanField(source="cash_fen")
    in_kind_value = YuanField(source="in_kind_value_fen")
    given_on = serializers.DateField()


class VisitSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    place = PlaceField(source="area")
    kind = serializers.CharField()
    persons = serializers.IntegerField()
    visited_on = serializers.DateField()
    visitor = serializers.CharField()


class ProjectSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    name = serializers.CharField()
    place = PlaceField(source="area")
    started_on = serializers.DateField()
    funds = YuanField(source="funds_fen")
    funded_by = serializers.CharField()


class BranchSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    place = PlaceField(source="area")
    member_count = serializers.IntegerField()


class StationRowSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    place = PlaceField(source="area")
    status_name = serializers.CharField(source="get_status_display")
    opened_on = serializers.DateField()


class CooperativeRowSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    place = PlaceField(source="area")
    credit_code = serializers.CharField()
    founded_on = serializers.DateField()


class TownshipSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    villages = serializers.IntegerField()
