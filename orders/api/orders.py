"""Carts and orders of a buyer; stations and cooperatives read the lines that are theirs."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.actor import Actor
from backend.common.errors import NotFound
from backend.common.fields import page_of, paged
from backend.common.money import fen
from backend.common.permissions import actor_of
from backend.common.tables import KINDS
from orders.api import cart_shapes as carts
from orders.api import order_shapes as shapes
from orders.queries.orders import OrderFilter, order_view, orders_of
from orders.queries.quotes import Wish, quote
from orders.rules.invoicing import Heading
from orders.rules.placing import Receiver, WantedLine
from orders.services.order_export import export_orders
from orders.services.placing import place_order
from orders.services.releasing import cancel_order


def order_answer(number: str, actor: Actor) -> Response:
    """The order as this reader may see it; out of reach is absent."""
    view = order_view(number=number, actor=actor, now=timezone.now())
    if view is None:
        raise NotFound
    shape = shapes.OrderSerializer(view, context={"view": view})
    return Response(shape.data)


class QuoteView(APIView):
    """A cart is priced for anybody, so it works before signing in (SCREENS B6)."""

    needs = {"POST": None}

    @extend_schema(
        operation_id="quote_cart",
        request=carts.QuoteRequestSerializer,
        responses=carts.QuoteSerializer,
    )
    def post(self, request: Request) -> Response:
        shape = carts.QuoteRequestSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        lines = [
            Wish(listing=str(line["listing"]), quantity=line["quantity"])
            for line in shape.validated_data["lines"]
        ]
        found = quote(
            lines=lines,
            now=timezone.now(),
            region=shape.validated_data.get("region", ""),
            pick_up=shape.validated_data.get("pick_up", False),
        )
        return Response(carts.QuoteSerializer(found).data)


FILTERS = ("status", "number", "product", "household", "station", "since", "until")


def _filter(asked: Mapping[str, str]) -> OrderFilter:
    """Days that are no days narrow nothing."""
    texts = {name: asked.get(name, "")[:60] for name in FILTERS[:5]}
    since, until = (_day(asked.get(name, "")) for name in FILTERS[5:])
    return OrderFilter(**texts, since=since, until=until)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


class OrdersView(APIView):
    needs = {"GET": ("view", "order"), "POST": ("create", "order")}

    @extend_schema(
        operation_id="orders",
        parameters=[OpenApiParameter(name, str) for name in (*FILTERS, "cursor")],
        responses=page_of(shapes.ListedOrderSerializer),
    )
    def get(self, request: Request) -> Response:
        orders = orders_of(actor=actor_of(request), wanted=_filter(request.query_params))
        return paged(request, orders, shapes.ListedOrderSerializer)

    @extend_schema(
        operation_id="place_order",
        request=carts.PlaceOrderSerializer,
        responses={201: shapes.PlacedOrderSerializer},
    )
    def post(self, request: Request) -> Response:
        shape = carts.PlaceOrderSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        order = place_order(
            **_parsed(shape.validated_data),
            client_key=request.headers["Idempotency-Key"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        body = shapes.PlacedOrderSerializer(order).data
        return Response(body, status=status.HTTP_201_CREATED)


class OrderExportView(APIView):
    """The list under its filters as a file, without any person."""

    needs = {"POST": ("view", "order")}

    @extend_schema(
        operation_id="export_orders",
        request=carts.OrderExportSerializer,
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def post(self, request: Request) -> FileResponse:
        shape = carts.OrderExportSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        given = shape.validated_data
        body = export_orders(
            wanted=_filter(given),
            kind=given["kind"],
            purpose=given["purpose"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return FileResponse(
            io.BytesIO(body),
            as_attachment=True,
            filename=f"orders-{timezone.localdate()}.{given['kind']}",
            content_type=KINDS[given["kind"]],
        )


class OrderDetailView(APIView):
    needs = {"GET": ("view", "order")}

    @extend_schema(operation_id="order", responses=shapes.OrderSerializer)
    def get(self, request: Request, number: str) -> Response:
        return order_answer(number, actor_of(request))


class CancelView(APIView):
    needs = {"POST": ("create", "order")}

    @extend_schema(operation_id="cancel_order", request=None, responses=shapes.OrderSerializer)
    def post(self, request: Request, number: str) -> Response:
        actor = actor_of(request)
        cancel_order(number=number, actor=actor, now=timezone.now())
        return order_answer(number, actor)


def _parsed(body: dict[str, Any]) -> dict[str, Any]:
    lines = [
        WantedLine(
            listing=str(line["listing"]),
            quantity=line["quantity"],
            price_fen=fen(line["price"], f"lines.{i}"),
            no_return_confirmed=line.get("no_return_confirmed", False),
        )
        for i, line in enumerate(body["lines"])
    ]
    return {
        "lines": lines,
        "receiver": Receiver(**body["receiver"]),
        "note": body["note"],
        "expected_fen": fen(body["total"], "total") if "total" in body else None,
        "invoice": Heading(**body["invoice"]) if "invoice" in body else None,
    }
