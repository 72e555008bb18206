"""A cooperative's sales and its members' accounts: figures, the rows behind them, the file."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common import tables
from backend.common.errors import Invalid
from backend.common.fields import page_of, paged
from backend.common.pagination import Pages
from backend.common.permissions import actor_of
from cooperatives import queries as cooperatives
from cooperatives.models import Cooperative
from orders.api import sales_shapes as shapes
from orders.queries import member_accounts, sales
from orders.rules.period import Period, read_period
from orders.services import taking_away

NEEDS = ("view", "ledger")
FILE = {(200, "application/octet-stream"): OpenApiTypes.BINARY}
Said = dict[str, Any]


def read(shape: type[serializers.Serializer[Any]], data: Any) -> Said:
    asked = shape(data=data)
    asked.is_valid(raise_exception=True)
    said: Said = asked.validated_data
    return said


def period_of(said: Said) -> Period:
    return read_period(said["from_on"], said["to_on"], today=timezone.localdate())


def asked_of(said: Said) -> sales.Asked:
    return sales.Asked(period_of(said), {name: said[name] for name in sales.FILTERS})


def cooperative_of(request: Request, said: Said) -> Cooperative:
    """The one that was named, else the hat's own."""
    actor = actor_of(request)
    own = [UUID(uid) for uid in sorted(actor.cooperatives)]
    uid = said["cooperative"] or next(iter(own), None)
    if uid is None:
        raise Invalid(fields={"cooperative": "请选择合作社"})
    return cooperatives.cooperative_in_reach(actor, uid, on=timezone.localdate())


def file_answer(content: bytes, name: str, file_format: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=tables.KINDS[file_format])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    answer["Cache-Control"] = "no-store"
    return answer


class OverviewView(APIView):
    needs = {"GET": NEEDS}

    @extend_schema(
        operation_id="sales_overview", parameters=[shapes.AskSalesSerializer],
        responses=shapes.SalesOverviewSerializer,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Completed sales less refunds by product, member, station or month."""
        said = read(shapes.AskSalesSerializer, request.query_params)
        found = sales.overview(actor_of(request), asked_of(said), by=said["by"])
        return Response(shapes.SalesOverviewSerializer(found).data)


class SalesView(APIView):
    needs = {"GET": NEEDS}

    @extend_schema(
        operation_id="sales_list", parameters=[shapes.AskSalesSerializer],
        responses=page_of(shapes.SaleSerializer),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """What a figure is made of, down to lot and receipt."""
        said = read(shapes.AskSalesSerializer, request.query_params)
        found = sales.sources(actor_of(request), asked_of(said))
        return paged(request, found, shapes.SaleSerializer, ordering=("-split_on", "-id"))


class SalesFileView(APIView):
    needs = {"POST": NEEDS}

    @extend_schema(request=shapes.TakeSalesSerializer, responses=FILE)
    def post(self, request: Request) -> HttpResponse:
        said = read(shapes.TakeSalesSerializer, request.data)
        cooperative = cooperative_of(request, said)
        asked = sales.Asked(
            period_of(said), asked_of(said).only | {"cooperative": str(cooperative.uid)}
        )
        content = taking_away.take_sales(
            cooperative=cooperative, asked=asked, by=said["by"], file_format=said["kind"],
            purpose=said["purpose"], actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return file_answer(content, f"sales-{asked.period.to_on:%Y%m%d}", said["kind"])


class AccountsView(APIView):
    needs = {"GET": NEEDS}

    @extend_schema(
        operation_id="member_accounts", parameters=[shapes.AskAccountsSerializer],
        responses=shapes.AccountsAnswerSerializer,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Members of the last day: shares, trade, what is owed and paid; totals of all pages."""
        said = read(shapes.AskAccountsSerializer, request.query_params)
        cooperative, period = cooperative_of(request, said), period_of(said)
        found = member_accounts.member_accounts(
            actor_of(request), cooperative, period, words=said["search"]
        )
        money = member_accounts.money_of(found, period)
        pages = Pages()
        pages.ordering = ("number", "id")
        rows = pages.paginate_queryset(found, request)
        shown = shapes.MemberAccountSerializer(rows, many=True, context={"money": money}).data
        answer = pages.get_paginated_response(shown)
        answer.data |= {
            "totals": shapes.AccountTotalsSerializer(member_accounts.totals(found, money)).data,
            "cooperative": str(cooperative.uid), "cooperative_name": cooperative.name,
            "from_on": period.from_on, "to_on": period.to_on,
        }  # fmt: skip
        return answer


class AccountsFileView(APIView):
    needs = {"POST": NEEDS}

    @extend_schema(request=shapes.TakeAccountsSerializer, responses=FILE)
    def post(self, request: Request) -> HttpResponse:
        said = read(shapes.TakeAccountsSerializer, request.data)
        period = period_of(said)
        content = taking_away.take_accounts(
            cooperative=cooperative_of(request, said), period=period, words=said["search"],
            file_format=said["kind"], purpose=said["purpose"], actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return file_answer(content, f"member-accounts-{period.to_on:%Y%m%d}", said["kind"])
