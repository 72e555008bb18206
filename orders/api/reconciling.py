"""The accountant's page of bills and differences."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import YuanField, page_of, paged
from backend.common.permissions import actor_of
from orders.models import BillImport, ReconciliationItem
from orders.queries import reconciling as queries
from orders.services.reconciling import resolve_item

ROW_NAMES = {"payment": "收款", "refund": "退款"}


class BillSerializer(serializers.Serializer[BillImport]):
    uid = serializers.UUIDField()
    merchant_name = serializers.CharField(source="merchant.name")
    day = serializers.DateField()
    rows = serializers.IntegerField()
    paid = YuanField(source="paid_fen")
    refunded = YuanField(source="refunded_fen")
    fee = YuanField(source="fee_fen")
    differences = serializers.IntegerField()
    imported_at = serializers.DateTimeField()


class ItemSerializer(serializers.Serializer[ReconciliationItem]):
    uid = serializers.UUIDField()
    day = serializers.DateField()
    merchant_name = serializers.CharField(source="merchant.name")
    difference = serializers.CharField()
    difference_name = serializers.CharField(source="get_difference_display")
    row_name = serializers.SerializerMethodField()
    number = serializers.CharField()
    order_number = serializers.SerializerMethodField()
    bill = YuanField(source="bill_fen", allow_null=True)
    ledger = YuanField(source="ledger_fen", allow_null=True)
    opened_at = serializers.DateTimeField()
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by_name = serializers.CharField()
    resolution = serializers.CharField()

    @extend_schema_field(str)
    def get_row_name(self, item: ReconciliationItem) -> str:
        return ROW_NAMES.get(item.row_kind, item.row_kind)

    @extend_schema_field(str)
    def get_order_number(self, item: ReconciliationItem) -> str:
        return item.attempt.order.number if item.attempt else ""


class ResolveSerializer(serializers.Serializer[Any]):
    resolution = serializers.CharField(max_length=400, allow_blank=True)


class StandingSerializer(serializers.Serializer[Any]):
    last_day = serializers.DateField(allow_null=True)
    last_import_at = serializers.DateTimeField(allow_null=True)
    open_items = serializers.IntegerField()
    stale = serializers.BooleanField()


class BillsView(APIView):
    needs = {"GET": ("view", "ledger")}

    @extend_schema(
        operation_id="bills",
        parameters=[OpenApiParameter("cursor", str)],
        responses=page_of(BillSerializer),
    )
    def get(self, request: Request) -> Response:
        bills = queries.bills_of(actor=actor_of(request))
        return paged(request, bills, BillSerializer, ordering=("-day", "-id"))


class ItemsView(APIView):
    needs = {"GET": ("view", "ledger")}

    @extend_schema(
        operation_id="reconciliation_items",
        parameters=[OpenApiParameter("state", str), OpenApiParameter("cursor", str)],
        responses=page_of(ItemSerializer),
    )
    def get(self, request: Request) -> Response:
        state = request.query_params.get("state", "")
        return paged(
            request, queries.items_of(actor=actor_of(request), state=state), ItemSerializer
        )


class ResolveView(APIView):
    needs = {"POST": ("create", "reconciliation")}

    @extend_schema(operation_id="resolve_item", request=ResolveSerializer, responses=ItemSerializer)
    def post(self, request: Request, uid: str) -> Response:
        shape = ResolveSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        item = resolve_item(
            item_uid=uid,
            resolution=shape.validated_data["resolution"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return Response(ItemSerializer(item).data)


class StandingView(APIView):
    """The last bill that was compared; figures only."""

    needs = {"GET": ("view", "reconciliation")}

    @extend_schema(operation_id="reconciliation_standing", responses=StandingSerializer)
    def get(self, request: Request) -> Response:
        return Response(StandingSerializer(queries.standing(now=timezone.now())).data)
