"""From the measured figure down: places, the households of a village, one household's receipts."""

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
from impact.api.overview_shapes import AreaNameSerializer
from impact.queries.gain_areas import gain_areas
from impact.services import drilling


class OneYearSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=2000, max_value=2100)


class GainAreaQuerySerializer(OneYearSerializer):
    parent: Any = serializers.RegexField(r"^\d{6}(\d{3}){0,2}$", required=False, default="")


class WhyYearSerializer(OneYearSerializer):
    """Why households are opened; each of them can read it."""

    purpose = serializers.CharField(max_length=200)


class VillageYearSerializer(WhyYearSerializer):
    village = serializers.RegexField(r"^\d{12}$")


class GainSumsSerializer(serializers.Serializer[Any]):
    """LOW is class A with its losses, HIGH adds class B; institutions' mark-ups are in neither."""

    lines = serializers.IntegerField()
    households = serializers.IntegerField()
    low = SignedYuanField(source="low_fen")
    high = SignedYuanField(source="high_fen")
    institution_premium = YuanField(source="institution_fen")
    unmeasured_lines = serializers.IntegerField(source="unmeasured")


class GainRowSerializer(serializers.Serializer[Any]):
    """`gain` is null where fewer than five households stand behind the place or beside it."""

    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.CharField()
    gain = GainSumsSerializer(allow_null=True)


class GainAreasSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    level = serializers.CharField(source="area.level")
    breadcrumb = AreaNameSerializer(many=True)
    totals = GainRowSerializer()
    rows = GainRowSerializer(many=True)


class HouseholdGainSerializer(serializers.Serializer[Any]):
    household = serializers.UUIDField(source="household.uid")
    card_no = serializers.CharField(source="household.card_no")
    head_name = serializers.CharField(source="household.head_name")
    gain = GainSumsSerializer()


class VillageGainsSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    breadcrumb = AreaNameSerializer(many=True)
    village = GainRowSerializer()
    rows = HouseholdGainSerializer(many=True)


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
    weighed_at = serializers.DateTimeField()
    station = serializers.CharField()


class GainLinesSerializer(serializers.Serializer[Any]):
    household = serializers.UUIDField()
    card_no = serializers.CharField()
    head_name = serializers.CharField()
    lines = GainLineSerializer(many=True)


def asked(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    said = shape(data=request.query_params)
    said.is_valid(raise_exception=True)
    return dict(said.validated_data)


class GainAreasView(APIView):
    needs = {"GET": ("view", "overview")}

    @extend_schema(parameters=[GainAreaQuerySerializer], responses=GainAreasSerializer)
    def get(self, request: Request) -> Response:
        """The measured gain of a year one level below a place; the rows add up to it."""
        found = gain_areas(actor=actor_of(request), **asked(GainAreaQuerySerializer, request))
        return Response(GainAreasSerializer(found).data)


class VillageGainsView(APIView):
    needs = {"GET": ("view", "impact_report")}

    @extend_schema(parameters=[VillageYearSerializer], responses=VillageGainsSerializer)
    def get(self, request: Request) -> Response:
        """Households of a village within reach; each sees who opened it and why."""
        said = asked(VillageYearSerializer, request)
        found = drilling.open_village_gains(**said, actor=actor_of(request), now=timezone.now())
        return Response(VillageGainsSerializer(found).data)


class HouseholdGainsView(APIView):
    needs = {"GET": ("view", "impact_report")}

    @extend_schema(
        operation_id="income_report_household_lines",
        parameters=[WhyYearSerializer], responses=GainLinesSerializer,
    )  # fmt: skip
    def get(self, request: Request, uid: UUID) -> Response:
        """A household's paid lines down to receipt and lot; the household sees who looked."""
        said = asked(WhyYearSerializer, request)
        home, lines = drilling.open_gain_lines(
            household_uid=uid, **said, actor=actor_of(request), now=timezone.now()
        )
        body = {"household": home.uid, "card_no": home.card_no, "head_name": home.head_name}
        return Response(GainLinesSerializer({**body, "lines": lines}).data)
