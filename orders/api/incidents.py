"""Incidents of payments: whose they are, until when, and what they turned out to be."""

from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from orders.api.reconciling import ResolveSerializer
from orders.models import PaymentIncident
from orders.queries.incidents import incidents_of
from orders.services.incidents import resolve_incident, take_incident


class IncidentSerializer(serializers.Serializer[PaymentIncident]):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    merchant_name = serializers.CharField(source="merchant.name")
    order_number = serializers.SerializerMethodField()
    refund_state_name = serializers.SerializerMethodField()
    said = serializers.CharField()
    opened_at = serializers.DateTimeField()
    owner_name = serializers.CharField()
    due_on = serializers.DateField()
    overdue = serializers.SerializerMethodField()
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by_name = serializers.CharField()
    resolution = serializers.CharField()

    @extend_schema_field(str)
    def get_order_number(self, incident: PaymentIncident) -> str:
        return incident.attempt.order.number if incident.attempt else ""

    @extend_schema_field(str)
    def get_refund_state_name(self, incident: PaymentIncident) -> str:
        return incident.refund.get_state_display() if incident.refund else ""

    @extend_schema_field(bool)
    def get_overdue(self, incident: PaymentIncident) -> bool:
        return incident.resolved_at is None and incident.due_on < localdate()


class TakeSerializer(serializers.Serializer[Any]):
    due_on = serializers.DateField()


class IncidentsView(APIView):
    needs = {"GET": ("view", "ledger")}

    @extend_schema(
        operation_id="payment_incidents",
        parameters=[OpenApiParameter("state", str), OpenApiParameter("cursor", str)],
        responses=page_of(IncidentSerializer),
    )
    def get(self, request: Request) -> Response:
        state = request.query_params.get("state", "")
        found = incidents_of(actor=actor_of(request), state=state)
        return paged(request, found, IncidentSerializer)


class TakeIncidentView(APIView):
    needs = {"POST": ("create", "reconciliation")}

    @extend_schema(
        operation_id="take_incident", request=TakeSerializer, responses=IncidentSerializer
    )
    def post(self, request: Request, uid: str) -> Response:
        shape = TakeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        due_on = shape.validated_data["due_on"]
        taken = take_incident(uid=uid, due_on=due_on, actor=actor_of(request), now=timezone.now())
        return Response(IncidentSerializer(taken).data)


class ResolveIncidentView(APIView):
    needs = {"POST": ("create", "reconciliation")}

    @extend_schema(
        operation_id="resolve_incident", request=ResolveSerializer, responses=IncidentSerializer
    )
    def post(self, request: Request, uid: str) -> Response:
        shape = ResolveSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        why = shape.validated_data["resolution"]
        done = resolve_incident(
            uid=uid, resolution=why, actor=actor_of(request), now=timezone.now()
        )
        return Response(IncidentSerializer(done).data)
