"""Household and receipt lists as files: asked for here, found under /exports when they are made."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.actor import Actor
from backend.common.permissions import actor_of
from impact.api import overview_shapes as shapes
from impact.api.surveys import read
from impact.services import taking


class TakeHomesSerializer(shapes.HomesQuerySerializer):
    file_format = serializers.ChoiceField(choices=["xlsx", "csv", "pdf"])


class TakeReceiptsSerializer(shapes.PurposeSerializer):
    file_format = serializers.ChoiceField(choices=["xlsx", "csv", "pdf"])


class AskedFileSerializer(serializers.Serializer[Any]):
    """`state` is waiting where a second person has to agree first."""

    uid = serializers.UUIDField()
    state = serializers.CharField()
    foreseen = serializers.IntegerField()


class HomesExportView(APIView):
    needs = {"POST": ("export", "overview")}

    @extend_schema(
        operation_id="take_overview_households",
        request=TakeHomesSerializer,
        responses={201: AskedFileSerializer},
    )
    def post(self, request: Request) -> Response:
        """Refused where the page is: few households stay unread, also as a file."""
        said = read(TakeHomesSerializer, request).validated_data
        export = taking.ask_homes(**said, **_who(request))
        return Response(AskedFileSerializer(export).data, status=status.HTTP_201_CREATED)


class ReceiptsExportView(APIView):
    needs = {"POST": ("export", "overview")}

    @extend_schema(
        operation_id="take_overview_receipts",
        request=TakeReceiptsSerializer,
        responses={201: AskedFileSerializer},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        said = read(TakeReceiptsSerializer, request).validated_data
        export = taking.ask_receipts(uid=uid, **said, **_who(request))
        return Response(AskedFileSerializer(export).data, status=status.HTTP_201_CREATED)


def _who(request: Request) -> dict[str, Any]:
    actor: Actor = actor_of(request)
    return {"actor": actor, "now": timezone.now()}
