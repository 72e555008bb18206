"""Likely duplicates: proposed by the village, decided by township and county."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import page_of
from backend.common.permissions import actor_of
from backend.exchange import queries
from backend.exchange.models import DuplicateCase
from backend.exchange.services import adjudicating
from cooperatives.api import exchange_shapes as shapes
from cooperatives.api.documents import DocumentsView, one
from cooperatives.api.imports import kind_of


class CasesView(DocumentsView):
    needs = {"GET": ("view", "duplicate")}

    @extend_schema(
        parameters=[
            OpenApiParameter("state", str, enum=DuplicateCase.State.values),
            OpenApiParameter("batch", str), OpenApiParameter("cursor", str),
        ],
        responses=page_of(shapes.DuplicateCaseSerializer),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        asked = request.query_params
        found = queries.cases_of(
            actor_of(request), state=asked.get("state", ""), batch=asked.get("batch", "")
        )
        return self.pages(found, shapes.DuplicateCaseSerializer, adjudicating.APPROVAL)


class ProposeView(APIView):
    needs = {"POST": ("submit", "duplicate")}

    @extend_schema(request=shapes.ProposalSerializer, responses=shapes.DuplicateCaseSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        shape = shapes.ProposalSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        case = adjudicating.propose(
            uid=str(uid), actor=actor_of(request), now=timezone.now(), **shape.validated_data
        )
        return one(request, case, shapes.DuplicateCaseSerializer, adjudicating.APPROVAL)


class CaseDecideView(APIView):
    needs = {"POST": ("view", "duplicate")}

    @extend_schema(request=shapes.SignedVerdictSerializer, responses=shapes.DuplicateCaseSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        shape = shapes.SignedVerdictSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        found = adjudicating.find_case(str(uid), actor_of(request))
        case = adjudicating.decide(
            uid=str(uid), kind=kind_of(found.subject_kind), actor=actor_of(request),
            now=timezone.now(), **shape.validated_data,
        )  # fmt: skip
        return one(request, case, shapes.DuplicateCaseSerializer, adjudicating.APPROVAL)
