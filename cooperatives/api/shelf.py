"""Voids, rejection and waste, counts, the day's close."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import Invalid, NotFound
from backend.common.permissions import actor_of
from cooperatives import queries, rules, services
from cooperatives.api import shelf_shapes as shapes
from cooperatives.api.produce import Paged
from stations import queries as places

ON = OpenApiParameter("on", OpenApiTypes.DATE)


def read(shape: type[Any], request: Request) -> dict[str, Any]:
    """The checked body."""
    said = shape(data=request.data)
    said.is_valid(raise_exception=True)
    return dict(said.validated_data)


class ReceiptVoidView(APIView):
    needs = {"POST": ("submit", "receipt")}

    @extend_schema(request=shapes.AskVoidSerializer, responses={201: shapes.VoidRequestSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """The station asks; the cooperative's manager decides. The receipt itself stays."""
        said, actor = read(shapes.AskVoidSerializer, request), actor_of(request)
        asked = services.ask_void(
            uid=said["uid"], receipt_uid=uid, reason=said["reason"], actor=actor,
            now=timezone.now(),
        )  # fmt: skip
        body = shapes.VoidRequestSerializer(queries.void_request(actor, asked.uid)).data
        return Response(body, status=status.HTTP_201_CREATED)


class VoidRequestsView(Paged):
    needs = {"GET": ("view", "receipt")}
    serializer_class = shapes.VoidRequestSerializer

    @extend_schema(responses=shapes.VoidRequestSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Void requests within reach, newest first."""
        return self.pages(queries.void_requests(actor_of(request)), shapes.VoidRequestSerializer)


class VoidRequestView(APIView):
    needs = {"GET": ("view", "receipt"), "POST": ("approve_1", "receipt")}

    @extend_schema(responses=shapes.VoidRequestSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return self._answer(request, uid)

    @extend_schema(request=shapes.DecideVoidSerializer, responses=shapes.VoidRequestSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """The second person's word on exactly what was read (`content_digest`)."""
        said = read(shapes.DecideVoidSerializer, request)
        services.decide_void(request_uid=uid, **said, actor=actor_of(request), now=timezone.now())
        return self._answer(request, uid)

    def _answer(self, request: Request, uid: UUID) -> Response:
        found = queries.void_request(actor_of(request), uid)
        if found is None:
            raise NotFound("没有找到这份作废申请")
        return Response(shapes.VoidRequestSerializer(found).data)


class LotMovesView(Paged):
    needs = {"GET": ("view", "receipt"), "POST": ("create", "receipt")}
    serializer_class = shapes.StockMoveSerializer

    @extend_schema(responses=shapes.StockMoveSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        """Why grams left this lot, newest first."""
        lot = queries.lots(actor_of(request)).filter(code=rules.clean_code(code)).first()
        if lot is None:
            raise NotFound("没有找到这个批次")
        moves = queries.moves_of_lot(actor_of(request), lot.code)
        return self.pages(moves, shapes.StockMoveSerializer)

    @extend_schema(request=shapes.MoveOutSerializer, responses={201: shapes.StockMoveSerializer})
    def post(self, request: Request, code: str) -> Response:
        """Quality rejection or waste; the same `uid` moves once."""
        said = read(shapes.MoveOutSerializer, request)
        move = services.take_out(lot_code=code, **said, actor=actor_of(request), now=timezone.now())
        body = shapes.StockMoveSerializer(move).data
        return Response(body, status=status.HTTP_201_CREATED)


class StockView(APIView):
    needs = {"GET": ("view", "receipt")}

    @extend_schema(responses=shapes.StockRowSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Stock and its age by station, product and grade, first expiring first."""
        rows = queries.stock_of(actor_of(request), on=timezone.localdate())
        return Response(shapes.StockRowSerializer(rows, many=True).data)


class StockCountsView(Paged):
    needs = {"GET": ("view", "receipt"), "POST": ("create", "receipt")}
    serializer_class = shapes.StockCountSerializer

    @extend_schema(responses=shapes.StockCountSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Counts within reach, newest first."""
        return self.pages(queries.stock_counts(actor_of(request)), shapes.StockCountSerializer)

    @extend_schema(
        request=shapes.NewCountSerializer, responses={201: shapes.StockCountDetailSerializer}
    )
    def post(self, request: Request) -> Response:
        """Goods on the shelf, without those paid for that wait for the courier."""
        said = read(shapes.NewCountSerializer, request)
        lines = [(row["lot"], row["on_hand_g"]) for row in said["lines"]]
        count = services.count_stock(
            uid=said["uid"], lines=lines, note=said["note"], actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return count_answer(request, count.uid, status.HTTP_201_CREATED)


class StockCountView(APIView):
    needs = {"GET": ("view", "receipt")}

    @extend_schema(responses=shapes.StockCountDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return count_answer(request, uid, status.HTTP_200_OK)


def count_answer(request: Request, uid: UUID, http_status: int) -> Response:
    count: Any = queries.stock_count(actor_of(request), uid)
    if count is None:
        raise NotFound("没有找到这次盘点")
    count.all_lines = queries.count_lines(count)
    return Response(shapes.StockCountDetailSerializer(count).data, status=http_status)


class DayClosesView(Paged):
    needs = {"GET": ("view", "receipt"), "POST": ("create", "receipt")}
    serializer_class = shapes.DayCloseSerializer

    @extend_schema(responses=shapes.DayCloseSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Closed days within reach, newest first."""
        return self.pages(queries.day_closes(actor_of(request)), shapes.DayCloseSerializer)

    @extend_schema(request=shapes.CloseDaySerializer, responses={201: shapes.DayCloseSerializer})
    def post(self, request: Request) -> Response:
        """Refused while a device of the station has records it has not sent."""
        said = read(shapes.CloseDaySerializer, request)
        close = services.close_day(
            uid=said["uid"], on=said["on"], cash_fen=said["cash"],
            unsent_count=said["unsent_count"], signature=said["signature"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return Response(shapes.DayCloseSerializer(close).data, status=status.HTTP_201_CREATED)


class DayPreviewView(APIView):
    needs = {"GET": ("create", "receipt")}

    @extend_schema(parameters=[ON], responses=shapes.DayPreviewSerializer)
    def get(self, request: Request) -> Response:
        """What the hat's station's day comes to so far."""
        station = places.station_of(actor_of(request))
        if station is None:
            raise NotFound("您的身份没有绑定服务站")
        on = day_asked(request)
        body: dict[str, Any] = {
            "on": on,
            "unsent_count": queries.unsent_on_devices(station),
            "close": queries.day_closes(actor_of(request)).filter(station=station, on=on).first(),
        }
        body |= queries.day_figures(station, on=on)
        return Response(shapes.DayPreviewSerializer(body).data)


def day_asked(request: Request) -> date:
    text = request.query_params.get("on", "")
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise Invalid(fields={"on": "日期请写成 2026-09-30 的样子"}) from None


class StationDayClosesView(APIView):
    needs = {"POST": ("approve_1", "receipt")}

    @extend_schema(request=shapes.CloseDayForSerializer, responses={201: shapes.DayCloseSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """The cooperative's manager closes a station's day, with a reason."""
        said = read(shapes.CloseDayForSerializer, request)
        close = services.close_day_for(
            uid=said["uid"], station_uid=uid, on=said["on"], cash_fen=said["cash"],
            reason=said["reason"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return Response(shapes.DayCloseSerializer(close).data, status=status.HTTP_201_CREATED)
