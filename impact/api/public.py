"""Ended months by township: anybody may read them, without a key."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import SignedYuanField
from backend.common.kept import kept
from impact.api.overview_shapes import CountField
from impact.queries.public import PublicMonth, TownshipMonth, public_month

EXAMPLE = {
    "month": "2026-08",
    "rows": [
        {
            "township": "630121104", "name": "东峡镇", "sales": "48210.00",
            "household_income": "42800.56", "lines": 391, "weight_g": 6120000, "households": "83",
        },
        {
            "township": "630121201", "name": "朔北藏族乡", "sales": None, "household_income": None,
            "lines": None, "weight_g": None, "households": "<5",
        },
    ],
}  # fmt: skip


class TownshipMonthSerializer(serializers.Serializer[TownshipMonth]):
    """Null and "<5" where fewer than five households stand behind the figures."""

    township = serializers.CharField(source="code")
    name = serializers.CharField()
    sales = SignedYuanField(source="figures.sales_fen", allow_null=True)
    household_income = SignedYuanField(source="figures.household_fen", allow_null=True)
    lines = serializers.IntegerField(source="figures.lines", allow_null=True)
    weight_g = serializers.IntegerField(source="figures.weight_g", allow_null=True)
    households = CountField(source="figures.households")


class PublicMonthSerializer(serializers.Serializer[PublicMonth]):
    month = serializers.CharField()
    rows = TownshipMonthSerializer(many=True)


class MonthsView(APIView):
    """Sales and household income of an ended month by township; `month` is the last one if empty.

    Only months whose summaries and ledger say the same.
    """

    needs = {"GET": None}

    @extend_schema(
        operation_id="public_month",
        parameters=[OpenApiParameter("month", str, description="如 2026-08，只限已经结束的月份")],
        responses=PublicMonthSerializer,
        examples=[OpenApiExample("2026 年 8 月", value=EXAMPLE, response_only=True)],
    )
    @kept
    def get(self, request: Request) -> Response:
        month: Any = request.query_params.get("month", "")
        found = public_month(month=month, today=timezone.localdate())
        return Response(PublicMonthSerializer(found).data)
