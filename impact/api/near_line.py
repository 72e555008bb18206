"""The monitoring list: counts by place, and the households within reach for a stated reason."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import SignedYuanField, YuanField
from backend.common.permissions import actor_of
from impact.api.drill import asked
from impact.api.overview_shapes import AreaNameSerializer
from impact.queries.near_line import near_areas
from impact.rules.near_line import PLACES
from impact.services.watching import open_near_homes


class NearQuerySerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False, default=None)
    parent: Any = serializers.RegexField(r"^\d{6}(\d{3}){0,2}$", required=False, default="")


class NearHomesQuerySerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False, default=None)
    area = serializers.RegexField(r"^\d{6}(\d{3}){0,2}$")
    purpose = serializers.CharField(max_length=200)


class NearLineSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    amount = YuanField(source="amount_fen")
    source: Any = serializers.CharField()


class NearCountsSerializer(serializers.Serializer[Any]):
    asked = serializers.IntegerField()
    below = serializers.IntegerField()
    near = serializers.IntegerField()


class NearRowSerializer(serializers.Serializer[Any]):
    """`counts` is null where fewer than five households stand behind one of them."""

    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.CharField()
    counts = NearCountsSerializer(allow_null=True)


class NearAreasSerializer(serializers.Serializer[Any]):
    """`line` is null where the county has entered no line for the year."""

    year = serializers.IntegerField(allow_null=True)
    years = serializers.ListField(child=serializers.IntegerField())
    line = NearLineSerializer(allow_null=True)
    breadcrumb = AreaNameSerializer(many=True)
    totals = NearRowSerializer(allow_null=True)
    rows = NearRowSerializer(many=True)


class NearHomeSerializer(serializers.Serializer[Any]):
    household = serializers.UUIDField(source="entry.household.uid")
    card_no = serializers.CharField(source="entry.household.card_no")
    name = serializers.CharField()
    village = serializers.CharField(source="entry.household.area.name")
    category_name = serializers.CharField(source="entry.household.get_category_display")
    persons = serializers.IntegerField(source="entry.persons")
    per_head = SignedYuanField(source="per_head_fen")
    place = serializers.CharField()
    place_name = serializers.SerializerMethodField()
    method_name = serializers.CharField(source="entry.get_method_display")

    def get_place_name(self, row: Any) -> str:
        return PLACES[row.place]


class NearHomesSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField(allow_null=True)
    line = NearLineSerializer(allow_null=True)
    rows = NearHomeSerializer(many=True)


class NearAreasView(APIView):
    needs = {"GET": ("view", "overview")}

    @extend_schema(parameters=[NearQuerySerializer], responses=NearAreasSerializer)
    def get(self, request: Request) -> Response:
        """How many surveyed households lie below the monitoring line, or up to a fifth above."""
        found = near_areas(actor=actor_of(request), **asked(NearQuerySerializer, request))
        return Response(NearAreasSerializer(found).data)


class NearHomesView(APIView):
    needs = {"GET": ("view", "income_form")}

    @extend_schema(parameters=[NearHomesQuerySerializer], responses=NearHomesSerializer)
    def get(self, request: Request) -> Response:
        """The households themselves, within reach; each sees who looked and why."""
        said = asked(NearHomesQuerySerializer, request)
        found = open_near_homes(**said, actor=actor_of(request), now=timezone.now())
        return Response(NearHomesSerializer(found).data)
