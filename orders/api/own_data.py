"""A buyer's privacy centre: its data as a file, and the end of its account."""

from typing import Any

from django.contrib.auth import logout
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import Consent, User
from backend.accounts.queries import consents_of
from backend.accounts.rules.consenting import PRIVACY
from backend.common.permissions import actor_of
from orders.services.leaving import leave_for_good, own_data, withdraw_consent


class LeaveSerializer(serializers.Serializer[User]):
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class OwnDataView(APIView):
    """Everything kept of the asker, as a JSON file."""

    needs = {"GET": ("view", "own_data")}

    @extend_schema(operation_id="own_data", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        answer = Response(own_data(actor=actor_of(request), now=timezone.now()))
        answer["Content-Disposition"] = 'attachment; filename="xiangzhan-my-data.json"'
        answer["Cache-Control"] = "no-store"
        return answer


class ConsentSerializer(serializers.Serializer[Consent]):
    """One entry of the log: agreed to or taken back."""

    purpose = serializers.CharField()
    purpose_name = serializers.CharField(source="get_purpose_display")
    version = serializers.CharField()
    given = serializers.BooleanField()
    at = serializers.DateTimeField()
    can_withdraw = serializers.SerializerMethodField()

    def get_can_withdraw(self, row: Consent) -> bool:
        """In force, and not what the account itself rests on."""
        last: bool = self.context["last"].get(row.purpose) == row.pk
        return last and row.given and row.purpose != PRIVACY


class WithdrawConsentSerializer(serializers.Serializer[Any]):
    purpose = serializers.CharField(max_length=12)


def _consents(request: Request) -> Response:
    rows: Any = list(consents_of(actor_of(request)))
    last = {row.purpose: row.pk for row in reversed(rows)}
    return Response(ConsentSerializer(rows, many=True, context={"last": last}).data)


class ConsentsView(APIView):
    """What the asker agreed to and took back, newest first."""

    needs = {"GET": ("view", "own_data")}

    @extend_schema(operation_id="own_consents", responses=ConsentSerializer(many=True))
    def get(self, request: Request) -> Response:
        return _consents(request)


class WithdrawConsentView(APIView):
    needs = {"POST": ("execute", "own_data")}

    @extend_schema(
        operation_id="withdraw_consent", request=WithdrawConsentSerializer,
        responses=ConsentSerializer(many=True),
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        shape = WithdrawConsentSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        purpose = shape.validated_data["purpose"]
        withdraw_consent(purpose=purpose, actor=actor_of(request), now=timezone.now())
        return _consents(request)


class LeaveView(APIView):
    needs = {"POST": ("execute", "own_data")}

    @extend_schema(operation_id="leave_for_good", request=LeaveSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        shape = LeaveSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        password = shape.validated_data["password"]
        leave_for_good(password=password, actor=actor_of(request), now=timezone.now())
        logout(request._request)
        return Response(status=status.HTTP_204_NO_CONTENT)
