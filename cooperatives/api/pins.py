"""The household's code for the counter."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.permissions import actor_of
from cooperatives import services
from cooperatives.api.register import read


class PinSerializer(serializers.Serializer[Any]):
    pin = serializers.CharField(max_length=6, write_only=True)


class HouseholdPinView(APIView):
    needs = {"PUT": ("create", "household_pin")}

    @extend_schema(operation_id="set_household_pin", request=PinSerializer, responses={204: None})
    def put(self, request: Request, uid: UUID) -> Response:
        """Typed by the household itself, in front of the operator."""
        said = read(PinSerializer(data=request.data))
        services.set_pin(
            household_uid=uid, pin=said["pin"], actor=actor_of(request), now=timezone.now()
        )
        # Not kept under its Idempotency-Key: six digits are soon found from a digest.
        return Response(status=204, headers={"Cache-Control": "no-store"})
