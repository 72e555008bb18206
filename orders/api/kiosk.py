"""A household reads its own statement at a bound device, for three minutes (DESIGN, Kiosk)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import YuanField
from backend.common.permissions import actor_of
from orders.api.sales import read
from orders.services.kiosk import open_at_the_counter


class KioskAskSerializer(serializers.Serializer[Any]):
    card_no = serializers.CharField(max_length=12)
    pin = serializers.CharField(max_length=6, write_only=True)


class KioskLineSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()
    product = serializers.CharField(source="product_name")
    grade = serializers.CharField(source="grade_name")
    mode = serializers.CharField(source="mode_name")
    weight_g = serializers.IntegerField()
    gross = YuanField(source="gross_fen")
    net = YuanField(source="net_fen")


class KioskPayoutSerializer(serializers.Serializer[Any]):
    on = serializers.DateField(allow_null=True)
    amount = YuanField(source="amount_fen")
    way = serializers.CharField()
    state_name = serializers.CharField()
    failure = serializers.CharField()


class KioskStatementSerializer(serializers.Serializer[Any]):
    """This year's, newest first; `until` is when the device must have put it away."""

    head_name = serializers.CharField(source="statement.household.head_name")
    card_no = serializers.CharField(source="statement.household.card_no")
    from_on = serializers.DateField(source="statement.from_on")
    to_on = serializers.DateField(source="statement.to_on")
    net = YuanField(source="statement.net_fen")
    balance = YuanField(source="statement.balance_fen")
    settled = YuanField(source="statement.settled_fen")
    lines = KioskLineSerializer(source="statement.lines", many=True)
    payouts = KioskPayoutSerializer(source="statement.payouts", many=True)
    until = serializers.DateTimeField()


class KioskView(APIView):
    needs = {"POST": ("view", "statement")}

    @extend_schema(
        operation_id="kiosk_statement", request=KioskAskSerializer,
        responses=KioskStatementSerializer,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        said = read(KioskAskSerializer, request.data)
        opened = open_at_the_counter(
            card_no=said["card_no"], pin=said["pin"], actor=actor_of(request), now=timezone.now()
        )
        answer = Response(KioskStatementSerializer(opened).data)
        answer["Cache-Control"] = "no-store"
        return answer
