"""The cards of the stations that serve: anybody may read them, without a key."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import page_of, paged
from stations import queries
from stations.models import Station

EXAMPLE = {
    "next": None,
    "previous": None,
    "results": [
        {
            "uid": "0b6e6a0e-7a0e-4c43-9b1a-5f0f4d1f4d2a", "name": "东峡村电商服务站",
            "township": "东峡镇", "village": "东峡村", "address": "东峡镇东峡村村委会旁",
            "phone": "0971-0000000", "service_hours": "8:30-18:00",
            "services": ["parcel_in", "parcel_out"], "opened_on": "2021-03-05",
        }
    ],
}  # fmt: skip


class StationCardSerializer(serializers.ModelSerializer[Station]):
    """No person: who runs it stands on the station's own wall. `services` are keys of 服务项目."""

    village = serializers.CharField(source="area.name")
    township = serializers.CharField(source="area.parent.name", default="")
    services = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Station
        fields = [
            "uid", "name", "township", "village", "address", "phone", "service_hours", "services",
            "opened_on",
        ]  # fmt: skip


class StationCardsView(APIView):
    """Operating stations, by area code."""

    needs = {"GET": None}

    @extend_schema(
        operation_id="public_stations",
        parameters=[
            OpenApiParameter("township", str, description="行政区划代码（9 位）"),
            OpenApiParameter("cursor", str, description="下一页"),
        ],
        responses=page_of(StationCardSerializer),
        examples=[OpenApiExample("东峡村", value=EXAMPLE, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        found = queries.open_stations(township=request.query_params.get("township", ""))
        return paged(request, found, StationCardSerializer, ordering=("area_code", "id"))
