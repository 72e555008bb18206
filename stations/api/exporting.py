"""Lists of places as files."""

import io
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.common import tables
from backend.common.permissions import actor_of
from stations import services
from stations.api.counter import said


class Filter(serializers.CharField):
    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, allow_blank=True, default="", max_length=60, **more)


class TakeSerializer(serializers.Serializer[Any]):
    file_format = serializers.ChoiceField(choices=["xlsx", "csv"])
    search = Filter()


class TakeStationsSerializer(TakeSerializer):
    status = Filter()
    level = Filter()
    grade = Filter()
    township = Filter()


class TakeBranchesSerializer(TakeSerializer):
    kind = Filter()
    township = Filter()


class TakeAreasSerializer(TakeSerializer):
    level = Filter()
    parent = Filter()  # type: ignore[assignment]


BINARY = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


def file_of(which: str, request: Request, shape: type[TakeSerializer]) -> FileResponse:
    asked = said(request, shape)
    kind, now = asked.pop("file_format"), timezone.now()
    content = services.take_list(
        which=which, file_format=kind, asked=asked, actor=actor_of(request), now=now
    )
    return FileResponse(
        io.BytesIO(content), as_attachment=True, content_type=tables.KINDS[kind],
        filename=f"{which}-{timezone.localdate(now)}.{kind}",
    )  # fmt: skip


class StationsExportView(APIView):
    needs = {"POST": ("view", "station")}

    @extend_schema(request=TakeStationsSerializer, responses=BINARY)
    def post(self, request: Request) -> FileResponse:
        """The filtered list; sheets for data, definitions and filters."""
        return file_of("stations", request, TakeStationsSerializer)


class BranchesExportView(APIView):
    needs = {"POST": ("view", "branch")}

    @extend_schema(request=TakeBranchesSerializer, responses=BINARY)
    def post(self, request: Request) -> FileResponse:
        return file_of("branches", request, TakeBranchesSerializer)


class AreasExportView(APIView):
    needs = {"POST": ("view", "area")}

    @extend_schema(request=TakeAreasSerializer, responses=BINARY)
    def post(self, request: Request) -> FileResponse:
        return file_of("areas", request, TakeAreasSerializer)
