"""A buyer's reminders of goods that sold out."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from orders.models import StockReminder
from orders.services.reminding import ask_reminder, forget_reminder


class AskReminderSerializer(serializers.Serializer[StockReminder]):
    listing = serializers.UUIDField()


class ReminderSerializer(serializers.Serializer[StockReminder]):
    uid = serializers.UUIDField()
    listing = serializers.UUIDField(source="listing.uid")
    title = serializers.CharField(source="listing.title")
    asked_at = serializers.DateTimeField()
    told_at = serializers.DateTimeField(allow_null=True)


class RemindersView(APIView):
    needs = {"GET": ("view", "reminder"), "POST": ("create", "reminder")}

    @extend_schema(operation_id="reminders", responses=page_of(ReminderSerializer))
    def get(self, request: Request) -> Response:
        mine = StockReminder.objects.visible_to(actor_of(request)).select_related("listing")
        return paged(request, mine, ReminderSerializer)

    @extend_schema(
        operation_id="ask_reminder",
        request=AskReminderSerializer,
        responses={201: ReminderSerializer},
    )
    def post(self, request: Request) -> Response:
        shape = AskReminderSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        reminder = ask_reminder(
            listing_uid=shape.validated_data["listing"], actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return Response(ReminderSerializer(reminder).data, status=status.HTTP_201_CREATED)


class ReminderView(APIView):
    needs = {"DELETE": ("create", "reminder")}

    @extend_schema(operation_id="forget_reminder", responses={204: None})
    def delete(self, request: Request, uid: UUID) -> Response:
        forget_reminder(uid=uid, actor=actor_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
