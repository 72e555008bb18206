"""The programme's numbers and their rows, read only, within the actor's areas."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.actor import Actor
from backend.common.pagination import Pages
from backend.common.permissions import actor_of
from programme import queries
from programme.api import serializers as shapes
from stations.models import Area


class AreaPages(Pages):
    ordering = "code"


class TotalsView(APIView):
    needs = {"GET": ("view", "overview")}

    @extend_schema(responses=shapes.TotalsSerializer)
    def get(self, request: Request) -> Response:
        return Response(shapes.TotalsSerializer(queries.totals(actor=actor_of(request))).data)


class RowsView(GenericAPIView[Any]):
    """One list of rows in cursor pages; the subclasses name the query and the shape."""

    pagination_class = Pages
    rows: Callable[[Actor], QuerySet[Any]]
    queryset: QuerySet[Any] = Area.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        return type(self).rows(actor_of(self.request))

    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class LoansView(RowsView):
    needs = {"GET": ("view", "loan")}
    serializer_class = shapes.LoanSerializer
    rows = staticmethod(queries.loans_of)


class AssistanceView(RowsView):
    needs = {"GET": ("view", "assistance")}
    serializer_class = shapes.AssistanceSerializer
    rows = staticmethod(queries.assistance_of)


class VisitsView(RowsView):
    needs = {"GET": ("view", "assistance")}
    serializer_class = shapes.VisitSerializer
    rows = staticmethod(queries.visits_of)


class ProjectsView(RowsView):
    needs = {"GET": ("view", "project")}
    serializer_class = shapes.ProjectSerializer
    rows = staticmethod(queries.projects_of)

    def get_queryset(self) -> QuerySet[Any]:
        asked = shapes.KindQuerySerializer(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return queries.projects_of(actor_of(self.request), asked.validated_data.get("kind", ""))

    @extend_schema(parameters=[OpenApiParameter("kind", str, enum=["collective", "work_team"])])
    def get(self, request: Request) -> Response:
        return super().get(request)


class BranchesView(RowsView):
    needs = {"GET": ("view", "area")}
    serializer_class = shapes.BranchSerializer
    rows = staticmethod(queries.branches_of)


class StationRowsView(RowsView):
    needs = {"GET": ("view", "station")}
    serializer_class = shapes.StationRowSerializer
    rows = staticmethod(queries.stations_of)


class CooperativeRowsView(RowsView):
    needs = {"GET": ("view", "cooperative")}
    serializer_class = shapes.CooperativeRowSerializer
    rows = staticmethod(queries.cooperatives_of)


class TownshipsView(RowsView):
    needs = {"GET": ("view", "area")}
    serializer_class = shapes.TownshipSerializer
    pagination_class = AreaPages
    rows = staticmethod(queries.townships_of)
