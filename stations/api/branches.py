"""Party branches as organisations: their names, counts and stations, now and on a day."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import NotFound
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from stations import queries, services
from stations.api import registry_shapes as shapes
from stations.api.counter import said
from stations.api.registry import day_of, text
from stations.models import PartyBranch


class BranchesView(APIView):
    needs = {"GET": ("view", "branch"), "POST": ("create", "branch")}

    @extend_schema(
        operation_id="branches_list",
        parameters=[text("search"), text("kind", *PartyBranch.Kind.values), text("township")],
        responses=page_of(shapes.PartyBranchSerializer),
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        found = queries.branches(
            actor_of(request), search=asked.get("search", ""), kind=asked.get("kind", ""),
            township=asked.get("township", ""),
        )  # fmt: skip
        return paged(request, found, shapes.PartyBranchSerializer, ordering=("area_code", "id"))

    @extend_schema(
        request=shapes.BranchCreateSerializer, responses={201: shapes.PartyBranchDetailSerializer}
    )
    def post(self, request: Request) -> Response:
        body = said(request, shapes.BranchCreateSerializer)
        branch = services.create_branch(**body, actor=actor_of(request), now=timezone.now())
        return branch_answer(request, branch.uid, status.HTTP_201_CREATED)


def branch_answer(request: Request, uid: UUID, http_status: int = 200) -> Response:
    branch = queries.branch_detail(actor_of(request), uid)
    if branch is None:
        raise NotFound("没有找到这个党组织")
    return Response(shapes.PartyBranchDetailSerializer(branch).data, status=http_status)


class BranchView(APIView):
    needs = {"GET": ("view", "branch"), "PATCH": ("edit", "branch")}

    @extend_schema(responses=shapes.PartyBranchDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return branch_answer(request, uid)

    @extend_schema(
        request=shapes.BranchEditSerializer, responses=shapes.PartyBranchDetailSerializer
    )
    def patch(self, request: Request, uid: UUID) -> Response:
        """Name and kind, from the version that was read; a new name from a day on and with why."""
        body = said(request, shapes.BranchEditSerializer)
        services.edit_branch(uid=uid, **body, actor=actor_of(request), now=timezone.now())
        return branch_answer(request, uid)


class BranchAsOfView(APIView):
    needs = {"GET": ("view", "branch")}

    @extend_schema(
        parameters=[OpenApiParameter("on", OpenApiTypes.DATE, required=True)],
        responses=shapes.BranchOnSerializer,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """What it was called on a day, how many members it counted, which stations it led."""
        branch = queries.branches(actor_of(request)).filter(uid=uid).first()
        if branch is None:
            raise NotFound("没有找到这个党组织")
        row = queries.branch_on(branch, day_of(request.query_params.get("on", "")))
        return Response(shapes.BranchOnSerializer(row).data)


class BranchCountsView(APIView):
    needs = {"POST": ("edit", "branch")}

    @extend_schema(
        request=shapes.BranchCountSerializer, responses={201: shapes.PartyBranchDetailSerializer}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """How many members on a day: a count, never a list."""
        body = said(request, shapes.BranchCountSerializer)
        services.count_members(uid=uid, **body, actor=actor_of(request), now=timezone.now())
        return branch_answer(request, uid, status.HTTP_201_CREATED)
