"""Change requests of households: list, evidence, verdict, withdrawal, restoring."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.permissions import actor_of
from cooperatives import queries, services
from cooperatives.api import register_shapes as shapes
from cooperatives.api.produce import Paged
from cooperatives.api.register import read
from cooperatives.api.serializers import ReasonSerializer
from cooperatives.models import HouseholdChange

STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=["open", *HouseholdChange.State.values])


class ChangesView(Paged):
    needs = {"GET": ("view", "household_change")}
    serializer_class = shapes.ChangeSerializer

    @extend_schema(parameters=[STATE], responses=shapes.ChangeSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Requests within reach, newest first."""
        state = request.query_params.get("state", "")
        return self.pages(queries.changes(actor_of(request), state=state), shapes.ChangeSerializer)


class ChangeView(APIView):
    needs = {"GET": ("view", "household_change")}

    @extend_schema(responses=shapes.ChangeSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        change = queries.change_in_reach(actor_of(request), uid)
        return Response(shapes.ChangeSerializer(change).data)


class EvidenceView(APIView):
    needs = {"POST": ("submit", "household_change")}

    @extend_schema(request=shapes.EvidenceSerializer, responses=shapes.ChangeSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """The paper that was missing; the request goes on to whoever must agree."""
        said = read(shapes.EvidenceSerializer(data=request.data))
        change = services.add_evidence(
            change_uid=uid, actor=actor_of(request), now=timezone.now(), **said
        )
        return Response(shapes.ChangeSerializer(change).data)


class DecideView(APIView):
    # Secretary, township and county decide; the engine knows whose step it is.
    needs = {"POST": ("view", "household_change")}

    @extend_schema(request=shapes.VerdictSerializer, responses=shapes.ChangeSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """One person's word; the last yes writes it into the register."""
        said = read(shapes.VerdictSerializer(data=request.data))
        change = services.decide_change(
            change_uid=uid, actor=actor_of(request), now=timezone.now(), **said
        )
        return Response(shapes.ChangeSerializer(change).data)


class WithdrawView(APIView):
    needs = {"POST": ("submit", "household_change")}

    @extend_schema(request=None, responses=shapes.ChangeSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        change = services.withdraw_change(
            change_uid=uid, actor=actor_of(request), now=timezone.now()
        )
        return Response(shapes.ChangeSerializer(change).data)


class RestoreView(APIView):
    needs = {"POST": ("submit", "household_change")}

    @extend_schema(request=ReasonSerializer, responses={201: shapes.ChangeSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """Asks for the value before an applied change; it is agreed to like any other."""
        said = read(ReasonSerializer(data=request.data))
        change = services.ask_restore(
            change_uid=uid, reason=said["reason"], actor=actor_of(request), now=timezone.now()
        )
        return Response(shapes.ChangeSerializer(change).data, status=status.HTTP_201_CREATED)
