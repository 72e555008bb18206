"""Devices: binding, what they say of their queue, renaming, revoking."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts import queries, services
from backend.accounts.api import device_shapes as shapes
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of


class DevicesView(APIView):
    """One's own devices, those of one's area, or all of them; newest first."""

    needs = {"GET": ("view", "device"), "POST": ("create", "device")}

    @extend_schema(responses=page_of(shapes.DeviceSerializer))
    def get(self, request: Request) -> Response:
        found = queries.devices_of(actor_of(request))
        return paged(request, found, shapes.DeviceSerializer, context={"request": request})

    @extend_schema(
        request=shapes.BindDeviceSerializer, responses={201: shapes.BoundDeviceSerializer}
    )
    def post(self, request: Request) -> Response:
        shape = shapes.BindDeviceSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        bound = services.bind_device(
            name=said["name"],
            replaces=str(said["replaces"] or ""),
            actor=actor_of(request),
            now=timezone.now(),
        )
        body = shapes.BoundDeviceSerializer(bound).data
        return Response(body, status=status.HTTP_201_CREATED)


class DeviceBeatView(APIView):
    """For the device itself: how many records wait in it, and since when."""

    needs = {"POST": None}

    @extend_schema(request=shapes.BeatSerializer, responses=shapes.DeviceSerializer)
    def post(self, request: Request) -> Response:
        shape = shapes.BeatSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        device = services.note_queue(
            actor=actor_of(request), now=timezone.now(), **shape.validated_data
        )
        return Response(shapes.DeviceSerializer(device, context={"request": request}).data)


class DeviceView(APIView):
    needs = {"PATCH": ("edit", "device")}

    @extend_schema(request=shapes.RenameDeviceSerializer, responses=shapes.DeviceSerializer)
    def patch(self, request: Request, uid: UUID) -> Response:
        shape = shapes.RenameDeviceSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        device = services.rename_device(
            uid=str(uid), actor=actor_of(request), now=timezone.now(), **shape.validated_data
        )
        return Response(shapes.DeviceSerializer(device, context={"request": request}).data)


class DeviceRevokeView(APIView):
    needs = {"POST": ("edit", "device")}

    @extend_schema(request=shapes.RevokeDeviceSerializer, responses=shapes.DeviceSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        shape = shapes.RevokeDeviceSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        device = services.revoke_device(
            uid=str(uid), actor=actor_of(request), now=timezone.now(), **shape.validated_data
        )
        return Response(shapes.DeviceSerializer(device, context={"request": request}).data)


class PartnerClientsView(APIView):
    """Partners' programs: a role, a token shown once, a day on which it ends."""

    needs = {"GET": ("view", "partner_client"), "POST": ("create", "partner_client")}

    @extend_schema(responses=page_of(shapes.PartnerClientSerializer))
    def get(self, request: Request) -> Response:
        found = queries.partner_clients_of(actor_of(request))
        return paged(request, found, shapes.PartnerClientSerializer, context={"request": request})

    @extend_schema(
        request=shapes.ConnectPartnerSerializer, responses={201: shapes.BoundDeviceSerializer}
    )
    def post(self, request: Request) -> Response:
        shape = shapes.ConnectPartnerSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        bound = services.connect_partner(
            assignment_uid=str(said["assignment"]), name=said["name"],
            expires_on=said["expires_on"], actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        body = shapes.BoundDeviceSerializer(bound).data
        return Response(body, status=status.HTTP_201_CREATED)
