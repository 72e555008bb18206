"""What waits within the actor's reach and for the actor. Deciding is the document's own door."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from backend.approvals import queries
from backend.approvals.api.serializers import ApprovalSerializer
from backend.approvals.models import ApprovalRequest, ApprovalRequestQuerySet
from backend.common.pagination import Pages
from backend.common.permissions import actor_of

STATE = OpenApiParameter("state", str, enum=sorted(queries.STATES))


class ApprovalsView(ListAPIView[ApprovalRequest]):
    """`?state=open` keeps one state; newest first."""

    needs = {"GET": ("view", "approval")}
    serializer_class = ApprovalSerializer
    pagination_class = Pages

    def get_queryset(self) -> ApprovalRequestQuerySet:
        state = self.request.query_params.get("state", "")
        return queries.requests_of(actor_of(self.request), state=state)

    @extend_schema(parameters=[STATE])
    def get(self, request: Request) -> Response:
        return self.list(request)


class SoonestDue(Pages):
    ordering = ("due_at", "id")


class InboxView(ListAPIView[ApprovalRequest]):
    """Only what the hat of the moment may decide, soonest due first."""

    needs = {"GET": ("view", "approval")}
    serializer_class = ApprovalSerializer
    pagination_class = SoonestDue

    def get_queryset(self) -> ApprovalRequestQuerySet:
        return queries.inbox_of(actor_of(self.request))
