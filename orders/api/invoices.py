"""Invoices: asked for by buyers, made out at the seller's desk with number and file."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.actor import Actor
from backend.common.errors import NotFound
from backend.common.fields import YuanField, page_of, paged
from backend.common.permissions import actor_of
from orders.api.cart_shapes import InvoiceHeadingSerializer
from orders.models import Invoice
from orders.queries import invoices as queries
from orders.rules.invoicing import Heading
from orders.services import invoicing as services


class DecideInvoiceSerializer(serializers.Serializer[Any]):
    move = serializers.CharField(max_length=10)
    number = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    answer = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")
    file = serializers.FileField(required=False)


class InvoiceFileSerializer(serializers.Serializer[Any]):
    url = serializers.CharField()


class InvoiceSerializer(serializers.Serializer[Invoice]):
    uid = serializers.UUIDField()
    order_number = serializers.CharField(source="order.number")
    order_status_name = serializers.CharField(source="order.get_status_display")
    order_total = YuanField(source="order.total_fen")
    cooperative_name = serializers.CharField(source="cooperative.name")
    title_kind = serializers.CharField()
    title_kind_name = serializers.CharField(source="get_title_kind_display")
    title = serializers.CharField()
    tax_number = serializers.CharField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    asked_at = serializers.DateTimeField()
    number = serializers.CharField()
    amount = YuanField(source="amount_fen", allow_null=True)
    issued_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField()
    has_file = serializers.SerializerMethodField()
    # The goods arrived, so that the amount stands.
    can_issue = serializers.SerializerMethodField()

    def get_has_file(self, row: Invoice) -> bool:
        return bool(row.file_name)

    def get_can_issue(self, row: Invoice) -> bool:
        return row.state == Invoice.State.ASKED and row.order.status in {"delivered", "completed"}


def _answer(uid: UUID, actor: Actor) -> Response:
    invoice = queries.invoices_of(actor=actor).filter(uid=uid).first()
    if invoice is None:
        raise NotFound
    return Response(InvoiceSerializer(invoice).data)


class InvoicesView(APIView):
    needs = {"GET": ("view", "invoice")}

    @extend_schema(
        operation_id="invoices",
        parameters=[OpenApiParameter(name, str) for name in ("state", "order", "cursor")],
        responses=page_of(InvoiceSerializer),
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        found = queries.invoices_of(
            actor=actor_of(request), state=asked.get("state", "")[:10],
            order=asked.get("order", "")[:20],
        )  # fmt: skip
        return paged(request, found, InvoiceSerializer)


class AskInvoicesView(APIView):
    """One request per cooperative that sold in the order."""

    needs = {"POST": ("create", "invoice")}

    @extend_schema(
        operation_id="ask_invoices", request=InvoiceHeadingSerializer,
        responses={201: InvoiceSerializer(many=True)},
    )  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        shape = InvoiceHeadingSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        actor = actor_of(request)
        asked = services.ask_invoices(
            order_number=number, heading=Heading(**shape.validated_data), actor=actor,
            now=timezone.now(),
        )  # fmt: skip
        found = queries.invoices_of(actor=actor).filter(pk__in=[one.pk for one in asked])
        rows: Any = found.order_by("id")
        body = InvoiceSerializer(rows, many=True).data
        return Response(body, status=status.HTTP_201_CREATED)


class WithdrawInvoiceView(APIView):
    needs = {"POST": ("create", "invoice")}

    @extend_schema(operation_id="withdraw_invoice", request=None, responses=InvoiceSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        actor = actor_of(request)
        services.withdraw_invoice(uid=uid, actor=actor, now=timezone.now())
        return _answer(uid, actor)


class DecideInvoiceView(APIView):
    """Made out, refused or struck off; a form, because the paper itself may come along."""

    needs = {"POST": ("execute", "invoice")}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="decide_invoice", request=DecideInvoiceSerializer, responses=InvoiceSerializer
    )
    def post(self, request: Request, uid: UUID) -> Response:
        actor = actor_of(request)
        # Out of reach is absent, whatever the body looks like.
        _answer(uid, actor)
        shape = DecideInvoiceSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        said["file"] = said["file"].read() if said.get("file") else b""
        services.decide_invoice(
            uid=uid, word=services.Word(**said), actor=actor, now=timezone.now()
        )
        return _answer(uid, actor)


class InvoiceFileView(APIView):
    needs = {"POST": ("view", "invoice")}

    @extend_schema(operation_id="open_invoice", request=None, responses=InvoiceFileSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        url = services.open_invoice(uid=uid, actor=actor_of(request), now=timezone.now())
        return Response({"url": url})
