"""Rules of fees, shipping and accounts: proposed by the administrator, agreed by an official."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.approvals.queries import can_decide, open_request_of
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from orders.models import SettingProposal
from orders.queries.fees import scope_name
from orders.queries.in_force import in_force
from orders.services import setting


class ProposeSerializer(serializers.Serializer[Any]):
    """`content` holds whole fen, grams and basis points; see docs/how/money.md."""

    kind = serializers.ChoiceField(choices=SettingProposal.Kind.choices)
    content = serializers.DictField()
    effective_from = serializers.DateTimeField()


class ProposalSerializer(serializers.Serializer[SettingProposal]):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    county_code = serializers.CharField()
    content = serializers.DictField()
    scope_name = serializers.SerializerMethodField()
    effective_from = serializers.DateTimeField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    made_by_name = serializers.CharField(source="made_by.name")
    made_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    digest = serializers.SerializerMethodField()
    can_decide = serializers.SerializerMethodField()

    @extend_schema_field(str)
    def get_scope_name(self, proposal: SettingProposal) -> str:
        return scope_name(proposal.content)

    @extend_schema_field(str)
    def get_digest(self, proposal: SettingProposal) -> str:
        return setting.digest(proposal)

    @extend_schema_field(bool)
    def get_can_decide(self, proposal: SettingProposal) -> bool:
        request = open_request_of(object_kind=setting.OBJECT, object_uid=str(proposal.uid))
        return request is not None and can_decide(request, self.context["actor"])


class InForceSerializer(serializers.Serializer[Any]):
    """What holds now; a merchant account has no day."""

    kind = serializers.CharField()
    kind_name = serializers.CharField()
    content = serializers.DictField()
    scope_name = serializers.CharField()
    effective_from = serializers.DateTimeField(allow_null=True)


class DecideSettingSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(choices=["approve", "reject"])
    comment = serializers.CharField(max_length=400, allow_blank=True, default="")
    digest = serializers.CharField(max_length=64)


class SettingsView(APIView):
    needs = {"GET": ("view", "setting"), "POST": ("create", "setting")}

    @extend_schema(
        operation_id="settings",
        parameters=[OpenApiParameter("cursor", str)],
        responses=page_of(ProposalSerializer),
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        rows = SettingProposal.objects.visible_to(actor).select_related("made_by")
        return paged(request, rows, ProposalSerializer, context={"actor": actor})

    @extend_schema(
        operation_id="propose_setting",
        request=ProposeSerializer,
        responses={201: ProposalSerializer},
    )
    def post(self, request: Request) -> Response:
        shape = ProposeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        actor = actor_of(request)
        proposal = setting.propose_setting(
            **shape.validated_data,
            county_code=settings.COUNTY_CODE,
            actor=actor,
            now=timezone.now(),
        )
        body = ProposalSerializer(proposal, context={"actor": actor}).data
        return Response(body, status=status.HTTP_201_CREATED)


class InForceView(APIView):
    """Figures of the installation's county, of no person."""

    needs = {"GET": ("view", "setting")}

    @extend_schema(operation_id="settings_in_force", responses=InForceSerializer(many=True))
    def get(self, request: Request) -> Response:
        found = in_force(settings.COUNTY_CODE, now=timezone.now())
        return Response(InForceSerializer(found, many=True).data)


class DecideSettingView(APIView):
    needs = {"POST": ("approve_1", "setting")}

    @extend_schema(
        operation_id="decide_setting",
        request=DecideSettingSerializer,
        responses=ProposalSerializer,
    )
    def post(self, request: Request, uid: str) -> Response:
        shape = DecideSettingSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        given, actor = shape.validated_data, actor_of(request)
        proposal = setting.decide_setting(
            proposal_uid=uid,
            verdict=given["verdict"],
            comment=given["comment"],
            content_digest=given["digest"],
            actor=actor,
            now=timezone.now(),
        )
        return Response(ProposalSerializer(proposal, context={"actor": actor}).data)
