"""Inspections of stations: scores, objections in time, the office's answer."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import NotFound
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from stations import queries, services
from stations.api import inspection_shapes as shapes
from stations.api.counter import said
from stations.api.registry import change_answer, text
from stations.api.registry_shapes import PlaceChangeDetailSerializer
from stations.models import InspectionObjection


class StationInspectionsView(APIView):
    needs = {"POST": ("create", "inspection")}

    @extend_schema(
        request=shapes.InspectionInSerializer, responses={201: PlaceChangeDetailSerializer}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Scores of a visit; the grade stands once the county agrees."""
        body = said(request, shapes.InspectionInSerializer)
        body["scores"] = [dict(row) for row in body["scores"]]
        change = services.propose_inspection(
            station_uid=uid, **body, actor=actor_of(request), now=timezone.now()
        )
        return change_answer(request, change)


def answer(request: Request, objection: InspectionObjection, status: int = 200) -> Response:
    shape = shapes.ObjectionDetailSerializer(objection, context={"request": request})
    return Response(shape.data, status=status)


class InspectionObjectionsView(APIView):
    needs = {"POST": ("object", "inspection")}

    @extend_schema(
        request=shapes.ObjectSerializer, responses={201: shapes.ObjectionDetailSerializer}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """The secretary's or the operator's objection, within the stated days, once per part."""
        body = said(request, shapes.ObjectSerializer)
        objection = services.object_to_inspection(
            inspection_uid=uid, **body, actor=actor_of(request), now=timezone.now()
        )
        return answer(request, objection, 201)


class ObjectionsView(APIView):
    needs = {"GET": ("view", "inspection")}

    @extend_schema(
        operation_id="inspection_objections_list",
        parameters=[text("state", *InspectionObjection.State.values)],
        responses=page_of(shapes.ObjectionDetailSerializer),
    )
    def get(self, request: Request) -> Response:
        """Objections within reach, newest first."""
        found = queries.objections(actor_of(request), state=request.query_params.get("state", ""))
        return paged(request, found, shapes.ObjectionDetailSerializer, context={"request": request})


class ObjectionView(APIView):
    needs = {"GET": ("view", "inspection")}

    @extend_schema(responses=shapes.ObjectionDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        objection = queries.objections(actor_of(request)).filter(uid=uid).first()
        if objection is None:
            raise NotFound("没有找到这条异议")
        return answer(request, objection)


class ObjectionAnswerView(APIView):
    needs = {"POST": ("create", "inspection")}

    @extend_schema(request=shapes.AnswerSerializer, responses=shapes.ObjectionDetailSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """The office that inspects upholds the grade or inspects again."""
        body = said(request, shapes.AnswerSerializer)
        objection = services.answer_objection(
            objection_uid=uid, **body, actor=actor_of(request), now=timezone.now()
        )
        return answer(request, objection)
