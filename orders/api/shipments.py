"""Parcels of the operator's own station, and the counters of its day."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.actor import Actor
from backend.common.errors import NotFound
from backend.common.fields import YuanField, page_of, paged
from backend.common.permissions import actor_of
from orders.models import Shipment
from orders.queries.shipments import lines_in, shipment_of, shipments_of, today_of
from orders.services.fulfilling import deliver, pack, ship

# Only the packing station works on parcels: X on orders is the operator's alone.
OWN_STATION = ("execute", "order")


class ParcelLotSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(source="lot.code")
    weight_g = serializers.IntegerField(source="net_g")
    household_name = serializers.CharField()


class ParcelLineSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField()
    title = serializers.CharField()
    quantity = serializers.IntegerField()
    package_g = serializers.IntegerField()
    lots = ParcelLotSerializer(many=True, source="sources")


class ShipmentSerializer(serializers.Serializer[Shipment]):
    uid = serializers.UUIDField()
    order_number = serializers.CharField(source="order.number")
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")
    region = serializers.CharField(source="order.region")
    placed_at = serializers.DateTimeField(source="order.placed_at")
    lines = serializers.SerializerMethodField()
    courier = serializers.CharField()
    waybill = serializers.CharField()
    pick_up = serializers.BooleanField()

    @extend_schema_field(ParcelLineSerializer(many=True))
    def get_lines(self, shipment: Shipment) -> Any:
        return ParcelLineSerializer(lines_in(shipment), many=True).data


class PackSerializer(serializers.Serializer[Any]):
    lot_codes = serializers.ListField(child=serializers.CharField(max_length=40), max_length=200)


class ShipSerializer(serializers.Serializer[Any]):
    courier = serializers.CharField(max_length=40, allow_blank=True)
    waybill = serializers.CharField(max_length=60, allow_blank=True)


class ReceivedSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField(source="received_count")
    net_g = serializers.IntegerField(source="received_g")
    amount = YuanField(source="received_fen")


class TodaySerializer(serializers.Serializer[Any]):
    to_pack = serializers.IntegerField()
    to_ship = serializers.IntegerField()
    received_today = ReceivedSerializer(source="*")
    lots_unlisted = serializers.IntegerField()
    listings_on_sale = serializers.IntegerField()
    listings_returned = serializers.IntegerField()


def shipment_answer(uid: str, actor: Actor) -> Response:
    shipment = shipment_of(uid=uid, actor=actor)
    if shipment is None:
        raise NotFound
    return Response(ShipmentSerializer(shipment).data)


class ShipmentsView(APIView):
    """Oldest first: what was paid first is packed first."""

    needs = {"GET": OWN_STATION}

    @extend_schema(
        operation_id="shipments",
        parameters=[OpenApiParameter("status", str), OpenApiParameter("cursor", str)],
        responses=page_of(ShipmentSerializer),
    )
    def get(self, request: Request) -> Response:
        shipments = shipments_of(
            actor=actor_of(request), status=request.query_params.get("status", "")
        )
        return paged(request, shipments, ShipmentSerializer, ordering=("id",))


class ShipmentView(APIView):
    needs = {"GET": OWN_STATION}

    @extend_schema(operation_id="shipment", responses=ShipmentSerializer)
    def get(self, request: Request, uid: str) -> Response:
        return shipment_answer(uid, actor_of(request))


class PackView(APIView):
    needs = {"POST": OWN_STATION}

    @extend_schema(
        operation_id="pack_shipment", request=PackSerializer, responses=ShipmentSerializer
    )
    def post(self, request: Request, uid: str) -> Response:
        shape = PackSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        actor = actor_of(request)
        pack(shipment_uid=uid, actor=actor, now=timezone.now(), **shape.validated_data)
        return shipment_answer(uid, actor)


class ShipView(APIView):
    needs = {"POST": OWN_STATION}

    @extend_schema(
        operation_id="ship_shipment", request=ShipSerializer, responses=ShipmentSerializer
    )
    def post(self, request: Request, uid: str) -> Response:
        shape = ShipSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        actor = actor_of(request)
        ship(shipment_uid=uid, actor=actor, now=timezone.now(), **shape.validated_data)
        return shipment_answer(uid, actor)


class DeliverView(APIView):
    needs = {"POST": OWN_STATION}

    @extend_schema(operation_id="deliver_shipment", request=None, responses=ShipmentSerializer)
    def post(self, request: Request, uid: str) -> Response:
        actor = actor_of(request)
        deliver(shipment_uid=uid, actor=actor, now=timezone.now())
        return shipment_answer(uid, actor)


class TodayView(APIView):
    """What the station's home screen counts."""

    needs = {"GET": OWN_STATION}

    @extend_schema(operation_id="station_today", responses=TodaySerializer)
    def get(self, request: Request) -> Response:
        return Response(TodaySerializer(today_of(actor=actor_of(request), now=timezone.now())).data)
