"""What the signed-in person is told on screen. Nobody reads another's."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.pagination import Pages
from backend.common.permissions import actor_of
from backend.messaging import queries, services
from backend.messaging.models import Message


class ScreenNoticeSerializer(serializers.Serializer[Message]):
    """`path` is an address inside the console."""

    uid = serializers.UUIDField()
    text = serializers.CharField(source="notice")
    path = serializers.CharField()
    at = serializers.DateTimeField(source="queued_at")
    read = serializers.SerializerMethodField()

    def get_read(self, message: Message) -> bool:
        return message.read_at is not None


class UnreadSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()


class Newest(Pages):
    ordering = ("-queued_at", "-id")


class NoticesView(ListAPIView[Message]):
    """Newest first."""

    needs = {"GET": None}
    serializer_class = ScreenNoticeSerializer
    pagination_class = Newest

    def get_queryset(self) -> QuerySet[Message]:
        return queries.notices_of(actor_of(self.request))


class NoticesUnreadView(APIView):
    needs = {"GET": None}

    @extend_schema(responses=UnreadSerializer)
    def get(self, request: Request) -> Response:
        """How many wait to be read."""
        unread = queries.notices_of(actor_of(request)).filter(read_at__isnull=True)
        return Response({"count": unread.count()})


class NoticesReadView(APIView):
    needs = {"POST": None}

    @extend_schema(request=None, responses=UnreadSerializer)
    def post(self, request: Request) -> Response:
        """Everything on the screen was read; naturally the same twice."""
        return Response({"count": services.mark_read(actor=actor_of(request), now=timezone.now())})
