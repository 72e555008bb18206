"""A buyer's privacy centre: its data as a file, and the end of its account."""

from django.contrib.auth import logout
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.permissions import actor_of
from orders.services.leaving import leave_for_good, own_data


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
