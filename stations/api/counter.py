"""Parcels and services at the counter. One record per call, its uid made by the device."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import Invalid, NotFound
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from stations import queries, services
from stations.api import serializers as shapes
from stations.models import Parcel, ServiceKind

SEARCH = OpenApiParameter("search", OpenApiTypes.STR)
STATUS = OpenApiParameter("status", OpenApiTypes.STR, enum=Parcel.Status.values)
DIRECTION = OpenApiParameter("direction", OpenApiTypes.STR, enum=Parcel.Direction.values)
OVERDUE = OpenApiParameter("overdue", OpenApiTypes.STR, enum=["3", "7"])
KIND = OpenApiParameter("kind", OpenApiTypes.STR, enum=ServiceKind.values)
FROM = OpenApiParameter("from", OpenApiTypes.DATE)
TO = OpenApiParameter("to", OpenApiTypes.DATE)


def said(request: Request, shape: Any) -> dict[str, Any]:
    """The body, checked."""
    checked = shape(data=request.data)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)


def parcel_answer(request: Request, uid: UUID, http_status: int = 200) -> Response:
    """The parcel as it stands now."""
    now = timezone.now()
    parcel = queries.parcels(actor_of(request), now=now).filter(uid=uid).first()
    if parcel is None:
        # A device whose hat has ended hands in what it queued and may not read it back.
        return Response({"uid": uid}, status=http_status)
    return Response(shapes.ParcelSerializer(parcel, context={"now": now}).data, status=http_status)


class ParcelsView(APIView):
    needs = {"GET": ("view", "parcel"), "POST": ("create", "parcel")}

    @extend_schema(
        operation_id="parcels_list",
        parameters=[SEARCH, STATUS, DIRECTION, OVERDUE],
        responses=page_of(shapes.ParcelSerializer),
    )
    def get(self, request: Request) -> Response:
        """Parcels within reach, newest first; searched by waybill, pick-up code, phone tail."""
        asked, now = request.query_params, timezone.now()
        found = queries.parcels(
            actor_of(request), now=now, status=asked.get("status", ""),
            direction=asked.get("direction", ""), search=asked.get("search", ""),
            overdue=asked.get("overdue", ""),
        )  # fmt: skip
        return paged(request, found, shapes.ParcelSerializer, context={"now": now})

    @extend_schema(request=shapes.ParcelInSerializer, responses={201: shapes.ParcelSerializer})
    def post(self, request: Request) -> Response:
        """A parcel in or out; the same uid and content again answers with the same parcel."""
        body = said(request, shapes.ParcelInSerializer)
        uid, household = body.pop("uid"), body.pop("household")
        services.take_in_parcel(
            uid=uid,
            said=services.ParcelSaid(
                **{key: body[key] for key in body if key != "fee"},
                fee_fen=body["fee"], household_uid=str(household or ""),
            ),
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return parcel_answer(request, uid, status.HTTP_201_CREATED)


class ParcelView(APIView):
    needs = {"GET": ("view", "parcel")}

    @extend_schema(responses=shapes.ParcelSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        now = timezone.now()
        parcel = queries.parcels(actor_of(request), now=now).filter(uid=uid).first()
        if parcel is None:
            raise NotFound("没有找到这件包裹")
        return Response(shapes.ParcelSerializer(parcel, context={"now": now}).data)


class ParcelHandOverView(APIView):
    needs = {"POST": ("execute", "parcel")}

    @extend_schema(request=shapes.HandOverSerializer, responses=shapes.ParcelSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Handed over once, to the recipient or to somebody named who takes it for them."""
        body = said(request, shapes.HandOverSerializer)
        services.hand_over(
            parcel_uid=uid, uid=body.pop("uid"), said=services.HandoverSaid(**body),
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return parcel_answer(request, uid)


class ParcelUndoView(APIView):
    needs = {"POST": ("execute", "parcel")}

    @extend_schema(request=shapes.UndoSerializer, responses=shapes.ParcelSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Back on the shelf within ten minutes of the hand-over."""
        body = said(request, shapes.UndoSerializer)
        services.undo_handover(
            parcel_uid=uid, handover_uid=body["handover"], undone_at=body["undone_at"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return parcel_answer(request, uid)


class EndParcelView(APIView):
    """Base of the two ways a parcel leaves by courier."""

    needs = {"POST": ("execute", "parcel")}
    move = ""

    @extend_schema(request=shapes.EndParcelSerializer, responses=shapes.ParcelSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        body = said(request, shapes.EndParcelSerializer)
        services.end_parcel(
            parcel_uid=uid, move=self.move, reason=body["reason"], made_at=body["made_at"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return parcel_answer(request, uid)


class ParcelSendBackView(EndParcelView):
    move = "send_back"


class ParcelCollectView(EndParcelView):
    move = "collect"


class ParcelSummaryView(APIView):
    needs = {"GET": ("aggregate", "parcel")}

    @extend_schema(responses=shapes.ParcelSummarySerializer(many=True))
    def get(self, request: Request) -> Response:
        """Counts per station within reach: what waits, what is overdue."""
        rows = queries.parcel_summary(actor_of(request), now=timezone.now())
        return Response(shapes.ParcelSummarySerializer(rows, many=True).data)


class ServiceRecordsView(APIView):
    needs = {"GET": ("view", "service_record"), "POST": ("create", "service_record")}

    @extend_schema(parameters=[KIND], responses=page_of(shapes.ServiceRecordSerializer))
    def get(self, request: Request) -> Response:
        """Services within reach, newest first."""
        wanted = request.query_params.get("kind", "")
        found = queries.service_records(actor_of(request), kind=wanted)
        return paged(request, found, shapes.ServiceRecordSerializer)

    @extend_schema(
        request=shapes.ServiceInSerializer, responses={201: shapes.ServiceRecordSerializer}
    )
    def post(self, request: Request) -> Response:
        """One service; the same uid and content again answers with the same record."""
        body = said(request, shapes.ServiceInSerializer)
        record = services.record_service(
            uid=body["uid"],
            said=services.ServiceSaid(
                kind=body["kind"], count=body["count"], amount_fen=body["amount"],
                fee_fen=body["fee"], household_uid=str(body["household"] or ""),
                note=body["note"], done_at=body["done_at"],
            ),
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return Response(shapes.ServiceRecordSerializer(record).data, status=status.HTTP_201_CREATED)


class ServiceRecordVoidView(APIView):
    needs = {"POST": ("execute", "service_record")}

    @extend_schema(
        request=shapes.VoidServiceSerializer, responses={201: shapes.ServiceRecordSerializer}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """A counter-record with a reason."""
        body = said(request, shapes.VoidServiceSerializer)
        record = services.void_service(
            record_uid=uid, uid=body["uid"], reason=body["reason"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return Response(shapes.ServiceRecordSerializer(record).data, status=status.HTTP_201_CREATED)


class ServiceSummaryView(APIView):
    needs = {"GET": ("aggregate", "service_record")}

    @extend_schema(parameters=[FROM, TO], responses=shapes.ServiceSummarySerializer(many=True))
    def get(self, request: Request) -> Response:
        """Sums per kind from one day to another, both included; this month unless said."""
        today = timezone.localdate()
        since = _day(request, "from") or today.replace(day=1)
        until = (_day(request, "to") or today) + timedelta(days=1)
        rows = queries.service_summary(
            actor_of(request), since=_midnight(since), until=_midnight(until)
        )
        return Response(shapes.ServiceSummarySerializer(rows, many=True).data)


def _day(request: Request, name: str) -> Any:
    text = request.query_params.get(name, "")
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise Invalid(fields={name: "日期应写作 2026-09-30"})
    return day


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
