"""The register's doors: search, open a file, ask for a change, record a consent."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import Invalid
from backend.common.permissions import actor_of
from cooperatives import queries, services
from cooperatives.api import register_shapes as shapes
from cooperatives.api.produce import SEARCH, Paged
from cooperatives.models import Household

VILLAGE = OpenApiParameter("village", OpenApiTypes.STR, description="code of any area above it")
CATEGORY = OpenApiParameter("category", OpenApiTypes.STR, enum=Household.Category.values)
STATUS = OpenApiParameter(
    "status", OpenApiTypes.STR, enum=[*Household.Status.values, "all"], default="active"
)
TEMPORARY = OpenApiParameter("temporary", OpenApiTypes.STR, enum=["0", "1"])
ON = OpenApiParameter("on", OpenApiTypes.DATE)
PURPOSE = OpenApiParameter("purpose", OpenApiTypes.STR)


def read(shape: serializers.Serializer[Any]) -> dict[str, Any]:
    shape.is_valid(raise_exception=True)
    said: dict[str, Any] = shape.validated_data
    return said


def day_of(request: Request, name: str = "on") -> date | None:
    text = request.query_params.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(fields={name: "日期写作 2026-09-28"}) from None


class HouseholdsView(Paged):
    needs = {"GET": ("view", "household"), "POST": ("create", "household")}
    serializer_class = shapes.HouseholdRowSerializer

    @extend_schema(
        parameters=[SEARCH, VILLAGE, CATEGORY, STATUS, TEMPORARY],
        responses=shapes.HouseholdRowSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Households within reach, by name, pinyin, initials, phone, village or card."""
        asked = request.query_params
        found = queries.households(
            actor_of(request), words=asked.get("search", ""), village=asked.get("village", ""),
            category=asked.get("category", ""), status=asked.get("status", "active"),
            temporary={"0": False, "1": True}.get(asked.get("temporary", "")),
        )  # fmt: skip
        return self.pages(found, shapes.HouseholdRowSerializer)

    @extend_schema(request=shapes.NewHouseholdSerializer, responses={201: shapes.ChangeSerializer})
    def post(self, request: Request) -> Response:
        """A new household by the village's secretary; the township agrees."""
        said = read(shapes.NewHouseholdSerializer(data=request.data))
        change = services.register_household(
            said=said["said"], village_code=said["village"], actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return Response(shapes.ChangeSerializer(change).data, status=status.HTTP_201_CREATED)


class TemporaryHouseholdView(APIView):
    needs = {"POST": ("create", "household")}

    @extend_schema(
        request=shapes.TemporarySerializer, responses={201: shapes.HouseholdRowSerializer}
    )
    def post(self, request: Request) -> Response:
        """临时登记: name and village; the same uid and content again is the same household."""
        said = read(shapes.TemporarySerializer(data=request.data))
        household = services.register_temporary(
            uid=said["uid"], name=said["name"], village_code=said["village"],
            made_at=said.get("made_at"), actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return Response(
            shapes.HouseholdRowSerializer(household).data, status=status.HTTP_201_CREATED
        )


class HouseholdView(APIView):
    needs = {"GET": ("view", "household")}

    @extend_schema(parameters=[PURPOSE, ON], responses=shapes.HouseholdFileSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """The file, today or as of a day. Who opens another's file says why; it can read that."""
        now = timezone.now()
        found = services.open_file(
            household_uid=uid, purpose=request.query_params.get("purpose", ""),
            on=day_of(request), actor=actor_of(request), now=now,
        )  # fmt: skip
        context = {"today": timezone.localdate(now)}
        return Response(shapes.HouseholdFileSerializer(found, context=context).data)


class AskChangeView(APIView):
    needs = {"POST": ("submit", "household_change")}

    @extend_schema(request=shapes.AskChangeSerializer, responses={201: shapes.ChangeSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """One field; with evidence it goes on to whoever must agree."""
        said = read(shapes.AskChangeSerializer(data=request.data))
        change = services.ask_change(
            household_uid=uid, actor=actor_of(request), now=timezone.now(), **said
        )
        return Response(shapes.ChangeSerializer(change).data, status=status.HTTP_201_CREATED)


class ConsentsView(APIView):
    needs = {"POST": ("create", "household")}

    @extend_schema(
        request=shapes.SayConsentSerializer, responses={201: shapes.ConsentRowSerializer}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Given or withdrawn, under the notice in force at that time."""
        said = read(shapes.SayConsentSerializer(data=request.data))
        consent = services.record_consent(
            household_uid=uid, actor=actor_of(request), now=timezone.now(), **said
        )
        return Response(shapes.ConsentRowSerializer(consent).data, status=status.HTTP_201_CREATED)


class PolicyCategoriesView(APIView):
    needs = {"GET": ("view", "household")}

    @extend_schema(parameters=[ON], responses=shapes.PolicyCategorySerializer(many=True))
    def get(self, request: Request) -> Response:
        """What a household may be called on a day."""
        found = queries.categories_on(day_of(request) or timezone.localdate())
        return Response(shapes.PolicyCategorySerializer(found, many=True).data)


class NoticesView(APIView):
    needs = {"GET": ("view", "household")}

    @extend_schema(responses=shapes.NoticeSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The notices in force today, by purpose."""
        return Response(
            shapes.NoticeSerializer(
                queries.notices_in_force(on=timezone.localdate()), many=True
            ).data
        )
