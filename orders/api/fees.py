"""What a fee rule would have made of past sales, and how a sale was cut."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import NotFound
from backend.common.fields import YuanField
from backend.common.permissions import actor_of
from orders.queries.explaining import explain_order
from orders.services.fees import preview_fees


class PreviewFeesSerializer(serializers.Serializer[Any]):
    """`content` as a proposal of kind `fees` has it."""

    content = serializers.DictField()
    from_on = serializers.DateField()
    to_on = serializers.DateField()


class PreviewPartSerializer(serializers.Serializer[Any]):
    part = serializers.CharField()
    name = serializers.CharField()
    old = YuanField(source="old_fen")
    new = YuanField(source="new_fen")


class FeePreviewSerializer(serializers.Serializer[Any]):
    from_on = serializers.DateField()
    to_on = serializers.DateField()
    sources = serializers.IntegerField()
    share = YuanField(source="share_fen")
    narrower = serializers.IntegerField()
    parts = PreviewPartSerializer(many=True)


class SplitStepSerializer(serializers.Serializer[Any]):
    part = serializers.CharField()
    name = serializers.CharField()
    basis = serializers.CharField()
    amount = YuanField(source="amount_fen")
    left = YuanField(source="left_fen")


class ExplainedSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    household_name = serializers.CharField()
    lot_code = serializers.CharField()
    on = serializers.DateField()
    weight_g = serializers.IntegerField()
    share = YuanField(source="share_fen")
    back = serializers.BooleanField()
    rule = serializers.CharField()
    steps = SplitStepSerializer(many=True)


class PreviewView(APIView):
    """Sums over completed sales; changes nothing."""

    needs = {"POST": ("view", "setting")}

    @extend_schema(
        operation_id="preview_fees", request=PreviewFeesSerializer, responses=FeePreviewSerializer
    )
    def post(self, request: Request) -> Response:
        shape = PreviewFeesSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        found = preview_fees(county_code=settings.COUNTY_CODE, **shape.validated_data)
        return Response(FeePreviewSerializer(found).data)


class SplitsView(APIView):
    """Line by line where an order's money went, as far as the reader's sources reach."""

    needs = {"GET": ("view", "order")}

    @extend_schema(operation_id="explain_order", responses=ExplainedSerializer(many=True))
    def get(self, request: Request, number: str) -> Response:
        found = explain_order(number=number, actor=actor_of(request))
        if not found:
            raise NotFound
        return Response(ExplainedSerializer(found, many=True).data)
