"""The counter's QR code: shown, watched and taken back."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import YuanField
from backend.common.permissions import actor_of
from orders.services import counter


class CounterCodeSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    qr_code = serializers.CharField()
    amount = YuanField(source="amount_fen")
    expires_at = serializers.DateTimeField()


class CounterStateSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    paid_at = serializers.DateTimeField(allow_null=True)


class CounterCodesView(APIView):
    """The operator shows a code for an order of the own station; the buyer for an own order."""

    needs = {"POST": ("view", "order")}

    @extend_schema(
        operation_id="show_counter_code", request=None, responses={201: CounterCodeSerializer}
    )
    def post(self, request: Request, number: str) -> Response:
        attempt, content = counter.show_code(
            order_number=number, actor=actor_of(request), now=timezone.now()
        )
        body = {"uid": attempt.uid, "qr_code": content, "amount_fen": attempt.amount_fen}
        body["expires_at"] = attempt.expires_at
        return Response(CounterCodeSerializer(body).data, status=status.HTTP_201_CREATED)


class CounterCodeView(APIView):
    needs = {"GET": ("view", "order")}

    @extend_schema(operation_id="counter_code", responses=CounterStateSerializer)
    def get(self, request: Request, uid: str) -> Response:
        attempt = counter.code_state(attempt_uid=uid, actor=actor_of(request))
        return Response(CounterStateSerializer(attempt).data)


class TakeBackCodeView(APIView):
    needs = {"POST": ("view", "order")}

    @extend_schema(
        operation_id="take_back_counter_code", request=None, responses=CounterStateSerializer
    )
    def post(self, request: Request, uid: str) -> Response:
        attempt = counter.take_back_code(
            attempt_uid=uid, actor=actor_of(request), now=timezone.now()
        )
        return Response(CounterStateSerializer(attempt).data)
