"""Paying for an order, and saying that it came."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.permissions import actor_of
from orders.api.order_shapes import OrderSerializer
from orders.api.orders import order_answer
from orders.gateways import Channel
from orders.services import completing, paying


class StartPaymentSerializer(serializers.Serializer[Any]):
    channel = serializers.ChoiceField(choices=[channel.value for channel in Channel])


class PaymentAttemptSerializer(serializers.Serializer[Any]):
    pay_url = serializers.CharField()
    out_trade_no = serializers.CharField()
    expires_at = serializers.DateTimeField()


class PaymentAttemptsView(APIView):
    """The browser goes to `pay_url`; several attempts may be started, one will pay."""

    needs = {"POST": ("create", "order")}

    @extend_schema(
        operation_id="start_payment",
        request=StartPaymentSerializer,
        responses={201: PaymentAttemptSerializer},
    )
    def post(self, request: Request, number: str) -> Response:
        shape = StartPaymentSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        attempt, pay_url = paying.start_attempt(
            order_number=number,
            channel=shape.validated_data["channel"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        body = {
            "pay_url": pay_url,
            "out_trade_no": attempt.out_trade_no,
            "expires_at": attempt.expires_at,
        }
        return Response(PaymentAttemptSerializer(body).data, status=status.HTTP_201_CREATED)


class ConfirmReceiptView(APIView):
    """确认收货: the sale is over and its money is cut."""

    needs = {"POST": ("create", "order")}

    @extend_schema(operation_id="confirm_receipt", request=None, responses=OrderSerializer)
    def post(self, request: Request, number: str) -> Response:
        actor = actor_of(request)
        completing.confirm_receipt(order_number=number, actor=actor, now=timezone.now())
        return order_answer(number, actor)
