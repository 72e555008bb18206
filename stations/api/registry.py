"""Areas, and the changes that others agree to."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import Invalid, NotFound
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from stations import queries, services
from stations.api import registry_shapes as shapes
from stations.api.counter import said
from stations.models import PlaceChange
from stations.rules import CHANGE_KINDS

SHOWN = 200


def text(name: str, *choices: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, enum=list(choices) or None)


def day_of(asked: str) -> date:
    """A day of the address; what is no day is said."""
    try:
        on = parse_date(asked)
    except ValueError:
        on = None
    if on is None:
        raise Invalid(fields={"on": "日期应写作 2026-09-30"})
    return on


def change_answer(request: Request, change: PlaceChange, http_status: int = 201) -> Response:
    shape = shapes.PlaceChangeDetailSerializer(change, context={"request": request})
    return Response(shape.data, status=http_status)


class AreasView(APIView):
    needs = {"GET": ("view", "area"), "POST": ("create", "area")}

    @extend_schema(
        operation_id="areas_list",
        parameters=[text("parent"), text("level"), text("search"), text("closed", "1")],
        responses=page_of(shapes.AreaSerializer),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Areas within reach by code, with the number of those below each; levels with commas."""
        asked = request.query_params
        found = queries.areas(
            actor_of(request), parent=asked.get("parent", ""), level=asked.get("level", ""),
            search=asked.get("search", ""), closed=asked.get("closed") == "1",
        )  # fmt: skip
        return paged(request, found, shapes.AreaSerializer, ordering=("code",))

    @extend_schema(
        request=shapes.AreaAddSerializer, responses={201: shapes.PlaceChangeDetailSerializer}
    )
    def post(self, request: Request) -> Response:
        """A village without an official code: submitted, with a provisional code 900-999."""
        body = said(request, shapes.AreaAddSerializer)
        change = services.propose_area(**body, actor=actor_of(request), now=timezone.now())
        return change_answer(request, change)


class AreaView(APIView):
    needs = {"GET": ("view", "area")}

    @extend_schema(responses=shapes.AreaDetailSerializer)
    def get(self, request: Request, code: str) -> Response:
        """One area with its versions and neighbours."""
        area = queries.area_detail(actor_of(request), code)
        if area is None:
            raise NotFound("没有找到这个区划，请核对代码")
        return Response(shapes.AreaDetailSerializer(area).data)


class AreaEditView(APIView):
    needs = {"POST": ("edit", "area")}

    @extend_schema(
        request=shapes.AreaEditSerializer, responses={201: shapes.PlaceChangeDetailSerializer}
    )
    def post(self, request: Request, code: str) -> Response:
        body = said(request, shapes.AreaEditSerializer)
        on, reason = body.pop("on"), body.pop("reason")
        change = services.propose_area_edit(
            code=code, wanted=body, on=on, reason=reason, actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return change_answer(request, change)


class AreaCloseView(APIView):
    needs = {"POST": ("edit", "area")}

    @extend_schema(
        request=shapes.ReasonedSerializer, responses={201: shapes.PlaceChangeDetailSerializer}
    )
    def post(self, request: Request, code: str) -> Response:
        body = said(request, shapes.ReasonedSerializer)
        change = services.propose_area_close(
            code=code, **body, actor=actor_of(request), now=timezone.now()
        )
        return change_answer(request, change)


class AreaNeighbourView(APIView):
    needs = {"POST": ("edit", "area")}

    @extend_schema(
        request=shapes.NeighbourAddSerializer, responses={201: shapes.PlaceChangeDetailSerializer}
    )
    def post(self, request: Request, code: str) -> Response:
        body = said(request, shapes.NeighbourAddSerializer)
        change = services.propose_neighbour(
            code=code, **body, actor=actor_of(request), now=timezone.now()
        )
        return change_answer(request, change)


class AreaPartingView(APIView):
    needs = {"POST": ("edit", "area")}

    @extend_schema(
        request=shapes.NeighbourEndSerializer, responses={201: shapes.PlaceChangeDetailSerializer}
    )
    def post(self, request: Request, code: str) -> Response:
        """Two villages are neighbours no more from a day on; the rows stay."""
        body = said(request, shapes.NeighbourEndSerializer)
        change = services.propose_parting(
            code=code, **body, actor=actor_of(request), now=timezone.now()
        )
        return change_answer(request, change)


class AreaTryImportView(APIView):
    needs = {"POST": ("create", "area")}

    @extend_schema(request=shapes.ImportSerializer, responses=shapes.ImportPlanSerializer)
    def post(self, request: Request) -> Response:
        """What the file would do; nothing is written."""
        body = said(request, shapes.ImportSerializer)
        plan = queries.plan_import(body["csv"], edition_on=body["edition_on"])
        return Response(shapes.ImportPlanSerializer(_plan(plan)).data)


class AreaImportView(APIView):
    needs = {"POST": ("create", "area")}

    @extend_schema(
        request=shapes.ImportSubmitSerializer, responses={201: shapes.PlaceChangeDetailSerializer}
    )
    def post(self, request: Request) -> Response:
        """The file as a change that the county's official agrees to."""
        body = said(request, shapes.ImportSubmitSerializer)
        change = services.propose_import(
            csv_text=body["csv"], edition_on=body["edition_on"], reason=body["reason"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return change_answer(request, change)


def _plan(plan: queries.ImportPlan) -> dict[str, Any]:
    return {
        "county_code": plan.county_code,
        "rows": plan.rows,
        "new_count": len(plan.new),
        "changed_count": len(plan.changed),
        "missing_count": len(plan.missing),
        "fault_count": len(plan.faults),
        "new": [{"code": row.code, "name": row.name} for row in plan.new[:SHOWN]],
        "changed": [
            {"code": row.code, "before": before, "after": after}
            for row, before, after in plan.changed[:SHOWN]
        ],
        "missing": plan.missing[:SHOWN],
        "faults": [asdict(fault) for fault in plan.faults[:SHOWN]],
    }


class ChangesView(APIView):
    needs = {"GET": ("view", "area")}

    @extend_schema(
        operation_id="place_changes_list",
        parameters=[text("state", *PlaceChange.State.values), text("kind", *CHANGE_KINDS),
                    text("subject")],
        responses=page_of(shapes.PlaceChangeSerializer),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Changes within reach, newest first."""
        asked = request.query_params
        found = queries.changes(
            actor_of(request), state=asked.get("state", ""), kind=asked.get("kind", ""),
            subject=asked.get("subject", ""),
        )  # fmt: skip
        return paged(request, found, shapes.PlaceChangeSerializer)


class ChangeView(APIView):
    needs = {"GET": ("view", "area")}

    @extend_schema(responses=shapes.PlaceChangeDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        change = queries.changes(actor_of(request)).filter(uid=uid).first()
        if change is None:
            raise NotFound("没有找到这项变更")
        return change_answer(request, change, 200)


class ChangeDecideView(APIView):
    # TO and CO decide by step; the engine refuses the maker and other roles.
    needs = {"POST": ("view", "approval")}

    @extend_schema(request=shapes.DecisionSerializer, responses=shapes.PlaceChangeDetailSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        body = said(request, shapes.DecisionSerializer)
        change = services.decide_change(
            change_uid=uid, **body, actor=actor_of(request), now=timezone.now()
        )
        return change_answer(request, change, 200)
