"""What forms choose from: villages within reach, and households that may be the same."""

from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import Invalid
from backend.common.permissions import actor_of
from cooperatives import queries
from cooperatives.api import register_shapes as shapes
from cooperatives.api.produce import SEARCH
from cooperatives.queries.choosing import MOST

BESIDE = OpenApiParameter("beside", OpenApiTypes.UUID, description="only this household")


class VillagesView(APIView):
    needs = {"GET": ("view", "household")}

    @extend_schema(
        operation_id="villages_list", parameters=[SEARCH],
        responses=shapes.VillageSerializer(many=True),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """The first villages in which this hat enters households or founds a cooperative."""
        found = queries.villages(actor_of(request), words=request.query_params.get("search", ""))
        return Response(shapes.VillageSerializer(found[:MOST], many=True).data)


class AlikeView(APIView):
    needs = {"GET": ("view", "household")}

    @extend_schema(
        operation_id="households_alike_list", parameters=[BESIDE],
        responses=shapes.AlikeSerializer(many=True),
    )  # fmt: skip
    def get(self, request: Request, uid: UUID) -> Response:
        """Registered households that may be this one, and which of their fields agree."""
        beside = _uid(request.query_params.get("beside", ""))
        found = queries.alike(actor_of(request), uid, beside=beside)
        return Response(shapes.AlikeSerializer(found, many=True).data)


def _uid(text: str) -> UUID | None:
    try:
        return serializers.UUIDField().run_validation(text) if text else None
    except serializers.ValidationError:
        raise Invalid(fields={"beside": "请从列表中选择农户"}) from None
