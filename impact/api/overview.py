"""The county at a glance: its levels, the households below them, its stations, and its files."""

import io
from uuid import UUID

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common import tables
from backend.common.permissions import actor_of
from impact import queries
from impact.api import overview_shapes as shapes
from impact.api.surveys import read
from impact.queries.watch import watched_stations
from impact.services import drilling, exporting

KINDS = tables.KINDS | {"pdf": "application/pdf"}


class OverviewView(APIView):
    needs = {"GET": ("view", "overview")}

    @extend_schema(parameters=[shapes.OverviewQuerySerializer], responses=shapes.OverviewSerializer)
    def get(self, request: Request) -> Response:
        """One level of the county; where summaries and ledger differ, no figure at all."""
        asked = shapes.OverviewQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = queries.overview(
            actor=actor_of(request), now=timezone.now(), **asked.validated_data
        )
        return Response(shapes.OverviewSerializer(found).data)


class HomesView(APIView):
    needs = {"GET": ("view", "overview")}

    @extend_schema(
        operation_id="overview_households",
        parameters=[shapes.HomesQuerySerializer], responses=shapes.HomesSerializer,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Households of a village that sold through a station; each sees who opened it and why."""
        asked = shapes.HomesQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = drilling.open_homes(
            actor=actor_of(request), now=timezone.now(), **asked.validated_data
        )
        return Response(shapes.HomesSerializer(found).data)


class HomeLinesView(APIView):
    needs = {"GET": ("view", "overview")}

    @extend_schema(
        operation_id="overview_household_receipts",
        parameters=[shapes.PurposeSerializer], responses=shapes.HomeLinesSerializer,
    )  # fmt: skip
    def get(self, request: Request, uid: UUID) -> Response:
        """A household's sales of a period down to receipt and lot."""
        asked = shapes.PurposeSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        home, lines = drilling.open_home_lines(
            uid=uid, actor=actor_of(request), now=timezone.now(), **asked.validated_data
        )
        return Response(shapes.HomeLinesSerializer({"home": home, "lines": lines}).data)


class WatchView(APIView):
    needs = {"GET": ("view", "overview")}

    @extend_schema(
        operation_id="overview_stations",
        parameters=[shapes.PlaceQuerySerializer], responses=shapes.WatchedSerializer(many=True),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Opened stations of a place, those with something late first."""
        asked = shapes.PlaceQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = watched_stations(
            actor=actor_of(request), now=timezone.now(), **asked.validated_data
        )
        return Response(shapes.WatchedSerializer(found, many=True).data)


class OverviewExportView(APIView):
    needs = {"POST": ("export", "overview")}

    @extend_schema(
        request=shapes.TakeOverviewSerializer,
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def post(self, request: Request) -> FileResponse:
        """What the page shows: sheets for data, definitions and filters."""
        asked = dict(read(shapes.TakeOverviewSerializer, request).validated_data)
        now, kind = timezone.now(), asked["file_format"]
        content = exporting.take(**asked, actor=actor_of(request), now=now)
        return FileResponse(
            io.BytesIO(content), as_attachment=True, content_type=KINDS[kind],
            filename=f"{asked['which']}-{timezone.localdate(now)}.{kind}",
        )  # fmt: skip
