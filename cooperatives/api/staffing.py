"""Proposing hats and resets, and the second person's view of them."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import RoleAssignment, User
from backend.approvals.models import ApprovalRequest
from backend.common.errors import NotFound
from backend.common.permissions import actor_of
from backend.common.review import Fact, Review, ReviewDecisionSerializer, ReviewSerializer
from backend.common.sealed import Sealed
from cooperatives.queries.scopes import scopes
from cooperatives.services import open_household_account, staffing


class ScopeSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    ref = serializers.SerializerMethodField()
    name = serializers.CharField()

    def get_ref(self, scope: Any) -> str:
        return str(scope.ref or scope.area_prefix)


class ProposeGrantSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=64)
    role = serializers.CharField(max_length=2)
    scope_kind = serializers.CharField(max_length=12)
    scope_ref = serializers.CharField(max_length=64, allow_blank=True, default="")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True, default=None)
    waiver = serializers.CharField(max_length=200, allow_blank=True, default="")


class ProposedSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()


class DecidedSerializer(serializers.Serializer[Any]):
    """`one_time_password` is shown this once, after a reset was agreed to."""

    state = serializers.CharField()
    one_time_password = serializers.CharField(allow_null=True)


class ResetReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class HouseholdAccountSerializer(serializers.Serializer[Any]):
    member = serializers.CharField(max_length=36)
    mobile = serializers.CharField(max_length=20)


class ScopesView(APIView):
    needs = {"GET": ("create", "assignment")}

    @extend_schema(
        parameters=[OpenApiParameter("kind", str), OpenApiParameter("search", str)],
        responses=ScopeSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        found = scopes(asked.get("kind", ""), asked.get("search", ""), actor_of(request))
        return Response(ScopeSerializer(found, many=True).data)


class ProposalsView(APIView):
    needs = {"POST": ("create", "assignment")}

    @extend_schema(request=ProposeGrantSerializer, responses={201: ProposedSerializer})
    def post(self, request: Request) -> Response:
        shape = ProposeGrantSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        hat = staffing.propose_grant(
            actor=actor_of(request), now=timezone.now(), **shape.validated_data
        )
        return Response(ProposedSerializer(hat).data, status=status.HTTP_201_CREATED)


class HouseholdAccountsView(APIView):
    needs = {"POST": ("create", "household_account")}

    @extend_schema(request=HouseholdAccountSerializer, responses={201: ProposedSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """For one who lives there; the township agrees, the person sets the password."""
        shape = HouseholdAccountSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        hat = open_household_account(
            household_uid=uid, actor=actor_of(request), now=timezone.now(), **shape.validated_data
        )
        return Response(ProposedSerializer(hat).data, status=status.HTTP_201_CREATED)


class GrantReviewView(APIView):
    needs = {"GET": ("view", "approval")}

    @extend_schema(responses=ReviewSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        found = staffing.request_of(staffing.GRANT, str(uid), actor_of(request))
        hat = RoleAssignment.objects.filter(uid=uid).select_related("user", "granted_by").first()
        if found is None or hat is None:
            raise NotFound
        return Response(ReviewSerializer(grant_review(hat, found)).data)


class GrantDecideView(APIView):
    needs = {"POST": ("approve_1", "assignment")}

    @extend_schema(request=ReviewDecisionSerializer, responses=DecidedSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        shape = ReviewDecisionSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        staffing.decide_grant(
            uid=str(uid), actor=actor_of(request), now=timezone.now(), **shape.validated_data
        )
        return decided(request, staffing.GRANT, uid, None)


class ResetView(APIView):
    needs = {"POST": ("edit", "account")}

    @extend_schema(request=ResetReasonSerializer, responses={201: ProposedSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        shape = ResetReasonSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        asked = staffing.propose_reset(
            uid=str(uid), actor=actor_of(request), now=timezone.now(), **shape.validated_data
        )
        return Response(ProposedSerializer(asked).data, status=status.HTTP_201_CREATED)


class ResetReviewView(APIView):
    needs = {"GET": ("view", "approval")}

    @extend_schema(responses=ReviewSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        found = staffing.request_of(staffing.RESET, str(uid), actor_of(request))
        user = User.objects.filter(uid=uid).first()
        if found is None or user is None:
            raise NotFound
        facts = [Fact("姓名", user.name), Fact("账号", user.username), Fact("事由", found.title)]
        warning = "同意后原密码和动态验证码立即失效，一次性密码只显示一次，请当面交给本人"
        review = Review(found.title, found.digest, facts, warning)
        return Response(ReviewSerializer(review).data)


class ResetDecideView(APIView):
    needs = {"POST": ("approve_1", "account")}

    @extend_schema(request=ReviewDecisionSerializer, responses=DecidedSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        shape = ReviewDecisionSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        made = staffing.decide_reset(
            uid=str(uid), actor=actor_of(request), now=timezone.now(), **shape.validated_data
        )
        return decided(request, staffing.RESET, uid, made.password if made else None)


def decided(request: Request, kind: str, uid: UUID, password: str | None) -> Response:
    found = staffing.request_of(kind, str(uid), actor_of(request))
    state = found.state if found else ""
    return Response(DecidedSerializer({"state": state, "one_time_password": password}).data)


def grant_review(hat: RoleAssignment, request: ApprovalRequest) -> Review:
    until = f"{hat.valid_to:%Y-%m-%d}" if hat.valid_to else "长期"
    facts = [
        Fact("姓名", f"{hat.user.name}（{hat.user.username}）"),
        Fact("身份", hat.get_role_display()),
        Fact("范围", hat.scope_name or "全系统"),
        Fact("任期", f"{hat.valid_from:%Y-%m-%d} 至 {until}"),
        Fact("提出人", hat.granted_by.name),
    ]
    if isinstance(hat.user.phone, Sealed):
        facts.insert(1, Fact("手机号", str(hat.user.phone)))
    if hat.waiver:
        facts.append(Fact("兼任理由", hat.waiver))
    warning = "一人兼任村党支部书记与合作社理事长，须另一位干部再次审批" if hat.waiver else ""
    return Review(request.title, request.digest, facts, warning)
