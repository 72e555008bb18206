"""Stations: the register, one station with its history, and what may be asked to change."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import NotFound
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from stations import queries, services
from stations.api import station_shapes as shapes
from stations.api.counter import said
from stations.api.registry import change_answer, day_of, text
from stations.api.registry_shapes import PlaceChangeDetailSerializer
from stations.models import Inspection, Station

PLAIN = ("reason", "village")


def find(request: Request, uid: UUID) -> Station:
    station = queries.station_detail(actor_of(request), uid)
    if station is None:
        raise NotFound("没有找到这个服务站")
    return station


def detail(request: Request, uid: UUID) -> Response:
    shape = shapes.StationDetailSerializer(find(request, uid), context={"request": request})
    return Response(shape.data)


class StationsView(APIView):
    needs = {"GET": ("view", "station"), "POST": ("create", "station")}

    @extend_schema(
        operation_id="stations_list",
        parameters=[
            text("search"), text("status", *Station.Status.values),
            text("level", *Station.Level.values), text("grade", *Inspection.Grade.values),
            text("township"),
        ],
        responses=page_of(shapes.StationSerializer),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Stations within reach by area, searched by name, pinyin, initials, village or number."""
        asked = request.query_params
        wanted = {name: asked.get(name, "") for name in ("search", "status", "level", "grade")}
        found = queries.stations(actor_of(request), township=asked.get("township", ""), **wanted)
        return paged(request, found, shapes.StationSerializer, ordering=("area_code", "id"))

    @extend_schema(
        request=shapes.ApplicationSerializer, responses={201: PlaceChangeDetailSerializer}
    )
    def post(self, request: Request) -> Response:
        """申请建站: a new record, submitted to the township and the county."""
        body = said(request, shapes.ApplicationSerializer)
        facts = {key: value for key, value in body.items() if key not in PLAIN}
        change = services.apply_for_station(
            village=body["village"], facts=plain(facts), reason=body["reason"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return change_answer(request, change)


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Nested shapes as plain lists of dictionaries, ready for JSON."""
    if "equipment" in facts:
        facts["equipment"] = [dict(row) for row in facts["equipment"]]
    return facts


class StationView(APIView):
    needs = {"GET": ("view", "station")}

    @extend_schema(responses=shapes.StationDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """One station with everything that is dated."""
        return detail(request, uid)


class StationAsOfView(APIView):
    needs = {"GET": ("view", "station")}

    @extend_schema(
        parameters=[OpenApiParameter("on", OpenApiTypes.DATE, required=True)],
        responses=shapes.StationOnSerializer,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """What the station was on a day: status, villages, branches, operator, grade."""
        row = queries.station_on(find(request, uid), day_of(request.query_params.get("on", "")))
        return Response(shapes.StationOnSerializer(row).data)


class StationContactView(APIView):
    needs = {"PATCH": ("edit", "station")}

    @extend_schema(request=shapes.ContactSerializer, responses=shapes.StationDetailSerializer)
    def patch(self, request: Request, uid: UUID) -> Response:
        """The operator's own contact: phone and hours, from the version that was read."""
        body = said(request, shapes.ContactSerializer)
        services.edit_contact(station_uid=uid, **body, actor=actor_of(request), now=timezone.now())
        return detail(request, uid)


class StationEditView(APIView):
    needs = {"POST": ("create", "station")}

    @extend_schema(
        request=shapes.StationEditSerializer, responses={201: PlaceChangeDetailSerializer}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Facts of the record, submitted."""
        body = said(request, shapes.StationEditSerializer)
        reason = body.pop("reason")
        change = services.propose_station_edit(
            station_uid=uid, facts=plain(body), reason=reason, actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return change_answer(request, change)


class StationMovesView(APIView):
    needs = {"POST": ("create", "station")}

    @extend_schema(request=shapes.MoveInSerializer, responses={201: PlaceChangeDetailSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """A listed move, submitted with a reason and the day it counts from."""
        body = said(request, shapes.MoveInSerializer)
        change = services.propose_move(
            station_uid=uid, **body, actor=actor_of(request), now=timezone.now()
        )
        return change_answer(request, change)


class StationCatchmentsView(APIView):
    needs = {"POST": ("create", "station")}

    @extend_schema(
        request=shapes.CatchmentInSerializer, responses={201: PlaceChangeDetailSerializer}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """A village joins this station's catchment on a day."""
        body = said(request, shapes.CatchmentInSerializer)
        change = services.propose_catchment(
            station_uid=uid, **body, actor=actor_of(request), now=timezone.now()
        )
        return change_answer(request, change)


class StationBranchesView(APIView):
    needs = {"POST": ("create", "station")}

    @extend_schema(request=shapes.LinkInSerializer, responses={201: PlaceChangeDetailSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """Which branch leads or hosts from a day on; null ends the part."""
        body = said(request, shapes.LinkInSerializer)
        change = services.propose_branch(
            station_uid=uid, branch_uid=body.pop("branch"), **body, actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return change_answer(request, change)


class StationPostingsView(APIView):
    needs = {"POST": ("create", "station")}

    @extend_schema(request=shapes.PostingInSerializer, responses={201: PlaceChangeDetailSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """Who runs the station from a day on; the right itself is granted with the accounts."""
        body = said(request, shapes.PostingInSerializer)
        change = services.propose_posting(
            station_uid=uid, **body, actor=actor_of(request), now=timezone.now()
        )
        return change_answer(request, change)


class StationApplicationView(APIView):
    needs = {"POST": ("create", "station")}

    @extend_schema(
        request=shapes.StationEditSerializer, responses={201: PlaceChangeDetailSerializer}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """A returned application, mended by its applicant and sent again."""
        body = said(request, shapes.StationEditSerializer)
        reason = body.pop("reason")
        change = services.resend_application(
            station_uid=uid, facts=plain(body), reason=reason, actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return change_answer(request, change)


class StationWithdrawView(APIView):
    needs = {"POST": ("create", "station")}

    @extend_schema(request=shapes.WithdrawSerializer, responses=shapes.StationDetailSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """An application taken back by its applicant."""
        body = said(request, shapes.WithdrawSerializer)
        services.withdraw_application(
            station_uid=uid, **body, actor=actor_of(request), now=timezone.now()
        )
        return detail(request, uid)
