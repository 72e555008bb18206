"""From the measured figure down: the households of a village, the receipts of a household."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import SignedYuanField, YuanField
from backend.common.permissions import actor_of
from impact.queries.drill import household_gains
from impact.services import drilling


class VillageYearSerializer(serializers.Serializer[Any]):
    village = serializers.RegexField(r"^\d{12}$")
    year = serializers.IntegerField(min_value=2000, max_value=2100)


class OneYearSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=2000, max_value=2100)


class HouseholdGainSerializer(serializers.Serializer[Any]):
    household = serializers.UUIDField(source="household.uid")
    card_no = serializers.CharField(source="household.card_no")
    head_name = serializers.CharField(source="household.head_name")
    lines = serializers.IntegerField()
    low = SignedYuanField(source="low_fen")
    high = SignedYuanField(source="high_fen")
    institution_premium = YuanField(source="institution_fen")
    unmeasured_lines = serializers.IntegerField(source="unmeasured")


class GainLineSerializer(serializers.Serializer[Any]):
    """`quality`: a or b (class of the baseline), none, or unreconciled (left out)."""

    on = serializers.DateField()
    mode = serializers.CharField()
    product = serializers.CharField()
    grade = serializers.CharField()
    weight_g = serializers.IntegerField()
    paid = SignedYuanField(source="paid_fen")
    baseline_per_jin = YuanField(source="baseline_fen_per_jin", allow_null=True)
    quality = serializers.CharField()
    premium = SignedYuanField(source="premium_fen", allow_null=True)
    institution = serializers.BooleanField()
    lot_code = serializers.CharField()
    receipt = serializers.UUIDField()


class VillageGainsView(APIView):
    needs = {"GET": ("view", "impact_report")}

    @extend_schema(parameters=[VillageYearSerializer], responses=HouseholdGainSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Households of a village within reach, each with its LOW and HIGH of the year."""
        asked = VillageYearSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = household_gains(actor=actor_of(request), **asked.validated_data)
        return Response(HouseholdGainSerializer(found, many=True).data)


class HouseholdGainsView(APIView):
    needs = {"GET": ("view", "impact_report")}

    @extend_schema(
        operation_id="income_report_household_lines",
        parameters=[OneYearSerializer],
        responses=GainLineSerializer(many=True),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """A household's paid lines down to receipt and lot; the household sees who looked."""
        asked = OneYearSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        lines = drilling.open_gain_lines(
            household_uid=uid, **asked.validated_data, actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return Response(GainLineSerializer(lines, many=True).data)
