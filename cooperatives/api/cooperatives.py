"""Cooperatives: list, registration, members on a day, member accounts, a station's attachment."""

from typing import Any
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
from cooperatives.api import cooperative_shapes as shapes
from cooperatives.api.produce import SEARCH, Paged
from cooperatives.api.register import ON, day_of, read
from cooperatives.models import Cooperative

STATUS = OpenApiParameter("status", OpenApiTypes.STR, enum=Cooperative.Status.values)
LEFT = OpenApiParameter("left", OpenApiTypes.STR, enum=["1"])


def answer(request: Request, uid: UUID, http_status: int = status.HTTP_200_OK) -> Response:
    """The cooperative as it stands today."""
    today = timezone.localdate()
    found: Any = queries.cooperative_in_reach(actor_of(request), uid, on=today)
    found.facts = queries.facts_on(found, on=today)
    found.units = queries.units_of(found)
    found.links = queries.attachments_of(found)
    return Response(shapes.CooperativeSerializer(found).data, status=http_status)


class CooperativesView(Paged):
    needs = {"GET": ("view", "cooperative"), "POST": ("create", "cooperative")}
    serializer_class = shapes.CooperativeListedSerializer

    @extend_schema(
        parameters=[SEARCH, STATUS], responses=shapes.CooperativeListedSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        """Cooperatives within reach, with members and stations of today."""
        asked = request.query_params
        found = queries.cooperatives(
            actor_of(request), words=asked.get("search", ""), status=asked.get("status", ""),
            on=timezone.localdate(),
        )  # fmt: skip
        return self.pages(found, shapes.CooperativeListedSerializer)

    @extend_schema(
        request=shapes.NewCooperativeSerializer, responses={201: shapes.CooperativeSerializer}
    )
    def post(self, request: Request) -> Response:
        """Registration by its founder; the township looks at the licence and agrees."""
        said = read(shapes.NewCooperativeSerializer(data=request.data))
        cooperative = services.submit_cooperative(
            said=said["said"], village_code=said["village"], actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return answer(request, cooperative.uid, status.HTTP_201_CREATED)


class CooperativeView(APIView):
    needs = {"GET": ("view", "cooperative")}

    @extend_schema(responses=shapes.CooperativeSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return answer(request, uid)


class EditView(APIView):
    # The manager submits again what was returned; the accountant keeps the contact current.
    needs = {"POST": ("view", "cooperative")}

    @extend_schema(request=shapes.EditCooperativeSerializer, responses=shapes.CooperativeSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        said = read(shapes.EditCooperativeSerializer(data=request.data))
        services.edit_cooperative(
            cooperative_uid=uid, version=said["version"], said=said["said"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return answer(request, uid)


class DecideView(APIView):
    needs = {"POST": ("approve_1", "cooperative")}

    @extend_schema(request=shapes.VerdictOnlySerializer, responses=shapes.CooperativeSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """The township's word on a registration."""
        said = read(shapes.VerdictOnlySerializer(data=request.data))
        services.decide_cooperative(
            cooperative_uid=uid, actor=actor_of(request), now=timezone.now(), **said
        )
        return answer(request, uid)


class MembersView(Paged):
    needs = {"GET": ("view", "cooperative"), "POST": ("create", "cooperative")}
    serializer_class = shapes.MemberRowSerializer

    @extend_schema(parameters=[SEARCH, ON, LEFT], responses=shapes.MemberRowSerializer(many=True))
    def get(self, request: Request, uid: UUID) -> Response:
        """Members of a day with their accounts; `left=1` everybody who ever was one."""
        actor, on = actor_of(request), day_of(request) or timezone.localdate()
        cooperative = queries.cooperative_in_reach(actor, uid, on=on)
        found = queries.members(
            actor, cooperative, on=on, words=request.query_params.get("search", ""),
            left=request.query_params.get("left") == "1",
        )  # fmt: skip
        return self.pages(found, shapes.MemberRowSerializer)

    @extend_schema(request=shapes.EnrolSerializer, responses={201: shapes.MembershipSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """A household joins from a day on, with what it pays in."""
        said = read(shapes.EnrolSerializer(data=request.data))
        membership = services.enrol_member(
            cooperative_uid=uid, card_no=said["card_no"], number=said["number"],
            joined_on=said["joined_on"], capital_fen=said["capital"], actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return member(request, membership.uid, status.HTTP_201_CREATED)


class UnitsView(APIView):
    needs = {"POST": ("create", "cooperative")}

    @extend_schema(request=shapes.UnitInSerializer, responses={201: shapes.UnitSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """A company or society joins."""
        said = read(shapes.UnitInSerializer(data=request.data))
        unit = services.enrol_unit(
            cooperative_uid=uid, actor=actor_of(request), now=timezone.now(), **said
        )
        return Response(shapes.UnitSerializer(unit).data, status=status.HTTP_201_CREATED)


def member(request: Request, uid: UUID, http_status: int = status.HTTP_200_OK) -> Response:
    """A membership with its account's rows."""
    found: Any = queries.membership_in_reach(actor_of(request), uid, on=timezone.localdate())
    found.account_entries = list(queries.entries_of(found)[:200])
    return Response(shapes.MembershipSerializer(found).data, status=http_status)


class MembershipView(APIView):
    needs = {"GET": ("view", "cooperative")}

    @extend_schema(responses=shapes.MembershipSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return member(request, uid)


class EndMembershipView(APIView):
    needs = {"POST": ("create", "cooperative")}

    @extend_schema(request=shapes.EndSerializer, responses=shapes.MembershipSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """A household leaves from a day on; its account stays."""
        said = read(shapes.EndSerializer(data=request.data))
        services.end_membership(
            membership_uid=uid, actor=actor_of(request), now=timezone.now(), **said
        )
        return member(request, uid)


class EntriesView(APIView):
    needs = {"POST": ("edit", "cooperative")}

    @extend_schema(request=shapes.BookSerializer, responses={201: shapes.MembershipSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """The accountant books capital, reserve or subsidy; a mistake by its mirror."""
        said = read(shapes.BookSerializer(data=request.data))
        services.book_account_entry(
            uid=said["uid"], membership_uid=uid, kind=said["kind"], amount_fen=said["amount"],
            booked_on=said["booked_on"], reason=said["reason"], voucher_no=said["voucher_no"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return member(request, uid, status.HTTP_201_CREATED)


class AttachmentView(APIView):
    needs = {"POST": ("create", "station")}

    @extend_schema(request=shapes.AttachSerializer, responses={201: shapes.AttachmentSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """A station sells through another cooperative from a day on."""
        said = read(shapes.AttachSerializer(data=request.data))
        link = services.attach_station(
            station_uid=uid, cooperative_uid=said["cooperative"], from_on=said["from_on"],
            reason=said["reason"], actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return Response(shapes.AttachmentSerializer(link).data, status=status.HTTP_201_CREATED)
