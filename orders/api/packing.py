"""What a station does with its parcels besides packing: pick lists, shortages, batches, pick-up."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.permissions import actor_of
from orders.api.shipments import OWN_STATION, ShipmentSerializer, shipment_answer
from orders.queries.picking import pick_list
from orders.rules.fulfilling import couriers_of
from orders.services import adjusting, fulfilling, losing


class PickSerializer(serializers.Serializer[Any]):
    lot_code = serializers.CharField()
    product_name = serializers.CharField()
    grade_name = serializers.CharField()
    expires_on = serializers.DateField()
    weight_g = serializers.IntegerField()
    parcels = serializers.IntegerField()
    order_numbers = serializers.ListField(child=serializers.CharField())


class ShortageSerializer(serializers.Serializer[Any]):
    """`actual_g` for a short weight, `new_lot_code` for an exchange."""

    position = serializers.IntegerField()
    lot_code = serializers.CharField(max_length=40)
    fate = serializers.CharField(max_length=8)
    reason = serializers.CharField(max_length=400, allow_blank=True)
    photo_hash = serializers.CharField(max_length=64, required=False, allow_blank=True)
    actual_g = serializers.IntegerField(required=False, min_value=0)
    new_lot_code = serializers.CharField(max_length=40, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("actual_g" in attrs) == ("new_lot_code" in attrs):
            raise serializers.ValidationError({"actual_g": "请填写实际重量，或扫描换上的批次"})
        return attrs


class BatchRowSerializer(serializers.Serializer[Any]):
    shipment = serializers.UUIDField()
    courier = serializers.CharField(max_length=40, allow_blank=True)
    waybill = serializers.CharField(max_length=60, allow_blank=True)


class BatchSerializer(serializers.Serializer[Any]):
    rows = BatchRowSerializer(many=True)


class BatchResultSerializer(serializers.Serializer[Any]):
    shipment = serializers.UUIDField(source="shipment_uid")
    problem = serializers.CharField()


class CodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=20, allow_blank=True)


class WhySerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=400, allow_blank=True)


class HintSerializer(serializers.Serializer[Any]):
    couriers = serializers.ListField(child=serializers.CharField())


class PickListView(APIView):
    """Everything to fetch for the waiting parcels, lot by lot, first expiring first."""

    needs = {"GET": OWN_STATION}

    @extend_schema(operation_id="pick_list", responses=PickSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(PickSerializer(pick_list(actor=actor_of(request)), many=True).data)


class AdjustView(APIView):
    """缺重 or 换货; the answer is the parcel as it now is."""

    needs = {"POST": OWN_STATION}

    @extend_schema(
        operation_id="adjust_shipment", request=ShortageSerializer, responses=ShipmentSerializer
    )
    def post(self, request: Request, uid: str) -> Response:
        shape = ShortageSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        given = dict(shape.validated_data)
        new_lot, actual_g = given.pop("new_lot_code", None), given.pop("actual_g", None)
        actor, now = actor_of(request), timezone.now()
        found = adjusting.Shortage(**given, client_key=request.headers["Idempotency-Key"])
        if new_lot is not None:
            adjusting.substitute(
                shipment_uid=uid, found=found, new_lot_code=new_lot, actor=actor, now=now
            )
        else:
            adjusting.pack_short(
                shipment_uid=uid, found=found, actual_g=actual_g, actor=actor, now=now
            )
        return shipment_answer(uid, actor)


class ShipBatchView(APIView):
    needs = {"POST": OWN_STATION}

    @extend_schema(
        operation_id="ship_batch",
        request=BatchSerializer,
        responses=BatchResultSerializer(many=True),
    )
    def post(self, request: Request) -> Response:
        shape = BatchSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        rows = [
            fulfilling.ToShip(str(row["shipment"]), row["courier"], row["waybill"])
            for row in shape.validated_data["rows"]
        ]
        done = fulfilling.ship_batch(rows=rows, actor=actor_of(request), now=timezone.now())
        return Response(BatchResultSerializer(done, many=True).data)


class WaybillHintView(APIView):
    """Which couriers write such numbers; a hint, never a block."""

    needs = {"GET": OWN_STATION}

    @extend_schema(
        operation_id="waybill_hint",
        parameters=[OpenApiParameter("waybill", str)],
        responses=HintSerializer,
    )
    def get(self, request: Request) -> Response:
        return Response({"couriers": couriers_of(request.query_params.get("waybill", ""))})


class HandOverView(APIView):
    needs = {"POST": OWN_STATION}

    @extend_schema(
        operation_id="hand_over_shipment", request=CodeSerializer, responses=ShipmentSerializer
    )
    def post(self, request: Request, uid: str) -> Response:
        shape = CodeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        actor = actor_of(request)
        fulfilling.hand_over(
            shipment_uid=uid, actor=actor, now=timezone.now(), **shape.validated_data
        )
        return shipment_answer(uid, actor)


class LoseView(APIView):
    needs = {"POST": OWN_STATION}

    @extend_schema(
        operation_id="lose_shipment", request=WhySerializer, responses=ShipmentSerializer
    )
    def post(self, request: Request, uid: str) -> Response:
        shape = WhySerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        actor = actor_of(request)
        losing.lose(shipment_uid=uid, actor=actor, now=timezone.now(), **shape.validated_data)
        return shipment_answer(uid, actor)


class GiveUpView(APIView):
    """整单缺货: the order is cancelled, its money goes back, the parcel leaves the list."""

    needs = {"POST": OWN_STATION}

    @extend_schema(operation_id="give_up_shipment", request=WhySerializer, responses={204: None})
    def post(self, request: Request, uid: str) -> Response:
        shape = WhySerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        losing.give_up(
            shipment_uid=uid,
            actor=actor_of(request),
            now=timezone.now(),
            **shape.validated_data,
        )
        return Response(status=204)
