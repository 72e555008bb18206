"""Single lines of a run: left out, taken in, objected to, corrected; and what may be deducted."""

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
from orders.api.settling import CURSOR, MAKE, answered, said
from orders.models import DeductionAgreement
from orders.queries import settlements as queries
from orders.services import agreeing, objecting
from orders.services import settling as making


class LeaveOutView(APIView):
    needs = MAKE

    @extend_schema(
        operation_id="leave_out_line",
        request=shapes.SettlementReasonSerializer,
        responses=shapes.SettlementRunDetailSerializer,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """To a later run, with a reason that the household reads."""
        run = making.leave_out(
            line_uid=uid, actor=actor_of(request), now=timezone.now(),
            **said(shapes.SettlementReasonSerializer, request),
        )  # fmt: skip
        return answered(request, run)


class TakeInView(APIView):
    needs = MAKE

    @extend_schema(
        operation_id="take_in_line", request=None, responses=shapes.SettlementRunDetailSerializer
    )
    def post(self, request: Request, uid: UUID) -> Response:
        run = making.take_in(line_uid=uid, actor=actor_of(request), now=timezone.now())
        return answered(request, run)


class ObjectView(APIView):
    needs = {"POST": ("object", "settlement_run")}

    @extend_schema(
        operation_id="object_to_line",
        request=shapes.SettlementReasonSerializer,
        responses={201: shapes.SettlementObjectionSerializer},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """While the run hangs on the wall; only this line waits for the answer."""
        objection = objecting.object_to_line(
            line_uid=uid, actor=actor_of(request), now=timezone.now(),
            **said(shapes.SettlementReasonSerializer, request),
        )  # fmt: skip
        body = shapes.SettlementObjectionSerializer(objection).data
        return Response(body, status=status.HTTP_201_CREATED)


class CorrectView(APIView):
    needs = MAKE

    @extend_schema(
        operation_id="correct_line",
        request=shapes.CorrectSettlementSerializer,
        responses={204: None},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """A posted line was wrong: the next run gives or takes the difference."""
        word = said(shapes.CorrectSettlementSerializer, request)
        objecting.correct_line(
            line_uid=uid, amount_fen=word["amount"], reason=word["reason"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return Response(status=status.HTTP_204_NO_CONTENT)


class ObjectionsView(APIView):
    needs = {"GET": ("view", "settlement_run")}

    @extend_schema(
        operation_id="settlement_objections",
        parameters=[CURSOR, OpenApiParameter("run", str), OpenApiParameter("state", str)],
        responses=page_of(shapes.SettlementObjectionSerializer),
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        rows = queries.objections_of(
            actor_of(request), run=asked.get("run", ""), state=asked.get("state", "")
        )
        return paged(request, rows, shapes.SettlementObjectionSerializer)


class AnswerView(APIView):
    # Manager or supervisor, never who objected: the service says so.
    needs = {"POST": ("view", "settlement_run")}

    @extend_schema(
        operation_id="answer_objection",
        request=shapes.AnswerSettlementSerializer,
        responses=shapes.SettlementObjectionSerializer,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        word = said(shapes.AnswerSettlementSerializer, request)
        objection = objecting.answer_objection(
            objection_uid=uid, upheld=word["upheld"], answer=word["answer"],
            correction_fen=word["correction"], actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return Response(shapes.SettlementObjectionSerializer(objection).data)


class AgreementsView(APIView):
    needs = {"GET": ("view", "deduction"), "POST": ("create", "deduction")}

    @extend_schema(
        operation_id="deductions",
        parameters=[CURSOR],
        responses=page_of(shapes.DeductionAgreementSerializer),
    )
    def get(self, request: Request) -> Response:
        rows = DeductionAgreement.objects.visible_to(actor_of(request))
        return paged(request, rows.select_related("household"), shapes.DeductionAgreementSerializer)

    @extend_schema(
        operation_id="record_deduction",
        request=shapes.RecordDeductionSerializer,
        responses={201: shapes.DeductionAgreementSerializer},
    )
    def post(self, request: Request) -> Response:
        """What a household has signed; nothing is deducted without it."""
        word = said(shapes.RecordDeductionSerializer, request)
        agreement = agreeing.record_agreement(
            household_uid=word["household"], kind=word["kind"], loan_uid=word["loan"],
            amount_fen=word["amount"], per_run_fen=word["per_run"], priority=word["priority"],
            paper_no=word["paper_no"], agreed_on=word["agreed_on"], actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        body = shapes.DeductionAgreementSerializer(agreement).data
        return Response(body, status=status.HTTP_201_CREATED)


class EndAgreementView(APIView):
    needs = {"POST": ("create", "deduction")}

    @extend_schema(
        operation_id="end_deduction",
        request=shapes.SettlementReasonSerializer,
        responses=shapes.DeductionAgreementSerializer,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Consent can be withdrawn; an advance that was paid is still worked off."""
        agreement = agreeing.end_agreement(
            agreement_uid=uid, actor=actor_of(request), now=timezone.now(),
            **said(shapes.SettlementReasonSerializer, request),
        )  # fmt: skip
        return Response(shapes.DeductionAgreementSerializer(agreement).data)
