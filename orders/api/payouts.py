"""Payout runs at the door: prepared, released, sent, their results taken in, closed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import Invalid
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from orders.api import payout_shapes as shapes
from orders.api.settling import CURSOR, said
from orders.api.settling_shapes import DecideSettlementSerializer
from orders.models import PayoutRun
from orders.queries import payouts as queries
from orders.services import paying_out, payout_files
from orders.services import settling as making

VIEW = {"GET": ("view", "payout_run")}
MAKE = {"POST": ("create", "payout_run")}
MOST_BYTES = 5_000_000
FILE = {(200, "text/csv"): OpenApiTypes.BINARY}


def answered(request: Request, run: PayoutRun, *, code: int = 200) -> Response:
    actor = actor_of(request)
    found = queries.runs_of(actor).get(pk=run.pk)
    return Response(shapes.PayoutRunSerializer(found, context={"actor": actor}).data, status=code)


class PayoutRunsView(APIView):
    needs = {**VIEW, **MAKE}

    @extend_schema(
        operation_id="payout_runs",
        parameters=[CURSOR, OpenApiParameter("settlement", str), OpenApiParameter("surplus", str)],
        responses=page_of(shapes.PayoutRunSerializer),
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        asked = {name: request.query_params.get(name, "") for name in ("settlement", "surplus")}
        rows = queries.runs_of(actor, **asked)
        return paged(request, rows, shapes.PayoutRunSerializer, context={"actor": actor})

    @extend_schema(
        operation_id="prepare_payout",
        request=shapes.PreparePayoutSerializer,
        responses={201: shapes.PayoutRunSerializer},
    )
    def post(self, request: Request) -> Response:
        """Everybody the posted document still owes who can be paid this way."""
        word = said(shapes.PreparePayoutSerializer, request)
        how = {
            "method": word["method"], "minutes_no": word["minutes_no"],
            "actor": actor_of(request), "now": timezone.now(),
        }  # fmt: skip
        if "surplus" in word:
            run = paying_out.prepare_surplus_payout(surplus_uid=word["surplus"], **how)
        else:
            run = paying_out.prepare_payout(settlement_uid=word["settlement"], **how)
        return answered(request, run, code=status.HTTP_201_CREATED)


class PayeesView(APIView):
    needs = {"GET": ("create", "payout_run")}

    @extend_schema(
        operation_id="settlement_payees",
        parameters=[OpenApiParameter("method", str, enum=PayoutRun.Method.values)],
        responses=shapes.PayeeSerializer(many=True),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Who is still due, and why not this way."""
        settlement = making.own_run(uid, actor_of(request))
        method = request.query_params.get("method", "cash")
        found = queries.payees(settlement, method=method, now=timezone.now())
        return Response(shapes.PayeeSerializer(found, many=True).data)


class SharePayeesView(APIView):
    needs = {"GET": ("create", "payout_run")}

    @extend_schema(
        operation_id="surplus_payees",
        parameters=[OpenApiParameter("method", str, enum=PayoutRun.Method.values)],
        responses=shapes.PayeeSerializer(many=True),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Which members are still due, and why not this way."""
        surplus = paying_out.own_surplus(uid, actor_of(request))
        posted = surplus.state in ("posted", "paid")
        method = request.query_params.get("method", "cash")
        found = queries.payees(surplus, method=method, now=timezone.now()) if posted else []
        return Response(shapes.PayeeSerializer(found, many=True).data)


class PayoutRunView(APIView):
    needs = VIEW

    @extend_schema(operation_id="payout_run", responses=shapes.PayoutRunSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return answered(request, paying_out.run_in_reach(uid, actor_of(request)))


class PayoutsView(APIView):
    needs = VIEW

    @extend_schema(
        operation_id="payouts",
        parameters=[CURSOR, OpenApiParameter("state", str)],
        responses=page_of(shapes.PayoutSerializer),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        actor = actor_of(request)
        run = paying_out.run_in_reach(uid, actor)
        rows = queries.payouts_of(actor, run, state=request.query_params.get("state", ""))
        return paged(request, rows, shapes.PayoutSerializer, ordering=("id",))


class DecidePayoutView(APIView):
    # Manager, then supervisor above the limit; the engine knows whose step it is.
    needs = {"POST": ("view", "payout_run")}

    @extend_schema(
        operation_id="decide_payout",
        request=DecideSettlementSerializer,
        responses=shapes.PayoutRunSerializer,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """A yes needs the second factor of the last five minutes."""
        word = said(DecideSettlementSerializer, request)
        run = paying_out.decide_payout(
            run_uid=uid, verdict=word["verdict"], comment=word["comment"],
            content_digest=word["digest"], actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return answered(request, run)


class ExportPayoutView(APIView):
    needs = MAKE

    @extend_schema(
        operation_id="export_payout", request=shapes.ExportPayoutSerializer, responses=FILE
    )
    def post(self, request: Request, uid: UUID) -> HttpResponse:
        """The bank's file, with open accounts: each leaves a trace."""
        word = said(shapes.ExportPayoutSerializer, request)
        content = payout_files.export_bank_file(
            run_uid=uid, encoding=word["encoding"], actor=actor_of(request), now=timezone.now()
        )
        answer = HttpResponse(content, content_type="text/csv")
        answer["Content-Disposition"] = f'attachment; filename="payout-{uid.hex[:8]}.csv"'
        answer["Cache-Control"] = "no-store"
        return answer


class ResultView(APIView):
    needs = MAKE
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="import_payout_result",
        request={"multipart/form-data": {
            "type": "object", "properties": {"file": {"type": "string", "format": "binary"}},
        }},
        responses=shapes.PayoutResultSerializer,
    )  # fmt: skip
    def post(self, request: Request, uid: UUID) -> Response:
        """The bank's result file: all rows or none; the same file again changes nothing."""
        paying_out.run_in_reach(uid, actor_of(request))
        given: Any = request.FILES.get("file")
        if given is None or given.size > MOST_BYTES:
            raise Invalid(fields={"file": "请选择银行的结果文件（CSV，最大 5 MB）"})
        result = payout_files.import_result(
            run_uid=uid, content=given.read(), actor=actor_of(request), now=timezone.now()
        )
        return Response(shapes.PayoutResultSerializer(result).data)


class SignCashView(APIView):
    needs = MAKE

    @extend_schema(
        operation_id="sign_cash",
        request=shapes.SignCashSerializer,
        responses=shapes.PayoutSerializer,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """The household has signed for its cash."""
        payout = payout_files.sign_cash(
            payout_uid=uid, actor=actor_of(request), now=timezone.now(),
            **said(shapes.SignCashSerializer, request),
        )  # fmt: skip
        return Response(shapes.PayoutSerializer(payout).data)


class ClosePayoutView(APIView):
    # By manager or supervisor, never by who made it: the service says so.
    needs = {"POST": ("execute", "payout_run")}

    @extend_schema(operation_id="close_payout", request=None, responses=shapes.PayoutRunSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        run = paying_out.close_payout(run_uid=uid, actor=actor_of(request), now=timezone.now())
        return answered(request, run)
