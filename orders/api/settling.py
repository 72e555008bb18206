"""Settlement runs at the door: making, reading, deciding, posting."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from orders.api import settling_shapes as shapes
from orders.api.sales import cooperative_of
from orders.models import SettlementRun
from orders.queries import settlements as queries
from orders.rules.period import Period
from orders.services import settlement_deciding as deciding
from orders.services import settling as making
from orders.services.settlement_posting import post_run

VIEW = {"GET": ("view", "settlement_run")}
MAKE = {"POST": ("create", "settlement_run")}
SUBMIT = {"POST": ("submit", "settlement_run")}
CURSOR = OpenApiParameter("cursor", str)


def said(shape: Any, request: Request) -> dict[str, Any]:
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    found: dict[str, Any] = asked.validated_data
    return found


def answered(request: Request, run: SettlementRun, *, code: int = 200) -> Response:
    """The run as it stands now, with what is left out and what happened to it."""
    actor = actor_of(request)
    run = SettlementRun.objects.select_related("cooperative", "station", "made_by").get(pk=run.pk)
    shape = shapes.SettlementRunDetailSerializer(run, context={"actor": actor})
    return Response(shape.data, status=code)


class RunsView(APIView):
    needs = {**VIEW, **MAKE}

    @extend_schema(
        operation_id="settlements",
        parameters=[CURSOR, OpenApiParameter("state", str), OpenApiParameter("cooperative", str)],
        responses=page_of(shapes.SettlementRunSerializer),
    )
    def get(self, request: Request) -> Response:
        """Newest first; `?state=open` are those that are not posted."""
        actor, asked = actor_of(request), request.query_params
        rows = queries.runs_of(
            actor, state=asked.get("state", ""), cooperative=asked.get("cooperative", "")
        )
        return paged(request, rows, shapes.SettlementRunSerializer, context={"actor": actor})

    @extend_schema(
        operation_id="open_settlement",
        request=shapes.OpenSettlementSerializer,
        responses={201: shapes.SettlementRunDetailSerializer},
    )
    def post(self, request: Request) -> Response:
        """A run of a cooperative up to a day, calculated at once."""
        asked = said(shapes.OpenSettlementSerializer, request)
        run = making.open_run(
            cooperative_uid=cooperative_of(request, asked).uid, station_uid=asked["station"],
            period=Period(asked["from_on"], asked["to_on"]), actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return answered(request, run, code=status.HTTP_201_CREATED)


class RunView(APIView):
    needs = VIEW

    @extend_schema(operation_id="settlement", responses=shapes.SettlementRunDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return answered(request, making.run_in_reach(uid, actor_of(request)))


class PartiesView(APIView):
    needs = VIEW

    @extend_schema(
        operation_id="settlement_households",
        parameters=[CURSOR],
        responses=page_of(shapes.SettlementPartySerializer),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """What each household gets, the largest first, and the difference to its last run."""
        actor = actor_of(request)
        run = making.run_in_reach(uid, actor)
        rows = queries.parties_in_reach(actor).filter(run=run).select_related("household")
        return paged(
            request, rows, shapes.SettlementPartySerializer, ordering=("-payable_fen", "-id")
        )


class LinesView(APIView):
    needs = VIEW

    @extend_schema(
        operation_id="settlement_lines",
        parameters=[CURSOR, OpenApiParameter("state", str), OpenApiParameter("household", str)],
        responses=page_of(shapes.SettlementLineSerializer),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Lines in and out, each with its reason."""
        actor, asked = actor_of(request), request.query_params
        run = making.run_in_reach(uid, actor)
        rows = queries.lines_of(
            actor, run, state=asked.get("state", ""), household=asked.get("household", "")
        )
        return paged(request, rows, shapes.SettlementLineSerializer, ordering=("-on", "-id"))


class NoticeView(APIView):
    needs = VIEW

    @extend_schema(
        operation_id="settlement_notice", responses=shapes.SettlementNoticeRowSerializer(many=True)
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """The sheet for the village board: masked names only."""
        run = making.run_in_reach(uid, actor_of(request))
        return Response(
            shapes.SettlementNoticeRowSerializer(queries.notice_rows(run), many=True).data
        )


class CalculateView(APIView):
    needs = MAKE

    @extend_schema(
        operation_id="calculate_settlement",
        request=None,
        responses=shapes.SettlementRunDetailSerializer,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        run = making.calculate_run(run_uid=uid, actor=actor_of(request), now=timezone.now())
        return answered(request, run)


class SubmitView(APIView):
    needs = SUBMIT

    @extend_schema(
        operation_id="submit_settlement",
        request=None,
        responses=shapes.SettlementRunDetailSerializer,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        run = deciding.submit_run(run_uid=uid, actor=actor_of(request), now=timezone.now())
        return answered(request, run)


class DecideView(APIView):
    # Manager, secretary and township decide; the engine knows whose step it is.
    needs = {"POST": ("view", "settlement_run")}

    @extend_schema(
        operation_id="decide_settlement",
        request=shapes.DecideSettlementSerializer,
        responses=shapes.SettlementRunDetailSerializer,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """One person's word on exactly what was read."""
        word = said(shapes.DecideSettlementSerializer, request)
        run = deciding.decide_run(
            run_uid=uid, verdict=word["verdict"], comment=word["comment"],
            content_digest=word["digest"], actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return answered(request, run)


class PostView(APIView):
    needs = SUBMIT

    @extend_schema(
        operation_id="post_settlement", request=None, responses=shapes.SettlementRunDetailSerializer
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Once: what was signed is now to be paid."""
        run = post_run(run_uid=uid, actor=actor_of(request), now=timezone.now())
        return answered(request, run)


class CancelView(APIView):
    needs = MAKE

    @extend_schema(
        operation_id="cancel_settlement",
        request=shapes.SettlementReasonSerializer,
        responses=shapes.SettlementRunDetailSerializer,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        run = deciding.cancel_run(
            run_uid=uid, actor=actor_of(request), now=timezone.now(),
            **said(shapes.SettlementReasonSerializer, request),
        )  # fmt: skip
        return answered(request, run)


class TakeBackView(APIView):
    needs = MAKE

    @extend_schema(
        operation_id="take_back_settlement",
        request=shapes.SettlementReasonSerializer,
        responses=shapes.SettlementRunDetailSerializer,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """An approved run whose lines no longer hold is calculated anew."""
        run = deciding.take_back_run(
            run_uid=uid, actor=actor_of(request), now=timezone.now(),
            **said(shapes.SettlementReasonSerializer, request),
        )  # fmt: skip
        return answered(request, run)
