"""The counter: station, households, prices, lots."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import Invalid, NotFound
from backend.common.pagination import Pages
from backend.common.permissions import actor_of
from cooperatives import queries, rules
from cooperatives.api import serializers as shapes
from stations import queries as places

SEARCH = OpenApiParameter("search", OpenApiTypes.STR)
ON = OpenApiParameter("on", OpenApiTypes.DATE)
UNLISTED = OpenApiParameter("unlisted", OpenApiTypes.STR, enum=["1"])
STOCK = OpenApiParameter("stock", OpenApiTypes.STR, enum=["1"])


def moment_asked(request: Request) -> tuple[datetime, date]:
    """Now, or the last moment of the day that was asked for."""
    text, now = request.query_params.get("on", ""), timezone.now()
    try:
        on = date.fromisoformat(text) if text else timezone.localdate(now)
    except ValueError:
        raise Invalid(fields={"on": "日期请写成 2026-09-30 的样子"}) from None
    end = timezone.make_aware(datetime.combine(on, time.max))
    return (min(end, now) if on <= timezone.localdate(now) else end), on


class Paged(GenericAPIView[Any]):
    """A list in cursor pages."""

    pagination_class = Pages

    def pages(self, rows: Any, shape: Any) -> Response:
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shape(page, many=True).data)


class StationMineView(APIView):
    needs = {"GET": ("view", "station")}

    @extend_schema(responses=shapes.StationMineSerializer)
    def get(self, request: Request) -> Response:
        """The station of the hat, with the cooperative it sells through today."""
        station = places.station_of(actor_of(request))
        if station is None:
            raise NotFound("您的身份没有绑定服务站")
        area = station.area
        body = {
            "station": station,
            "county_letters": places.county_of(station.area_code).letters,
            "township": area.parent.name if area.parent else area.name,
            "cooperative": queries.cooperative_of(station, on=timezone.localdate()),
        }
        return Response(shapes.StationMineSerializer(body).data)


class PricesView(APIView):
    needs = {"GET": ("view", "price_list")}

    @extend_schema(parameters=[ON], responses=shapes.PriceSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The prices of the hat's cooperative in force now, or at the end of a day (`on`)."""
        at, on = moment_asked(request)
        entries = queries.prices_of(actor_of(request), at=at, on=on)
        return Response(shapes.PriceSerializer(entries, many=True).data)


class LotsView(Paged):
    needs = {"GET": ("view", "receipt")}
    serializer_class = shapes.LotSerializer

    @extend_schema(parameters=[UNLISTED, STOCK], responses=shapes.LotSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Lots within reach; `unlisted=1` may go on sale today, `stock=1` lie on the shelf."""
        asked = request.query_params
        lots = queries.lots(
            actor_of(request), unlisted=asked.get("unlisted") == "1",
            in_stock=asked.get("stock") == "1", on=timezone.localdate(),
        )  # fmt: skip
        return self.pages(lots, shapes.LotSerializer)


class LotView(APIView):
    needs = {"GET": ("view", "receipt")}

    @extend_schema(responses=shapes.LotSerializer)
    def get(self, request: Request, code: str) -> Response:
        lot = queries.lots(actor_of(request)).filter(code=rules.clean_code(code)).first()
        if lot is None:
            raise NotFound("没有找到这个批次")
        return Response(shapes.LotSerializer(lot).data)
