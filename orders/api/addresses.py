"""A buyer's address book: masked in the list, in full only for the form it fills."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from orders.models import Address
from orders.rules.address_book import AddressText
from orders.services import address_book as services


class KeepAddressSerializer(serializers.Serializer[Address]):
    # A serializer has a label of its own; Any lets a field bear the name.
    label: Any = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    name = serializers.CharField(max_length=60, allow_blank=True)
    phone = serializers.CharField(max_length=30, allow_blank=True)
    region = serializers.CharField(max_length=60, allow_blank=True)
    address = serializers.CharField(max_length=200, allow_blank=True)
    is_default = serializers.BooleanField(required=False, default=False)

    def typed(self) -> AddressText:
        fields = ("label", "name", "phone", "region", "address")
        return AddressText(**{name: self.validated_data[name] for name in fields})


class EditAddressSerializer(KeepAddressSerializer):
    version = serializers.IntegerField()


class AddressSerializer(serializers.Serializer[Address]):
    uid = serializers.UUIDField()
    label: Any = serializers.CharField()
    name = serializers.CharField()
    phone = serializers.CharField()
    region = serializers.CharField()
    is_default = serializers.BooleanField()
    version = serializers.IntegerField()


class OpenAddressSerializer(AddressSerializer):
    address = serializers.CharField()


class AddressesView(APIView):
    needs = {"GET": ("view", "address"), "POST": ("create", "address")}

    @extend_schema(operation_id="addresses", responses=page_of(AddressSerializer))
    def get(self, request: Request) -> Response:
        mine = Address.objects.visible_to(actor_of(request))
        return paged(request, mine, AddressSerializer, ordering=("-is_default", "-id"))

    @extend_schema(
        operation_id="keep_address", request=KeepAddressSerializer,
        responses={201: AddressSerializer},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        shape = KeepAddressSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        address = services.keep_address(
            typed=shape.typed(), as_default=shape.validated_data["is_default"],
            client_key=request.headers["Idempotency-Key"], actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return Response(AddressSerializer(address).data, status=status.HTTP_201_CREATED)


class AddressView(APIView):
    needs = {
        "GET": ("view", "address"), "PUT": ("edit", "address"), "DELETE": ("edit", "address"),
    }  # fmt: skip

    @extend_schema(operation_id="open_address", responses=OpenAddressSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        kept, text = services.open_address(uid=uid, actor=actor_of(request), now=timezone.now())
        opened = {"name": text.name, "phone": text.phone, "address": text.address}
        answer = Response(AddressSerializer(kept).data | opened)
        answer["Cache-Control"] = "no-store"
        return answer

    @extend_schema(
        operation_id="edit_address", request=EditAddressSerializer, responses=AddressSerializer
    )
    def put(self, request: Request, uid: UUID) -> Response:
        shape = EditAddressSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        given = shape.validated_data
        address = services.edit_address(
            uid=uid, version=given["version"], typed=shape.typed(),
            as_default=given["is_default"], actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return Response(AddressSerializer(address).data)

    @extend_schema(operation_id="forget_address", responses={204: None})
    def delete(self, request: Request, uid: UUID) -> Response:
        services.forget_address(uid=uid, actor=actor_of(request), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class DefaultAddressView(APIView):
    needs = {"POST": ("edit", "address")}

    @extend_schema(operation_id="prefer_address", request=None, responses=AddressSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        address = services.prefer_address(uid=uid, actor=actor_of(request), now=timezone.now())
        return Response(AddressSerializer(address).data)
