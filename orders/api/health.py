"""How the installation is; figures only, no person and no record."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from orders.queries.health import readings


class ReadingSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.CharField()
    value = serializers.IntegerField()
    since = serializers.DateTimeField(allow_null=True)
    alarming = serializers.BooleanField()
    note = serializers.CharField()


class HealthView(APIView):
    needs = {"GET": ("view", "health")}

    @extend_schema(operation_id="system_health", responses=ReadingSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(ReadingSerializer(readings(now=timezone.now()), many=True).data)
